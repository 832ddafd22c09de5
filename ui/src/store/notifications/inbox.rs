use std::time::Duration;

use bellwire::Instant;
use bellwire::inbox::{InboxEntry, NotificationId};

use super::changes::{Change, Facts, Failure};
use super::{Notification, NotificationContent, NotificationStore};

/// How long the server has to say how many are unread, before it is asked.
const ASK_AFTER: Duration = Duration::from_secs(1);

/// What the server is to be told.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Marked {
    One(NotificationId),
    All,
}

/// A notification's other half, on a server.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Remote {
    /// What it is called there.
    pub(super) name: NotificationId,
    /// What the server takes for true, as far as is known.
    pub(super) facts: Facts,
    mark: Mark,
}

/// How far the user's word that it was read has come, where the inbox's protocol carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// The server and the page agree, as far as is known.
    Settled,
    /// It waits for a connection.
    Waiting,
    /// It is on its way, and counts as heard: not every server confirms it.
    Sent,
}

impl Remote {
    pub(super) fn new(name: NotificationId, facts: Facts) -> Self {
        Self { name, facts, mark: Mark::Settled }
    }
}

/// What a server's inbox says, in whatever order, and what it is told.
impl NotificationStore {
    /// Marks one as read. Returns what the server is to be told.
    pub(crate) fn mark_read(&mut self, id: super::NotificationId) -> Option<Marked> {
        let marked = self.alter(id, Notification::mark_read).flatten()?;
        self.unsettled.push(id);
        Some(marked)
    }

    /// Marks all as read. Returns what the server is to be told. Only a server that `hears` it now
    /// is told of all in one word: later, that would mean what nobody has seen.
    pub(crate) fn mark_all_read(&mut self, hears: bool) -> Vec<Marked> {
        let unread = self.notifications().filter(|one| !one.is_read).map(|one| one.id);
        let unread: Vec<_> = unread.collect();
        let single: Vec<_> = unread.into_iter().filter_map(|id| self.mark_read(id)).collect();
        let all = hears && (self.rest > 0 || single.len() > 1);
        if !all {
            return single;
        }
        self.rest = 0;
        vec![Marked::All]
    }

    /// Makes a change of which the server hears as far as its protocol has words for it: that
    /// something was read. The rest stays on this page. Returns what the server is to be told; see
    /// [`Self::mark_all_read`] about `hears`.
    pub(crate) fn mark(
        &mut self,
        change: Change,
        ids: &[super::NotificationId],
        hears: bool,
    ) -> Vec<Marked> {
        let marked = match change {
            // What is archived was read.
            Change::Read | Change::Archive => {
                ids.iter().filter_map(|id| self.mark_read(*id)).collect()
            }
            Change::ReadAll | Change::ArchiveAll => self.mark_all_read(hears),
            Change::Unread | Change::Seen | Change::Unarchive | Change::Unsnooze => Vec::new(),
            Change::Snooze { .. } | Change::ArchiveRead => Vec::new(),
        };
        self.change_here(change, ids);
        marked
    }

    /// One of the server's notifications, with what it is to look like; returns whether it is news.
    pub(crate) fn receive(
        &mut self,
        now: Instant,
        entry: &InboxEntry,
        content: impl Into<NotificationContent>,
        received_at: f64,
    ) -> bool {
        self.ask_soon(now);
        if let Some(known) = self.find(&entry.id) {
            if entry.is_read {
                self.alter(known, Notification::confirm_read);
            }
            return false;
        }
        // The inbox does not say what was seen; what was read was.
        let facts = Facts { is_seen: entry.is_read, is_read: entry.is_read, ..Facts::default() };
        let one = Notification::new(self.next_id(), content.into(), received_at, facts);
        let remote = Some(Remote::new(entry.id.clone(), facts));
        self.insert(Notification { job_id: entry.job_id, remote, ..one });
        true
    }

    /// A notification that the server has kept, as each connection begins.
    pub(crate) fn recall(
        &mut self,
        now: Instant,
        entry: &InboxEntry,
        content: impl Into<NotificationContent>,
        received_at: f64,
    ) {
        let is_news = self.receive(now, entry, content, received_at);
        let Some(known) = self.find(&entry.id).filter(|_| !is_news) else { return };
        self.alter(known, |known| {
            let Some(remote) = known.remote.as_ref().filter(|it| it.mark == Mark::Settled) else {
                return;
            };
            known.learn(Facts { is_read: entry.is_read, ..remote.facts });
        });
    }

    /// A connection has begun, and all that it begins with was recalled. Returns what the server is
    /// to be told again: what was on its way may have been lost with the connection before.
    pub(crate) fn handle_recalled(&mut self) -> Vec<Marked> {
        let unsettled = self.unsettled.clone();
        let again = |id| self.alter(id, |known| known.mark_again()).flatten();
        unsettled.into_iter().filter_map(again).collect()
    }

    /// The server knows that one was read.
    pub(crate) fn handle_read(&mut self, now: Instant, id: &NotificationId) {
        self.ask_soon(now);
        match self.find(id) {
            Some(known) => {
                self.alter(known, Notification::confirm_read);
            }
            None => self.rest -= 1,
        }
    }

