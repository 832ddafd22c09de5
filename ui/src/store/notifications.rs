use std::time::Duration;

use bellwire::Instant;
use bellwire::inbox::{self, Priority};

use super::{Severity, Toast};

/// How many notifications are kept; the oldest make room.
const KEPT: usize = 200;
/// How long the server has to say how many are unread, before it is asked.
const ASK_AFTER: Duration = Duration::from_secs(1);

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
    notifications: Vec<Notification>,
    /// How many the server has, unread, that are not among these.
    rest: u64,
    /// When the server is to be asked how many are unread.
    ask_at: Option<Instant>,
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
    remote: Option<Remote>,
}

#[derive(Clone, Debug, PartialEq)]
struct Remote {
    id: inbox::NotificationId,
    mark: Mark,
}

/// How far the user's word that it was read has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// The server and the page agree.
    Settled,
    /// It waits for a connection.
    Waiting,
    /// It is on its way; the server has not confirmed it.
    Sent,
}

/// What the server is to be told.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Marked {
    One(inbox::NotificationId),
    All,
}

impl NotificationStore {
    /// Adds what a toast says, unread; `received_at` in milliseconds since 1970.
    pub fn add(&mut self, toast: Toast, received_at: f64) -> NotificationId {
        self.last_id += 1;
        let id = NotificationId(self.last_id);
        self.insert(Notification::new(id, toast, received_at));
        id
    }

    /// Marks one as read. Returns what the server is to be told.
    pub(crate) fn mark_read(&mut self, id: NotificationId) -> Option<Marked> {
        let found = self.notifications.iter_mut().find(|found| found.id == id)?;
        found.mark().then(|| found.remote.as_ref().map(|remote| Marked::One(remote.id.clone())))?
    }

    /// Marks all as read. Returns what the server is to be told.
    pub(crate) fn mark_all_read(&mut self) -> Option<Marked> {
        let mut concerns_server = std::mem::take(&mut self.rest) > 0;
        for notification in &mut self.notifications {
            concerns_server |= notification.mark() && notification.remote.is_some();
        }
        concerns_server.then_some(Marked::All)
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        *self = Self { last_id: self.last_id, ..Self::default() };
    }

    /// How many are unread, those included which the server has beyond these.
    #[must_use]
    pub fn unread(&self) -> usize {
        let here = self.notifications.iter().filter(|notification| !notification.is_read).count();
        here.saturating_add(usize::try_from(self.rest).unwrap_or(usize::MAX))
    }

    /// All of them, newest first.
    #[must_use]
    pub fn notifications(&self) -> &[Notification] {
        &self.notifications
    }

    fn insert(&mut self, notification: Notification) {
        let place = self
            .notifications
            .iter()
            .position(|other| other.received_at <= notification.received_at);
        self.notifications.insert(place.unwrap_or(self.notifications.len()), notification);
        while self.notifications.len() > KEPT {
            let oldest = self.notifications.pop();
            let is_counted = oldest.is_some_and(|oldest| oldest.is_unread_remotely());
            self.rest += u64::from(is_counted);
        }
    }
}

/// What a server's inbox says, in whatever order.
impl NotificationStore {
    /// One of the server's notifications, with what it is to look like; returns whether it is news.
    pub(crate) fn receive(
        &mut self,
        now: Instant,
        entry: &inbox::InboxEntry,
        toast: Toast,
        received_at: f64,
    ) -> bool {
        self.ask_soon(now);
        if let Some(known) = self.find(&entry.id) {
            if entry.is_read {
                known.confirm_read();
            }
            return false;
        }
        self.last_id += 1;
        let id = NotificationId(self.last_id);
        let remote = Remote { id: entry.id.clone(), mark: Mark::Settled };
        self.insert(Notification {
            priority: entry.priority,
            is_read: entry.is_read,
            job_id: entry.job_id,
            remote: Some(remote),
            ..Notification::new(id, toast, received_at)
        });
        true
    }

    /// A notification that the server has kept, as each connection begins. Returns what the server is to
    /// be told again, because the connection was lost while it was on its way.
    pub(crate) fn recall(
        &mut self,
        now: Instant,
        entry: &inbox::InboxEntry,
        toast: Toast,
        received_at: f64,
    ) -> Option<Marked> {
        if self.receive(now, entry, toast, received_at) || entry.is_read {
            return None;
        }
        let known = self.find(&entry.id)?;
        match &mut known.remote {
            Some(Remote { mark: mark @ Mark::Sent, id }) => {
                *mark = Mark::Waiting;
                Some(Marked::One(id.clone()))
            }
            Some(Remote { mark: Mark::Settled, .. }) => {
                known.is_read = false;
                None
            }
            Some(Remote { mark: Mark::Waiting, .. }) | None => None,
        }
    }

    /// The server knows that one was read.
    pub(crate) fn handle_read(&mut self, now: Instant, id: &inbox::NotificationId) {
        self.ask_soon(now);
        match self.find(id) {
            Some(known) => known.confirm_read(),
            None => self.rest = self.rest.saturating_sub(1),
        }
    }

