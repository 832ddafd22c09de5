use bellwire::inbox;

use super::{Notification, NotificationId, NotificationStore, Place};

/// What the user does with notifications.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Change {
    /// It was read, and so was seen.
    Read,
    /// It is to be read again.
    Unread,
    /// It was before the user's eyes.
    Seen,
    /// It is done with: out of the inbox, and read.
    Archive,
    /// It is back in the inbox.
    Unarchive,
    /// It is out of the inbox for a while, and comes back as news.
    Snooze {
        /// When it comes back, in milliseconds since 1970.
        until: f64,
    },
    /// It is back in the inbox, before its time.
    Unsnooze,
    /// All were read, those included that only the server has.
    ReadAll,
    /// All that are in the inbox are done with, those included that only the server has.
    ArchiveAll,
    /// All in the inbox that were read are done with, those included that only the server has.
    ArchiveRead,
}

/// The number of a change that a server is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChangeId(u64);

/// A change that shows already and of which a server is to be told.
///
/// Changes are told one after another, in the order in which they were begun.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Pending {
    /// Its number, by which it is settled or fails.
    pub id: ChangeId,
    /// What the user does.
    pub change: Change,
    /// What the server calls those that it is about. Where it is about all, those that are known
    /// here: the server may have more.
    pub notifications: Vec<inbox::NotificationId>,
}

/// A change that the server could not be told of, and that was taken back.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Failure {
    /// What the user wanted.
    pub change: Change,
    /// Why it could not be, if that is known.
    pub words: Option<String>,
}

/// What can be changed about a notification.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Facts {
    pub(super) is_seen: bool,
    pub(super) is_read: bool,
    pub(super) place: Place,
}

/// Changes that show already, and which the server has not confirmed.
#[derive(Clone, Debug, Default)]
pub(super) struct Changes {
    last_id: u64,
    /// In the order in which they were begun.
    pending: Vec<Begun>,
    /// What has failed of all at once.
    failure: Option<Failure>,
}

#[derive(Clone, Debug)]
struct Begun {
    id: ChangeId,
    change: Change,
    /// By number, so that they are found.
    whom: Vec<NotificationId>,
}

/// What the user does shows at once, and is taken back where the server does not follow.
///
/// What shows is what the server has said, with all that is pending done to it again, in order. So
/// nothing that comes in between is lost, and once nothing is pending, the server's word is what
/// shows.
impl NotificationStore {
    /// Makes a change that shows at once. Returns what the server is to be told; nothing where it
    /// is about none of the server's, or changes nothing.
    ///
    /// Which notifications it is about is left out of account where it is about all.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_ui::notifications::Change;
    /// use bellwire_ui::{NotificationEntry, NotificationStore, Toast};
    ///
    /// let mut store = NotificationStore::default();
    /// store.learn(NotificationEntry::new(7, Toast::info("New bid"), 0.0));
    /// let id = store.find(&7.into()).unwrap();
    ///
    /// let pending = store.begin(Change::Read, [id]).unwrap();
    /// assert_eq!((store.unread(), pending.notifications), (0, vec![7.into()]));
    ///
    /// store.fail(pending.id, Some("The server is gone".into()));
    /// assert_eq!(store.unread(), 1, "as before");
    /// assert!(store.get(id).unwrap().failure.is_some());
    /// let again = store.retry(id).unwrap();
    /// store.settle(again.id);
    /// assert_eq!(store.unread(), 0);
    /// ```
    pub fn begin(
        &mut self,
        change: Change,
        notifications: impl IntoIterator<Item = NotificationId>,
    ) -> Option<Pending> {
        let mut whom: Vec<NotificationId> = match change.is_bulk() {
            true => self.notifications().map(|one| one.id).collect(),
            false => notifications.into_iter().collect(),
        };
        whom.retain(|id| self.get(*id).is_some_and(|one| change.changes(one)));
        whom.sort_unstable();
        whom.dedup();
        let told = |id: &NotificationId| Some((*id, self.get(*id)?.remote.as_ref()?.name.clone()));
        let (remote, notifications): (Vec<_>, Vec<_>) = whom.iter().filter_map(told).unzip();
        let is_told = !remote.is_empty() || (change.is_bulk() && self.may_have_more());
        let id = is_told.then(|| self.changes.push(change, remote));
        self.alter_each(&whom, |one| {
            // To see it is to see what has failed, too.
            if change != Change::Seen {
                one.failure = None;
            }
            if one.remote.is_none() {
                one.kept = change.apply(one.kept);
            }
        });
        Some(Pending { id: id?, change, notifications })
    }