    /// The server knows that all were read.
    pub(crate) fn handle_all_read(&mut self, now: Instant) {
        self.ask_soon(now);
        self.rest = 0;
        self.unsettled.clear();
        let is_open = |one: &&Notification| one.remote.is_some() && !one.is_confirmed();
        let mut open: Vec<_> = self.notifications().filter(is_open).map(|one| one.id).collect();
        open.sort_unstable();
        self.alter_each(&open, Notification::confirm_read);
    }

    /// So many are unread, as the server counts, and that is the last word.
    pub(crate) fn handle_unread_count(&mut self, count: u64) {
        self.ask_at = None;
        let unsettled = std::mem::take(&mut self.unsettled);
        for id in unsettled {
            // It answers in order: what was said before, it has heard.
            let mark = self.alter(id, |known| known.settle_sent()).flatten();
            if mark == Some(Mark::Waiting) {
                self.unsettled.push(id);
            }
        }
        self.learn_unread(count);
    }

    /// Takes over how many are unread, as the server counts.
    pub(super) fn learn_unread(&mut self, count: u64) {
        self.rest = i64::try_from(count).unwrap_or(i64::MAX) - self.counts.unread_there as i64;
        self.is_counted = true;
    }

    /// What becomes of the user's word that one was read, or all: sent, or not to be sent any more.
    pub(crate) fn handle_outcome(&mut self, now: Instant, marked: &Marked, is_sent: bool) {
        let meant = match marked {
            Marked::One(name) => self.find(name).into_iter().collect(),
            Marked::All => self.unsettled.clone(),
        };
        for id in meant {
            self.alter(id, |known| known.handle_outcome(is_sent));
        }
        self.ask_soon(now);
    }

    /// Has the server asked at once how many are unread.
    pub(crate) fn ask_now(&mut self, now: Instant) {
        self.ask_at = Some(now);
    }

    /// Has the server asked before long how many are unread: something has changed of which it may
    /// not say what it makes of the count.
    pub(crate) fn ask_soon(&mut self, now: Instant) {
        self.ask_at.get_or_insert(now + ASK_AFTER);
    }

    /// When the server is to be asked how many are unread: a while after a change of which it has
    /// not said what it makes of the count.
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

    /// Forgets what came from a server.
    pub(crate) fn forget_inbox(&mut self) {
        self.remove_if(|one| one.remote.is_some());
        self.changes = self.changes.emptied();
        self.pages = self.pages.emptied();
        self.unsettled.clear();
        self.rest = 0;
        self.is_counted = false;
        self.ask_at = None;
    }
}

impl Notification {
    /// The user has read it. Returns what the server is to be told.
    fn mark_read(&mut self) -> Option<Marked> {
        let is_new = !self.is_read;
        self.failure = None;
        self.kept = Facts { is_read: true, is_seen: true, ..self.kept };
        let remote = self.remote.as_mut().filter(|remote| is_new && !remote.facts.is_read)?;
        remote.mark = Mark::Waiting;
        Some(Marked::One(remote.name.clone()))
    }

    fn mark_again(&mut self) -> Option<Marked> {
        let remote = self.remote.as_mut().filter(|remote| remote.mark == Mark::Sent)?;
        remote.mark = Mark::Waiting;
        remote.facts.is_read = false;
        Some(Marked::One(remote.name.clone()))
    }

    fn handle_outcome(&mut self, is_sent: bool) {
        let Some(remote) = self.remote.as_mut().filter(|it| it.mark == Mark::Waiting) else {
            return;
        };
        remote.mark = if is_sent { Mark::Sent } else { Mark::Settled };
        remote.facts.is_read = is_sent;
        if !is_sent {
            self.kept.is_read = false;
            self.failure = Some(Failure { change: Change::Read, words: None });
        }
    }

    fn settle_sent(&mut self) -> Option<Mark> {
        let remote = self.remote.as_mut()?;
        if remote.mark == Mark::Sent {
            remote.mark = Mark::Settled;
        }
        Some(remote.mark)
    }

    fn confirm_read(&mut self) {
        if let Some(remote) = &mut self.remote {
            remote.mark = Mark::Settled;
            remote.facts.is_read = true;
            self.kept = Facts { is_read: true, is_seen: true, ..self.kept };
        }
    }

    /// Whether to hear that it was read would be no news.
    fn is_confirmed(&self) -> bool {
        let is_settled = |remote: &Remote| remote.mark == Mark::Settled && remote.facts.is_read;
        self.kept.is_read && self.remote.as_ref().is_some_and(is_settled)
    }
}

#[cfg(test)]
mod tests {
    use bellwire::Payload;
    use proptest::prelude::*;

    use super::*;
    use crate::Toast;

    const NOW: Instant = Instant::ZERO;

