use bellwire::ConnectionStatus;
use leptos::prelude::*;

use crate::page;
use crate::realtime::TellServer;
use crate::store::Marked;
use crate::{Notification, NotificationId, NotificationStore, Toast, use_realtime};

/// The notifications of the user; see [`use_notifications`].
#[derive(Clone, Copy, Debug)]
pub struct UseNotifications {
    inbox: RwSignal<NotificationStore>,
    tell_server: TellServer,
    status: ReadSignal<ConnectionStatus>,
}

/// Returns the notifications of the user: what happened, and what of it was read.
///
/// They come from rules (see [`use_notification_rules`](crate::use_notification_rules)), from the
/// server's inbox (see [`use_inbox`](crate::use_inbox)), or from the application itself.
///
/// # Panics
///
/// Panics outside of [`provide_realtime`](crate::provide_realtime).
#[must_use]
pub fn use_notifications() -> UseNotifications {
    let realtime = use_realtime();
    UseNotifications {
        inbox: realtime.inbox,
        tell_server: realtime.tell_server,
        status: realtime.status(),
    }
}

impl UseNotifications {
    /// All of them, newest first; reactive.
    #[must_use]
    pub fn all(&self) -> Vec<Notification> {
        self.inbox.with(|inbox| inbox.notifications().cloned().collect())
    }

    /// How many are unread; reactive.
    #[must_use]
    pub fn unread(&self) -> usize {
        self.inbox.with(NotificationStore::unread)
    }

    /// Adds one without showing a toast.
    pub fn add(&self, content: Toast) {
        self.inbox.update(|inbox| {
            inbox.add(content, page::wall_clock());
        });
    }

    /// Marks one as read, at once; the server is told where it comes from there.
    pub fn mark_read(&self, id: NotificationId) {
        self.tell(self.inbox.try_update(|inbox| inbox.mark_read(id)).flatten());
    }

    /// Marks all as read, at once; the server is told of those that come from there. Without a connection
    /// those are marked that are shown here: what else the server has, nobody has seen.
    pub fn mark_all_read(&self) {
        let hears = self.status.try_with_untracked(ConnectionStatus::is_connected);
        let hears = hears.unwrap_or_default();
        self.tell(self.inbox.try_update(|inbox| inbox.mark_all_read(hears)).unwrap_or_default());
    }

    /// All of them that meet a condition, from outside of the view; none once the provider is gone.
    pub(crate) fn peek(&self, is_meant: impl Fn(&Notification) -> bool) -> Vec<NotificationId> {
        let ids = self.inbox.try_with_untracked(|inbox| {
            inbox.notifications().filter(|one| is_meant(one)).map(|one| one.id).collect()
        });
        ids.unwrap_or_default()
    }

    /// Forgets all.
    pub fn clear(&self) {
        self.inbox.try_update(NotificationStore::clear);
    }

    fn tell(&self, marked: impl IntoIterator<Item = Marked>) {
        if let Some(tell) = self.tell_server.try_get_value().flatten() {
            marked.into_iter().for_each(|marked| tell(marked));
        }
    }
}