    /// Whether a change would change anything, here or on the server.
    pub(crate) fn is_changed_by(&self, change: Change, notifications: &[NotificationId]) -> bool {
        match change.is_bulk() {
            true => self.may_have_more() || self.notifications().any(|one| change.changes(one)),
            false => {
                notifications.iter().filter_map(|id| self.get(*id)).any(|one| change.changes(one))
            }
        }
    }

    /// The server has heard of a change.
    pub fn settle(&mut self, id: ChangeId) {
        let Some(begun) = self.changes.take(id) else { return };
        if begun.change.covers_the_rest() {
            self.rest = 0;
        }
        self.alter_each(&begun.whom, |one| {
            one.kept = begun.change.apply(one.kept);
            if let Some(remote) = &mut one.remote {
                remote.facts = begun.change.apply(remote.facts);
            }
        });
    }

    /// The server could not be told of a change, for a reason that may have words: it is taken
    /// back, and what it was about says so.
    ///
    /// What was seen stays seen on this page: the user has asked for nothing that could fail.
    pub fn fail(&mut self, id: ChangeId, words: Option<String>) {
        if self.changes.is_unasked(id) {
            return self.settle(id);
        }
        let Some(begun) = self.changes.take(id) else { return };
        let failure = Failure { change: begun.change, words };
        self.alter_each(&begun.whom, |one| {
            one.failure = (!begun.change.is_bulk()).then(|| failure.clone());
        });
        if begun.change.is_bulk() {
            self.changes.failure = Some(failure);
        }
    }

    /// Makes a change of which no server hears: it stays on this page.
    pub(crate) fn change_here(&mut self, change: Change, notifications: &[NotificationId]) {
        let begun = self.begin(change, notifications.iter().copied());
        let Some(begun) = begun.and_then(|begun| self.changes.take(begun.id)) else { return };
        self.alter_each(&begun.whom, |one| one.kept = begun.change.apply(one.kept));
    }

    /// Tries again what has failed of one. Returns what the server is to be told.
    pub fn retry(&mut self, id: NotificationId) -> Option<Pending> {
        let change = self.take_failure(id)?;
        self.begin(change, [id])
    }

    /// Has one no longer say that something has failed. Returns what that was.
    pub(crate) fn take_failure(&mut self, id: NotificationId) -> Option<Change> {
        Some(self.alter(id, |one| one.failure.take()).flatten()?.change)
    }

    /// Has one no longer say that something has failed.
    pub fn dismiss_failure(&mut self, id: NotificationId) {
        self.alter(id, |one| one.failure = None);
    }

    /// What could not be done to all at once.
    #[must_use]
    pub fn failure_of_all(&self) -> Option<&Failure> {
        self.changes.failure.as_ref()
    }

    /// Tries again what could not be done to all at once. Returns what the server is to be told.
    pub fn retry_all(&mut self) -> Option<Pending> {
        let change = self.take_failure_of_all()?;
        self.begin(change, [])
    }

    /// Says no longer that something could not be done to all at once. Returns what that was.
    pub(crate) fn take_failure_of_all(&mut self) -> Option<Change> {
        Some(self.changes.failure.take()?.change)
    }

    /// Says no longer that something could not be done to all at once.
    pub fn dismiss_failure_of_all(&mut self) {
        self.changes.failure = None;
    }

    /// How many changes the server has not confirmed.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.changes.pending.len()
    }

    /// Whether the server may have what is not known here.
    pub(crate) fn may_have_more(&self) -> bool {
        self.rest > 0 || self.pages.has_more()
    }
}

