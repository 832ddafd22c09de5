use std::sync::Arc;

use bellwire::{Client, ConnectionStatus, Listener, clock};
use leptos::prelude::*;

use crate::announcer::provide_announcer;
use crate::clockwork::effect;
use crate::invalidation::Invalidation;
use crate::store::{NotificationContent, Standing, Toast};
use crate::{UseNotifications, UseToaster, page, provide_notifications, provide_toaster};

/// Everything that components share: the client, and what it has brought.
#[derive(Clone)]
pub struct Realtime {
    client: Client,
    status: ReadSignal<ConnectionStatus>,
    /// What the badges of this connection say, and have said: a change is news once, however many show it.
    pub(crate) standing: RwSignal<Standing>,
    pub(crate) toaster: UseToaster,
    pub(crate) notifications: UseNotifications,
    invalidation: Invalidation,
}

impl Realtime {
    pub(crate) fn new(client: Client) -> Self {
        let is_hydrating = page::is_hydrating();
        let shown = if is_hydrating { ConnectionStatus::Idle } else { client.status() };
        let standing = RwSignal::new(Standing::new(clock::now(), shown.clone()));
        let (status, set_status) = signal(shown);
        if is_hydrating {
            // Who connected before the page was taken over is shown right after it.
            let client = client.clone();
            effect(move || set_status.set(client.status()));
        }
        until_cleanup([client.on_status(move |change| set_status.set(change.to.clone()))]);
        // All say what they have to say with one voice.
        provide_announcer();
        let toaster = provide_toaster();
        let notifications = provide_notifications();
        notifications.show_news.set_value(Some(Arc::new(move |toast| toaster.show_news(toast))));
        let invalidation = Invalidation::new(&client, page::use_page_hidden());
        Self { client, status, standing, toaster, notifications, invalidation }
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
        let inbox = self.notifications.inbox;
        let added = inbox.try_update(|inbox| inbox.add(content, page::wall_clock()));
        match (added, toast) {
            (Some(id), Some(toast)) => self.notifications.tell_user(id, Some(toast)),
            // The bell alone.
            _ => self.notifications.announcer.say_arrived(),
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