    /// The server knows that all were read.
    pub(crate) fn handle_all_read(&mut self, now: Instant) {
        self.ask_soon(now);
        self.rest = 0;
        self.notifications.iter_mut().for_each(Notification::confirm_read);
    }

    /// So many are unread, as the server counts.
    pub(crate) fn handle_unread_count(&mut self, count: u64) {
        self.ask_at = None;
        if count == 0 {
            // What was said of single ones may have been lost.
            self.notifications.iter_mut().for_each(Notification::confirm_read);
        }
        let here = self.notifications.iter().filter(|known| known.is_unread_remotely()).count();
        self.rest = count.saturating_sub(here as u64);
    }

    /// What becomes of the user's word that one was read, or all: sent, or not to be sent any more.
    pub(crate) fn handle_outcome(&mut self, now: Instant, marked: &Marked, is_sent: bool) {
        let concerns = |remote: &Remote| match marked {
            Marked::One(id) => remote.id == *id,
            Marked::All => true,
        };
        for known in &mut self.notifications {
            let Some(remote) = &mut known.remote else { continue };
            if remote.mark == Mark::Waiting && concerns(remote) {
                remote.mark = if is_sent { Mark::Sent } else { Mark::Settled };
                known.is_read = is_sent;
            }
        }
        self.ask_soon(now);
    }

    /// When the server is to be asked how many are unread: a while after a change of which it has not
    /// said what it makes of the count.
    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        self.ask_at
    }

    /// Returns whether the server is to be asked now.
    pub(crate) fn handle_timeout(&mut self, now: Instant) -> bool {
        let is_due = self.ask_at.is_some_and(|ask_at| ask_at <= now);
        if is_due {
            self.ask_at = None;
        }
        is_due
    }

    /// Forgets what came from the server's inbox.
    pub(crate) fn forget_inbox(&mut self) {
        self.notifications.retain(|notification| notification.remote.is_none());
        self.rest = 0;
        self.ask_at = None;
    }

    fn ask_soon(&mut self, now: Instant) {
        self.ask_at.get_or_insert(now + ASK_AFTER);
    }

    fn find(&mut self, id: &inbox::NotificationId) -> Option<&mut Notification> {
        self.notifications
            .iter_mut()
            .find(|known| known.remote.as_ref().is_some_and(|remote| remote.id == *id))
    }
}

impl Notification {
    fn new(id: NotificationId, toast: Toast, received_at: f64) -> Self {
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

    /// The user has read it; returns whether that is new.
    fn mark(&mut self) -> bool {
        let is_new = !std::mem::replace(&mut self.is_read, true);
        if let Some(remote) = self.remote.as_mut().filter(|_| is_new) {
            remote.mark = Mark::Waiting;
        }
        is_new
    }

    fn confirm_read(&mut self) {
        if let Some(remote) = &mut self.remote {
            remote.mark = Mark::Settled;
            self.is_read = true;
        }
    }

    /// Whether the server counts it as unread, as far as is known. What was sent counts as heard: not
    /// every server confirms it.
    fn is_unread_remotely(&self) -> bool {
        self.remote.as_ref().is_some_and(|remote| !self.is_read || remote.mark == Mark::Waiting)
    }
}

#[cfg(test)]
mod tests {
    use bellwire::Payload;
    use proptest::prelude::*;

    use super::*;

    const NOW: Instant = Instant::ZERO;

