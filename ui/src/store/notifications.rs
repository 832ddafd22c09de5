use bellwire::Instant;
use bellwire::inbox::Priority;

use super::inbox::{Marked, Remote};
use super::{Severity, Toast};

/// How many notifications are kept; the oldest make room.
const KEPT: usize = 200;

/// What has happened, newest first, and what of it was read.
///
/// What the application adds is kept here alone. What comes from an inbox is the server's: it counts
/// as read at once when the user says so, and the server is told; see
/// [`use_inbox`](crate::use_inbox).
///
/// # Examples
///
/// ```
/// use bellwire_ui::{NotificationStore, Toast};
///
/// let mut inbox = NotificationStore::default();
/// inbox.add(Toast::success("Job Completed!"), 0.0);
/// assert_eq!(inbox.unread(), 1);
/// assert_eq!(inbox.notifications()[0].title, "Job Completed!");
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NotificationStore {
    last_id: u64,
    pub(super) notifications: Vec<Notification>,
    /// How many more are unread, as the server counts, than is known of these; less than nothing where
    /// it knows of more that was read.
    pub(super) rest: i64,
    /// When the server is to be asked how many are unread.
    pub(super) ask_at: Option<Instant>,
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
    /// How urgent it is.
    pub priority: Priority,
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
    /// When it happened or arrived, in milliseconds since 1970.
    pub received_at: f64,
    /// Whether somebody has seen it.
    pub is_read: bool,
    /// The job it is about, if the server's inbox says so.
    pub job_id: Option<u64>,
    /// Where it comes from the server's inbox: what it is called there.
    pub(super) remote: Option<Remote>,
}

impl NotificationStore {
    /// Adds what a toast says, unread; `received_at` in milliseconds since 1970.
    pub fn add(&mut self, toast: Toast, received_at: f64) -> NotificationId {
        let id = self.next_id();
        self.insert(Notification::new(id, toast, received_at));
        id
    }

    /// Marks one as read. Returns what the server is to be told.
    pub(crate) fn mark_read(&mut self, id: NotificationId) -> Option<Marked> {
        self.notifications.iter_mut().find(|found| found.id == id)?.mark_read()
    }

    /// Marks all as read. Returns what the server is to be told. Only a server that `hears` it now is
    /// told of all in one word: later, that would mean what nobody has seen.
    pub(crate) fn mark_all_read(&mut self, hears: bool) -> Vec<Marked> {
        let single: Vec<_> =
            self.notifications.iter_mut().filter_map(Notification::mark_read).collect();
        let all = hears && (self.rest > 0 || single.len() > 1);
        if !all {
            return single;
        }
        self.rest = 0;
        vec![Marked::All]
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        *self = Self { last_id: self.last_id, ..Self::default() };
    }

    /// How many are unread, those included which the server has beyond these.
    #[must_use]
    pub fn unread(&self) -> usize {
        let unread = |is_remote: bool| {
            let is_counted = |one: &&Notification| !one.is_read && one.is_remote() == is_remote;
            self.notifications.iter().filter(is_counted).count()
        };
        let remote = usize::try_from(unread(true) as i64 + self.rest).unwrap_or_default();
        unread(false) + remote
    }

    /// All of them, newest first.
    #[must_use]
    pub fn notifications(&self) -> &[Notification] {
        &self.notifications
    }

    pub(super) fn next_id(&mut self) -> NotificationId {
        self.last_id += 1;
        NotificationId(self.last_id)
    }

    pub(super) fn insert(&mut self, notification: Notification) {
        let place = self
            .notifications
            .iter()
            .position(|other| other.received_at <= notification.received_at);
        self.notifications.insert(place.unwrap_or(self.notifications.len()), notification);
        while self.notifications.len() > KEPT {
            let oldest = self.notifications.pop();
            let is_counted = oldest.is_some_and(|oldest| oldest.is_unread_remotely());
            self.rest += i64::from(is_counted);
        }
    }
}

impl Notification {
    pub(super) fn new(id: NotificationId, toast: Toast, received_at: f64) -> Self {
        Self {
            id,
            severity: toast.severity,
            priority: Priority::default(),
            icon: toast.icon,
            title: toast.title,
            description: toast.description,
            detail: toast.detail,
            link: toast.link,
            received_at,
            is_read: false,
            job_id: None,
            remote: None,
        }
    }

    /// The user has read it. Returns what the server is to be told.
    fn mark_read(&mut self) -> Option<Marked> {
        let is_new = !std::mem::replace(&mut self.is_read, true);
        self.remote.as_mut().filter(|_| is_new).map(Remote::mark)
    }

    fn is_remote(&self) -> bool {
        self.remote.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(store: &NotificationStore) -> Vec<&str> {
        store.notifications().iter().map(|known| known.title.as_str()).collect()
    }

    #[test]
    fn counts_what_is_unread_newest_first() {
        let mut store = NotificationStore::default();
        let first = store.add(Toast::info("first"), 1.0);
        store.add(Toast::info("second"), 2.0);
        assert_eq!(titles(&store), ["second", "first"]);
        assert_eq!(store.unread(), 2);
        assert_eq!(store.mark_read(first), None, "it is the page's own");
        store.mark_read(first);
        assert_eq!(store.unread(), 1);
        assert_eq!(store.mark_all_read(true), []);
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