impl Change {
    /// Whether it is about all rather than about some.
    #[must_use]
    pub fn is_bulk(self) -> bool {
        matches!(self, Self::ReadAll | Self::ArchiveAll | Self::ArchiveRead)
    }

    /// Whether none that only the server has is unread after it.
    fn covers_the_rest(self) -> bool {
        matches!(self, Self::ReadAll | Self::ArchiveAll)
    }

    /// Whether it would change what is shown of a notification.
    fn changes(self, one: &Notification) -> bool {
        let facts = one.facts();
        let is_meant = match self {
            Self::ArchiveAll => facts.place == Place::Inbox,
            Self::ArchiveRead => facts.place == Place::Inbox && facts.is_read,
            Self::Read | Self::Unread | Self::Seen | Self::Archive | Self::Unarchive => true,
            Self::Snooze { .. } | Self::Unsnooze | Self::ReadAll => true,
        };
        is_meant && self.apply(facts) != facts
    }

    pub(super) fn apply(self, facts: Facts) -> Facts {
        let Facts { is_seen, is_read, place } = facts;
        match self {
            Self::Read | Self::ReadAll => Facts { is_seen: true, is_read: true, place },
            Self::Unread => Facts { is_read: false, ..facts },
            Self::Seen => Facts { is_seen: true, ..facts },
            Self::Archive | Self::ArchiveAll | Self::ArchiveRead => {
                Facts { is_seen: true, is_read: true, place: Place::Archived }
            }
            Self::Unarchive if place == Place::Archived => {
                Facts { is_seen, is_read, place: Place::Inbox }
            }
            // A moment that no clock reaches is none.
            Self::Snooze { until } if until.is_finite() => {
                Facts { is_seen: true, is_read, place: Place::Snoozed { until } }
            }
            Self::Unsnooze if matches!(place, Place::Snoozed { .. }) => {
                Facts { is_seen, is_read, place: Place::Inbox }
            }
            Self::Unarchive | Self::Snooze { .. } | Self::Unsnooze => facts,
        }
    }
}

impl Changes {
    /// What is left when all notifications are forgotten.
    pub(super) fn emptied(&self) -> Self {
        Self { last_id: self.last_id, ..Self::default() }
    }

    /// Does to one again what is pending of it.
    pub(super) fn rebase(&self, one: &mut Notification) {
        let is_about = |begun: &&Begun| begun.whom.binary_search(&one.id).is_ok();
        let pending = self.pending.iter().filter(is_about);
        let facts = pending.fold(one.kept, |facts, begun| begun.change.apply(facts));
        one.show(facts);
        // What was wanted may have come true by itself.
        if one.failure.as_ref().is_some_and(|failure| failure.change.apply(facts) == facts) {
            one.failure = None;
        }
    }

    /// Whether all that only the server has are taken for read.
    pub(super) fn covers_the_rest(&self) -> bool {
        self.pending.iter().any(|begun| begun.change.covers_the_rest())
    }

    /// Leaves one out of the changes that would put it to rest until a moment that has come.
    pub(super) fn wake(&mut self, id: NotificationId, now: f64) {
        for begun in &mut self.pending {
            if matches!(begun.change, Change::Snooze { until } if until <= now) {
                begun.whom.retain(|other| *other != id);
            }
        }
    }

    fn push(&mut self, change: Change, whom: Vec<NotificationId>) -> ChangeId {
        self.last_id += 1;
        let id = ChangeId(self.last_id);
        self.pending.push(Begun { id, change, whom });
        if change.is_bulk() {
            self.failure = None;
        }
        id
    }

    /// Whether nobody has asked for a change: it was about what came before the user's eyes.
    fn is_unasked(&self, id: ChangeId) -> bool {
        self.pending.iter().any(|begun| begun.id == id && begun.change == Change::Seen)
    }

    fn take(&mut self, id: ChangeId) -> Option<Begun> {
        let index = self.pending.iter().position(|begun| begun.id == id)?;
        Some(self.pending.remove(index))
    }
}

