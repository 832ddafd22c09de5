use std::sync::Arc;

use bellwire::{Client, ConnectionStatus, Listener};
use leptos::prelude::*;

use crate::announcer::provide_announcer;
use crate::invalidation::Invalidation;
use crate::store::{Marked, NotificationStore, Toast};
use crate::{UseToaster, page, provide_toaster};

/// Everything that components share: the client, and what it has brought.
#[derive(Clone)]
pub struct Realtime {
    client: Client,
    status: ReadSignal<ConnectionStatus>,
    pub(crate) toaster: UseToaster,
    pub(crate) inbox: RwSignal<NotificationStore>,
    pub(crate) tell_server: TellServer,
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
        let tell_server = StoredValue::new(None);
        let invalidation = Invalidation::new(hidden);
        Self { client, status, toaster, inbox, tell_server, invalidation }
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
        self.inbox.update(|inbox| {
            inbox.add(toast.clone(), page::wall_clock());
        });
        self.toaster.show_news(toast);
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
