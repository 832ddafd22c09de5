use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bellwire::{Client, ConnectionStatus, Listener, clock};
use leptos::prelude::*;

use crate::clockwork::{effect, use_alarm};
use crate::hooks::SourceSlot;
use crate::invalidation::Invalidation;
use crate::page;
use crate::store::{Marked, NotificationContent, NotificationStore, Toast, ToastStore};

/// Everything that components share: the client, and what it has brought.
#[derive(Clone)]
pub struct Realtime {
    client: Client,
    status: ReadSignal<ConnectionStatus>,
    pub(crate) toasts: RwSignal<ToastStore>,
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
        let toasts = RwSignal::new(ToastStore::default());
        use_alarm(
            move || toasts.with(ToastStore::poll_timeout),
            move || toasts.update(|toasts| toasts.handle_timeout(clock::now())),
        );
        let hidden = page::use_page_hidden();
        hold_while(hidden, toasts);
        let inbox = RwSignal::new(NotificationStore::default());
        wake_what_rests(inbox, toasts);
        let tell_server = StoredValue::new(None);
        let source = StoredValue::new(None);
        let invalidation = Invalidation::new(hidden);
        Self { client, status, toasts, inbox, tell_server, source, invalidation }
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
        if let Some(toast) = toast {
            self.toasts.update(|toasts| {
                toasts.show(clock::now(), toast);
            });
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
fn wake_what_rests(inbox: RwSignal<NotificationStore>, toasts: RwSignal<ToastStore>) {
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
                toasts.try_update(|toasts| toasts.show(clock::now(), toast));
            }
            rung.notify();
        },
    );
}

/// Stops the toasts' clocks while a condition holds.
pub(crate) fn hold_while(condition: Signal<bool>, toasts: RwSignal<ToastStore>) {
    let is_held = Arc::new(AtomicBool::new(false));
    let turn = move |hold: bool| {
        let was_held = is_held.swap(hold, Ordering::Relaxed);
        // The store goes with the provider, which may be going as well.
        match (was_held, hold) {
            (false, true) => toasts.try_update(|toasts| toasts.hold(clock::now())),
            (true, false) => toasts.try_update(|toasts| toasts.release(clock::now())),
            (false, false) | (true, true) => None,
        };
    };
    let let_go = turn.clone();
    effect(move || turn(condition.get()));
    on_cleanup(move || let_go(false));
}
