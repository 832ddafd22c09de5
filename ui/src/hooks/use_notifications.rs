use leptos::prelude::*;

use crate::page;
use crate::{Notification, NotificationId, NotificationStore, Toast, use_realtime};

/// The notifications of the user; see [`use_notifications`].
#[derive(Clone, Copy, Debug)]
pub struct UseNotifications {
    inbox: RwSignal<NotificationStore>,
}

/// Returns the notifications of the user: what happened, and what of it was read.
///
/// # Panics
///
/// Panics outside of [`provide_realtime`](crate::provide_realtime).
#[must_use]
pub fn use_notifications() -> UseNotifications {
    UseNotifications { inbox: use_realtime().inbox }
}

impl UseNotifications {
    /// All of them, newest first; reactive.
    #[must_use]
    pub fn all(&self) -> Vec<Notification> {
        self.inbox.with(|inbox| inbox.notifications().to_vec())
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

    /// Marks one as read.
    pub fn mark_read(&self, id: NotificationId) {
        self.inbox.update(|inbox| inbox.mark_read(id));
    }

    /// Marks all as read.
    pub fn mark_all_read(&self) {
        self.inbox.update(NotificationStore::mark_all_read);
    }

    /// Forgets all.
    pub fn clear(&self) {
        self.inbox.update(NotificationStore::clear);
    }
}