    fn entry(id: u64, is_read: bool) -> inbox::InboxEntry {
        let json = format!(r#"{{"id":{id},"is_read":{is_read},"priority":"high","job_id":5}}"#);
        Payload::from_json(json).unwrap().read().unwrap()
    }

    fn receive(store: &mut NotificationStore, id: u64) -> bool {
        store.receive(NOW, &entry(id, false), Toast::info(id.to_string()), id as f64)
    }

    fn recall(store: &mut NotificationStore, id: u64, is_read: bool) -> Option<Marked> {
        store.recall(NOW, &entry(id, is_read), Toast::info(id.to_string()), id as f64)
    }

    fn titles(store: &NotificationStore) -> Vec<&str> {
        store.notifications().iter().map(|known| known.title.as_str()).collect()
    }

    fn local(store: &NotificationStore, title: &str) -> NotificationId {
        store.notifications().iter().find(|known| known.title == title).unwrap().id
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
        assert_eq!(store.mark_all_read(), None);
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

    #[test]
    fn what_the_server_has_beyond_the_list_is_counted() {
        let mut store = NotificationStore::default();
        recall(&mut store, 1, true);
        recall(&mut store, 2, false);
        store.handle_unread_count(40);
        assert_eq!(store.unread(), 40);
        assert!(receive(&mut store, 3));
        assert!(!receive(&mut store, 3), "it is known");
        assert_eq!(store.unread(), 41);
        store.handle_unread_count(41);
        store.handle_read(NOW, &2.into());
        store.handle_read(NOW, &77.into());
        assert_eq!(store.unread(), 39);
        assert_eq!(titles(&store), ["3", "2", "1"]);
    }

    #[test]
    fn what_the_user_marks_is_read_at_once_and_again_unread_if_it_cannot_be_sent() {
        let mut store = NotificationStore::default();
        recall(&mut store, 1, false);
        store.handle_unread_count(1);
        let id = local(&store, "1");
        let marked = store.mark_read(id).unwrap();
        assert_eq!((store.unread(), store.mark_read(id)), (0, None), "it is said once");
        store.handle_unread_count(1);
        assert_eq!(store.unread(), 0, "the server has not heard of it yet");
        store.handle_outcome(NOW, &marked, false);
        assert_eq!(store.unread(), 1);
        assert_eq!(store.mark_read(id), Some(marked));
    }

    #[test]
    fn what_was_lost_on_its_way_is_said_again() {
        let mut store = NotificationStore::default();
        recall(&mut store, 1, false);
        let marked = store.mark_read(local(&store, "1")).unwrap();
        assert_eq!(recall(&mut store, 1, false), None, "it waits for its turn");
        store.handle_outcome(NOW, &marked, true);
        assert_eq!(recall(&mut store, 1, false), Some(marked.clone()));
        assert_eq!(store.unread(), 0);
        store.handle_outcome(NOW, &marked, true);
        assert_eq!(recall(&mut store, 1, true), None);
        assert_eq!(recall(&mut store, 1, false), None);
        assert_eq!(store.unread(), 1, "somebody else has marked it as unread");
    }

    #[test]
    fn all_are_marked_with_one_word_those_beyond_the_list_too() {
        let mut store = NotificationStore::default();
        store.handle_unread_count(3);
        assert_eq!(store.mark_all_read(), Some(Marked::All));
        assert_eq!((store.unread(), store.mark_all_read()), (0, None));
        recall(&mut store, 1, false);
        recall(&mut store, 2, false);
        assert_eq!(store.mark_all_read(), Some(Marked::All));
        store.handle_outcome(NOW, &Marked::All, true);
        store.handle_all_read(NOW);
        store.handle_unread_count(0);
        assert_eq!((store.unread(), recall(&mut store, 1, false)), (0, None));
        assert_eq!(store.unread(), 1);
    }

    #[test]
    fn the_server_is_asked_when_it_has_not_counted_after_a_change() {
        let second = NOW + ASK_AFTER;
        let mut store = NotificationStore::default();
        receive(&mut store, 1);
        assert_eq!(store.poll_timeout(), Some(second));
        store.handle_unread_count(1);
        assert_eq!(store.poll_timeout(), None);
        store.handle_read(NOW, &1.into());
        assert!(!store.handle_timeout(NOW));
        assert!(store.handle_timeout(second) && !store.handle_timeout(second));
    }

    #[test]
    fn whoever_signs_out_takes_the_inbox_along() {
        let mut store = NotificationStore::default();
        store.add(Toast::info("own"), 0.0);
        receive(&mut store, 1);
        store.handle_unread_count(9);
        store.forget_inbox();
        assert_eq!((titles(&store), store.unread()), (vec!["own"], 1));
        assert_eq!(store.poll_timeout(), None);
    }

    /// A server and what it says, in an order that the network has chosen.
    fn news() -> impl Strategy<Value = Vec<(u8, u64)>> {
        proptest::collection::vec((0..5_u8, 1..8_u64), 0..40)
    }

    proptest! {
        #[test]
        fn whatever_the_order_the_last_word_of_the_server_counts(news in news()) {
            let mut store = NotificationStore::default();
            for (kind, id) in news {
                match kind {
                    0 => drop(receive(&mut store, id)),
                    1 => drop(recall(&mut store, id, id % 2 == 0)),
                    2 => store.handle_read(NOW, &id.into()),
                    3 => store.handle_unread_count(id),
                    _ => {
                        let first = store.notifications().first().map(|first| first.id);
                        if let Some(marked) = first.and_then(|first| store.mark_read(first)) {
                            store.handle_outcome(NOW, &marked, true);
                        }
                    }
                }
                let mut ids: Vec<_> = store.notifications().iter().map(|known| known.id).collect();
                ids.sort();
                ids.dedup();
                prop_assert_eq!(ids.len(), store.notifications().len());
                prop_assert!(store.notifications().is_sorted_by(|a, b| a.received_at >= b.received_at));
            }
            // What it has said of single ones, it says again with the next connection.
            for id in 1..8 {
                recall(&mut store, id, id > 3);
                recall(&mut store, id, id > 3);
            }
            let marked = store.notifications().iter().filter(|known| {
                known.remote.as_ref().is_some_and(|remote| remote.mark != Mark::Settled)
            });
            let marked = marked.count();
            store.handle_unread_count(5);
            prop_assert_eq!(store.unread(), 5 - marked);
        }
    }
}
