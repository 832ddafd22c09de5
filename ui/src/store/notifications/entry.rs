use bellwire::inbox;

use super::changes::Facts;
use super::inbox::Remote;
use super::{Notification, NotificationContent, NotificationId, NotificationStore, Place};

/// A notification as a server of the application's own keeps it, in whatever form it sends them.
///
/// It is unseen, unread and in the inbox, unless it says otherwise.
///
/// # Examples
///
/// ```
/// use bellwire_ui::{NotificationEntry, NotificationStore, Toast};
///
/// let mut store = NotificationStore::default();
/// assert!(store.learn(NotificationEntry::new("n-1", Toast::info("New bid"), 1.0)));
/// let elsewhere = NotificationEntry::new("n-1", Toast::info("New bid"), 1.0).read(true);
/// assert!(!store.learn(elsewhere), "it is known");
/// assert_eq!(store.unread(), 0);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "it is kept once it is given to a store"]
pub struct NotificationEntry {
    pub(super) name: inbox::NotificationId,
    content: NotificationContent,
    pub(super) received_at: f64,
    pub(super) facts: Facts,
    job_id: Option<u64>,
}

impl NotificationEntry {
    /// What the server calls it, a number or a text; what it says; and when it happened, in
    /// milliseconds since 1970.
    pub fn new(
        name: impl Into<inbox::NotificationId>,
        content: impl Into<NotificationContent>,
        received_at: f64,
    ) -> Self {
        let (name, content) = (name.into(), content.into());
        Self { name, content, received_at, facts: Facts::default(), job_id: None }
    }

    /// Whether the user has read it; what was read was seen.
    pub fn read(mut self, is_read: bool) -> Self {
        self.facts.is_read = is_read;
        self.facts.is_seen |= is_read;
        self
    }

    /// Whether it was before the user's eyes.
    pub fn seen(mut self, is_seen: bool) -> Self {
        self.facts.is_seen = is_seen;
        self
    }

    /// Where the user has put it.
    pub fn place(mut self, place: Place) -> Self {
        self.facts.place = place;
        self
    }

    /// The job it is about; see [`use_job_updates`](crate::use_job_updates).
    pub fn job(mut self, job_id: u64) -> Self {
        self.job_id = Some(job_id);
        self
    }

    pub(crate) fn name(&self) -> &inbox::NotificationId {
        &self.name
    }

    fn into_notification(self, id: NotificationId) -> Notification {
        let one = Notification::new(id, self.content, self.received_at, self.facts);
        let remote = Some(Remote::new(self.name, self.facts));
        Notification { job_id: self.job_id, remote, ..one }
    }
}

/// What a server of the application's own says.
impl NotificationStore {
    /// Takes in one of the server's notifications, or what has become of it. Returns whether it is
    /// news.
    pub fn learn(&mut self, mut entry: NotificationEntry) -> bool {
        entry.facts = self.as_of_now(entry.facts);
        let Some(id) = self.find(&entry.name) else {
            let id = self.next_id();
            self.insert(entry.into_notification(id));
            return true;
        };
        let Some(known) = self.get(id) else { return false };
        let facts = entry.facts;
        let mut one = entry.into_notification(id);
        one.job_id = one.job_id.or(known.job_id);
        one.kept = known.kept;
        one.failure = known.failure.clone();
        one.remote = known.remote.clone();
        one.learn(facts);
        self.changes.rebase(&mut one);
        self.replace(one);
        false
    }

    /// Forgets one that the server has no more.
    pub fn remove(&mut self, id: NotificationId) {
        self.take(id);
    }
}