    fn entry(id: u64, is_read: bool) -> InboxEntry {
        let json = format!(r#"{{"id":{id},"is_read":{is_read},"priority":"high","job_id":5}}"#);
        Payload::from_json(json).unwrap().read().unwrap()
    }

    fn receive(store: &mut NotificationStore, id: u64) -> bool {
        store.receive(NOW, &entry(id, false), Toast::info(id.to_string()), id as f64)
    }

    fn recall(store: &mut NotificationStore, id: u64, is_read: bool) {
        store.recall(NOW, &entry(id, is_read), Toast::info(id.to_string()), id as f64);
    }

    fn titles(store: &NotificationStore) -> Vec<&str> {
        store.notifications().map(|known| known.title.as_str()).collect()
    }

    fn local(store: &NotificationStore, title: &str) -> super::super::NotificationId {
        store.notifications().find(|known| known.title == title).unwrap().id
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
    fn the_server_s_count_is_right_even_where_a_push_was_lost() {
        let mut store = NotificationStore::default();
        (1..=3).for_each(|id| recall(&mut store, id, false));
        store.handle_unread_count(1);
        assert_eq!(store.unread(), 1, "two were read elsewhere");
        store.add(Toast::info("own"), 9.0);
        store.handle_unread_count(0);
        assert_eq!(store.unread(), 1, "the page's own is none of the server's");
        assert!(receive(&mut store, 4));
        store.handle_unread_count(1);
        assert_eq!(store.unread(), 2);
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
        recall(&mut store, 2, false);
        let marked = store.mark_read(local(&store, "1")).unwrap();
        recall(&mut store, 1, false);
        assert_eq!(store.handle_recalled(), [], "it waits for its turn");
        store.handle_outcome(NOW, &marked, true);
        // The server begins with its latest, and this one is not among them.
        recall(&mut store, 2, false);
        assert_eq!(store.handle_recalled(), std::slice::from_ref(&marked));
        store.handle_unread_count(2);
        assert_eq!(store.unread(), 1);
        store.handle_outcome(NOW, &marked, true);
        recall(&mut store, 1, true);
        assert_eq!(store.handle_recalled(), []);
        recall(&mut store, 1, false);
        assert_eq!(store.unread(), 2, "somebody else has marked it as unread");
    }

    #[test]
    fn what_a_count_has_followed_was_heard() {
        let mut store = NotificationStore::default();
        recall(&mut store, 1, false);
        let marked = store.mark_read(local(&store, "1")).unwrap();
        store.handle_outcome(NOW, &marked, true);
        store.handle_unread_count(0);
        assert_eq!((store.handle_recalled(), store.unread()), (Vec::new(), 0));
    }

    #[test]
    fn all_are_marked_with_one_word_those_beyond_the_list_too() {
        let mut store = NotificationStore::default();
        store.handle_unread_count(3);
        assert_eq!(store.mark_all_read(true), [Marked::All]);
        assert_eq!((store.unread(), store.mark_all_read(true)), (0, Vec::new()));
        recall(&mut store, 1, false);
        recall(&mut store, 2, false);
        assert_eq!(store.mark_all_read(true), [Marked::All]);
        store.handle_outcome(NOW, &Marked::All, true);
        store.handle_all_read(NOW);
        store.handle_unread_count(0);
        assert_eq!(store.unread(), 0);
    }

    #[test]
    fn what_nobody_has_seen_is_not_marked_later() {
        let mut store = NotificationStore::default();
        recall(&mut store, 1, false);
        recall(&mut store, 2, false);
        store.handle_unread_count(40);
        let said = store.mark_all_read(false);
        assert_eq!(said, [Marked::One(2.into()), Marked::One(1.into())]);
        assert_eq!(store.unread(), 38, "the server cannot be told of those now");
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
        store.ask_now(NOW);
        assert!(store.handle_timeout(NOW));
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

    proptest! {
        #[test]
        fn whatever_the_order_the_last_count_of_the_server_is_shown(
            news in proptest::collection::vec((0..7_u8, 1..8_u64), 0..40),
            count in 0..9_u64,
        ) {
            let mut store = NotificationStore::default();
            let mut waiting = Vec::new();
            for (kind, id) in news {
                match kind {
                    0 => drop(receive(&mut store, id)),
                    1 => recall(&mut store, id, id % 2 == 0),
                    2 => store.handle_read(NOW, &id.into()),
                    3 => store.handle_unread_count(id),
                    4 => waiting.extend(store.handle_recalled()),
                    5 => waiting.extend(store.mark_all_read(id % 2 == 0)),
                    _ => {
                        let first = store.notifications().next().map(|first| first.id);
                        waiting.extend(first.and_then(|first| store.mark_read(first)));
                    }
                }
                if id == 7 {
                    waiting.drain(..).for_each(|marked| store.handle_outcome(NOW, &marked, true));
                }
                let all: Vec<_> = store.notifications().collect();
                let mut ids: Vec<_> = all.iter().map(|known| known.id).collect();
                ids.sort();
                ids.dedup();
                prop_assert_eq!(ids.len(), all.len());
                prop_assert!(all.is_sorted_by(|a, b| a.received_at >= b.received_at));
            }
            waiting.drain(..).for_each(|marked| store.handle_outcome(NOW, &marked, true));
            store.handle_unread_count(count);
            prop_assert_eq!(store.unread() as u64, count);
        }
    }
}
