use super::{Severity, Toast};

/// How many notifications are kept; the oldest make room.
const KEPT: usize = 200;

/// What has happened, newest first, and what of it was read.
///
/// # Examples
///
/// ```
/// use bellwire_ui::{NotificationStore, Toast};
///
/// let mut inbox = NotificationStore::default();
/// let id = inbox.add(Toast::success("Job Completed!"), 0.0);
/// assert_eq!(inbox.unread(), 1);
/// inbox.mark_read(id);
/// assert_eq!(inbox.unread(), 0);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NotificationStore {
    last_id: u64,
    notifications: Vec<Notification>,
}

/// The number of a notification; a later one has a larger number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NotificationId(u64);

/// Something that has happened. Everything is text; nothing is read as HTML.
#[derive(Clone, Debug, PartialEq)]
pub struct Notification {
    /// Its number.
    pub id: NotificationId,
    /// How serious it is.
    pub severity: Severity,
    /// An emoji, or another short text.
    pub icon: Option<String>,
    /// What happened.
    pub title: String,
    /// The line below the title.
    pub description: Option<String>,
    /// The small line at the end.
    pub detail: Option<String>,
    /// Where a click leads.
    pub link: Option<String>,
    /// When it arrived, in milliseconds since 1970.
    pub received_at: f64,
    /// Whether somebody has seen it.
    pub is_read: bool,
}

impl NotificationStore {
    /// Adds what a toast says, unread; `received_at` in milliseconds since 1970.
    pub fn add(&mut self, toast: Toast, received_at: f64) -> NotificationId {
        self.last_id += 1;
        let id = NotificationId(self.last_id);
        let notification = Notification {
            id,
            severity: toast.severity,
            icon: toast.icon,
            title: toast.title,
            description: toast.description,
            detail: toast.detail,
            link: toast.link,
            received_at,
            is_read: false,
        };
        self.notifications.insert(0, notification);
        self.notifications.truncate(KEPT);
        id
    }

    /// Marks one as read.
    pub fn mark_read(&mut self, id: NotificationId) {
        if let Some(found) = self.notifications.iter_mut().find(|found| found.id == id) {
            found.is_read = true;
        }
    }

    /// Marks all as read.
    pub fn mark_all_read(&mut self) {
        for notification in &mut self.notifications {
            notification.is_read = true;
        }
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.notifications.clear();
    }

    /// How many are unread.
    #[must_use]
    pub fn unread(&self) -> usize {
        self.notifications.iter().filter(|notification| !notification.is_read).count()
    }

    /// All of them, newest first.
    #[must_use]
    pub fn notifications(&self) -> &[Notification] {
        &self.notifications
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_is_unread_newest_first() {
        let mut store = NotificationStore::default();
        let first = store.add(Toast::info("first"), 1.0);
        store.add(Toast::info("second"), 2.0);
        assert_eq!(store.notifications()[0].title, "second");
        assert_eq!(store.unread(), 2);
        store.mark_read(first);
        store.mark_read(first);
        assert_eq!(store.unread(), 1);
        store.mark_all_read();
        assert_eq!(store.unread(), 0);
    }

    #[test]
    fn the_oldest_make_room() {
        let mut store = NotificationStore::default();
        for number in 0..KEPT + 5 {
            store.add(Toast::info(number.to_string()), 0.0);
        }
        assert_eq!(store.notifications().len(), KEPT);
        assert_eq!(store.notifications()[KEPT - 1].title, "5");
    }
}