impl Notification {
    /// Takes in what the server says. What only the page knows holds until the server says
    /// something new.
    pub(super) fn learn(&mut self, facts: Facts) {
        let Some(remote) = &mut self.remote else { return };
        let before = std::mem::replace(&mut remote.facts, facts);
        if before.is_read != facts.is_read {
            self.kept.is_read = facts.is_read;
        }
        if before.is_seen != facts.is_seen {
            self.kept.is_seen = facts.is_seen;
        }
        if before.place != facts.place {
            self.kept.place = facts.place;
        }
    }

    /// Whether the server counts it as unread, as far as is known.
    pub(super) fn is_unread_there(&self) -> bool {
        let is_unread = |facts: Facts| facts.place == Place::Inbox && !facts.is_read;
        self.remote.as_ref().is_some_and(|remote| is_unread(remote.facts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notifications::Filter;
    use crate::{NotificationContent, NotificationEntry, NotificationPage, Toast};

    fn store(names: impl IntoIterator<Item = u64>) -> NotificationStore {
        let mut store = NotificationStore::default();
        for name in names {
            store.learn(entry(name));
        }
        store
    }

    fn entry(name: u64) -> NotificationEntry {
        NotificationEntry::new(name, Toast::info(name.to_string()), name as f64)
    }

    fn id(store: &NotificationStore, name: u64) -> NotificationId {
        store.find(&name.into()).unwrap()
    }

    fn begin(store: &mut NotificationStore, change: Change, name: u64) -> Option<ChangeId> {
        let id = id(store, name);
        Some(store.begin(change, [id])?.id)
    }

    fn one(store: &NotificationStore, name: u64) -> &Notification {
        store.get(id(store, name)).unwrap()
    }

    #[test]
    fn news_in_between_loses_nothing_that_is_pending() {
        let mut store = store([1]);
        let read = begin(&mut store, Change::Read, 1).unwrap();
        let archive = begin(&mut store, Change::Archive, 1).unwrap();
        store.learn(entry(1).seen(true));
        assert_eq!((one(&store, 1).is_read, one(&store, 1).place), (true, Place::Archived));
        store.fail(archive, None);
        assert_eq!((one(&store, 1).is_read, one(&store, 1).place), (true, Place::Inbox));
        store.fail(read, None);
        assert!(one(&store, 1).is_seen && !one(&store, 1).is_read, "the server's word");
    }

    #[test]
    fn what_failed_says_so_until_it_is_tried_again_dismissed_or_comes_true() {
        let mut store = store([1]);
        let words = Some("The server is gone".to_owned());
        let fail = |store: &mut NotificationStore| {
            let read = begin(store, Change::Read, 1).unwrap();
            store.fail(read, words.clone());
            let failure = one(store, 1).failure.clone().unwrap();
            assert_eq!((failure.change, failure.words), (Change::Read, words.clone()));
        };
        fail(&mut store);
        let id = id(&store, 1);
        assert_eq!(store.retry(id).unwrap().change, Change::Read);
        assert_eq!((store.retry(id), &one(&store, 1).failure), (None, &None));

        store.learn(entry(1).read(true));
        store.learn(entry(1));
        assert!(one(&store, 1).is_read, "it is pending still");
        store.clear();
        store.learn(entry(1));
        fail(&mut store);
        store.dismiss_failure(store.find(&1.into()).unwrap());
        assert_eq!(one(&store, 1).failure, None);
        fail(&mut store);
        store.learn(entry(1).read(true));
        assert_eq!(one(&store, 1).failure, None, "it was read elsewhere");
    }

    #[test]
    fn what_was_seen_stays_seen_where_the_server_could_not_be_told() {
        let mut store = store([1]);
        let seen = begin(&mut store, Change::Seen, 1).unwrap();
        store.fail(seen, Some("The server is gone".into()));
        assert_eq!((store.unseen(), store.pending()), (0, 0));
        assert_eq!(one(&store, 1).failure, None);
        assert_eq!(begin(&mut store, Change::Seen, 1), None, "and is not told again");
    }

    #[test]
    fn what_has_failed_is_there_to_be_read_once_it_is_seen() {
        let mut store = store([1]);
        let read = begin(&mut store, Change::Read, 1).unwrap();
        store.fail(read, None);
        let seen = begin(&mut store, Change::Seen, 1).unwrap();
        assert!(one(&store, 1).failure.is_some());
        store.settle(seen);
        assert!(one(&store, 1).failure.is_some());
    }

    #[test]
    fn all_are_told_of_with_one_word_and_fail_with_one() {
        let mut store = store([1, 2, 3]);
        store.add(Toast::info("own"), 9.0);
        begin(&mut store, Change::Archive, 3);
        let all = store.begin(Change::ReadAll, []).unwrap();
        assert_eq!((all.notifications, store.unread()), (vec![1.into(), 2.into()], 0));
        store.learn(entry(4));
        assert_eq!(store.unread(), 1, "nobody has seen it yet");
        store.fail(all.id, None);
        assert_eq!(store.unread(), 3, "the page's own stays read");
        assert!(store.notifications().all(|one| one.failure.is_none()));
        assert_eq!(store.failure_of_all().unwrap().change, Change::ReadAll);

        let again = store.retry_all().unwrap();
        assert_eq!((store.failure_of_all(), store.unread()), (None, 0));
        store.settle(again.id);
        let read = store.begin(Change::ArchiveRead, []).unwrap();
        assert_eq!(read.notifications, [1.into(), 2.into(), 4.into()]);
        assert_eq!(
            (store.count(&Filter::Archived), store.begin(Change::ArchiveAll, [])),
            (5, None)
        );
    }

    #[test]
    fn what_only_the_server_has_is_read_with_all_and_unread_again_if_it_fails() {
        let mut store = store([]);
        let request = store.begin_page().unwrap();
        store.add_page(&request, NotificationPage::new([entry(1)]).next("1").unread(40));
        let all = store.begin(Change::ReadAll, []).unwrap();
        assert_eq!(store.unread(), 0);
        store.fail(all.id, None);
        assert_eq!(store.unread(), 40);
        let all = store.retry_all().unwrap();
        store.settle(all.id);
        assert_eq!(store.unread(), 0);
        assert!(store.begin(Change::ArchiveRead, []).is_some(), "the server may have some");
    }

    #[test]
    fn what_changes_nothing_is_not_told() {
        let mut store = store([1]);
        assert_eq!(begin(&mut store, Change::Unread, 1), None);
        assert_eq!(begin(&mut store, Change::Unarchive, 1), None);
        assert_eq!(begin(&mut store, Change::Snooze { until: f64::NAN }, 1), None);
        let id = id(&store, 1);
        let pending = store.begin(Change::Read, [id, id, NotificationId(99)]).unwrap();
        assert_eq!(pending.notifications, [1.into()]);
        store.settle(pending.id);
        store.settle(pending.id);
        store.fail(pending.id, None);
        assert!(one(&store, 1).is_read, "an answer counts once");
    }

    #[test]
    fn what_only_the_page_knows_holds_until_the_server_says_something_new() {
        let mut store = store([]);
        store.learn(entry(1).read(true));
        let id = id(&store, 1);
        store.change_here(Change::Unread, &[id]);
        store.learn(entry(1).read(true));
        assert_eq!((store.unread(), store.pending()), (1, 0), "it is no news");
        store.learn(entry(1).read(false));
        store.learn(entry(1).read(true));
        assert_eq!(store.unread(), 0);
    }

    #[test]
    fn new_words_of_the_server_take_the_place_of_the_old_ones() {
        let mut store = store([1, 2]);
        begin(&mut store, Change::Read, 1);
        let content = NotificationContent::from(Toast::info("1, edited")).kind("bid");
        store.learn(NotificationEntry::new(1, content, 3.0));
        let newest = store.notifications().next().unwrap();
        assert_eq!((newest.title.as_str(), newest.is_read), ("1, edited", true));
        assert_eq!(store.count(&Filter::Kind("bid".into())), 1);
    }
}
