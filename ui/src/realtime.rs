use std::sync::Arc;
use std::time::Duration;

use bellwire::{Client, ConnectionStatus, Listener, clock};
use leptos::prelude::*;

use crate::announcer::provide_announcer;
use crate::clockwork::use_alarm;
use crate::hooks::SourceSlot;
use crate::invalidation::Invalidation;
use crate::store::{Marked, NotificationContent, NotificationStore, Toast};
use crate::{UseToaster, page, provide_toaster};

/// Everything that components share: the client, and what it has brought.
#[derive(Clone)]
pub struct Realtime {
    client: Client,
    status: ReadSignal<ConnectionStatus>,
    pub(crate) toaster: UseToaster,
    pub(crate) inbox: RwSignal<NotificationStore>,
    pub(crate) tell_server: TellServer,
    pub(crate) source: SourceSlot,
    invalidation: Invalidation,
}

/// Tells the server what the user has read, where the notifications are the server's.
pub(crate) type TellServer = StoredValue<Option<Arc<dyn Fn(Marked) + Send + Sync>>>;

impl Realtime {
    pub(crate) fn new(client: Client) -> Self {
        let (status, set_status) = signal(client.status());
        until_cleanup([client.on_status(move |change| set_status.set(change.to.clone()))]);
        // All say what they have to say with one voice.
        provide_announcer();
        let toaster = provide_toaster();
        let hidden = page::use_page_hidden();
        let inbox = RwSignal::new(NotificationStore::default());
        wake_what_rests(inbox, toaster);
        let tell_server = StoredValue::new(None);
        let source = StoredValue::new(None);
        let invalidation = Invalidation::new(hidden);
        Self { client, status, toaster, inbox, tell_server, source, invalidation }
    }

    /// The client.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// What the connection is doing.
    #[must_use]
    pub fn status(&self) -> ReadSignal<ConnectionStatus> {
        self.status
    }

    /// The bus that tells which data is stale.
    #[must_use]
    pub fn invalidation(&self) -> Invalidation {
        self.invalidation
    }

    /// Tells the user something: in a toast, which goes, and in the bell, where it stays.
    pub fn notify(&self, toast: Toast) {
        self.deliver(Some(toast.clone()), toast.into());
    }

    pub(crate) fn deliver(&self, toast: Option<Toast>, content: NotificationContent) {
        self.inbox.update(|inbox| {
            inbox.add(content, page::wall_clock());
        });
        match toast {
            Some(toast) => self.toaster.show_news(toast),
            None => self.toaster.say_arrived(),
        }
    }
}

impl std::fmt::Debug for Realtime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Realtime").field("client", &self.client).finish_non_exhaustive()
    }
}

/// Keeps listeners as long as the component lives.
pub(crate) fn until_cleanup(listeners: impl IntoIterator<Item = Listener>) {
    let listeners: Vec<Listener> = listeners.into_iter().collect();
    on_cleanup(move || drop(listeners));
}

/// Puts what was put to rest back into the inbox when its time has come, and shows it as news.
fn wake_what_rests(inbox: RwSignal<NotificationStore>, toaster: UseToaster) {
    let wake_at = Memo::new(move |_| inbox.with(NotificationStore::poll_wake));
    let rung = RwSignal::new(());
    use_alarm(
        move || {
            // A timer may ring too early, when it is set for longer than a browser counts.
            rung.track();
            let wait = wake_at.get()? - page::wall_clock();
            Some(clock::now() + Duration::from_millis(wait.max(0.0) as u64 + 1))
        },
        move || {
            let woken = inbox.try_update(|inbox| {
                let woken = inbox.wake(page::wall_clock());
                woken
                    .into_iter()
                    .filter_map(|id| Some(inbox.get(id)?.to_toast()))
                    .collect::<Vec<_>>()
            });
            for toast in woken.into_iter().flatten() {
                toaster.show_news(toast);
            }
            rung.notify();
        },
    );
}
