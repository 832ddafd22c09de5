use std::cmp::Ordering;
use std::collections::{HashMap, VecDeque};

use bellwire::Instant;
use bellwire::inbox;

use super::changes::{Changes, Facts};
use super::counts::Counts;
use super::numbered::Numbered;
use super::pages::Pages;
use super::{Notification, NotificationContent, NotificationId};

/// How many notifications are kept; the oldest make room.
pub(super) const KEPT: usize = 100_000;

/// What has happened, and what the user has made of it.
///
/// What the application adds is kept here alone. What comes from a server is the server's: what the
/// user does with it shows at once, the server is told, and where it could not be told, it is as
/// before. See [`use_inbox`](crate::use_inbox) and
/// [`use_notification_source`](crate::use_notification_source).
///
/// It is made for 100,000 notifications. To add one, to find one and to count them does not depend
/// on how many there are; only what is about all of them walks them all.
///
/// # Examples
///
/// ```
/// use bellwire_ui::{NotificationStore, Toast};
///
/// let mut inbox = NotificationStore::default();
/// inbox.add(Toast::success("Job Completed!"), 0.0);
/// assert_eq!(inbox.unread(), 1);
/// assert_eq!(inbox.notifications().next().unwrap().title, "Job Completed!");
/// ```
#[derive(Clone, Debug, Default)]
pub struct NotificationStore {
    last_id: u64,
    /// Oldest first, so that the newest has nothing to push aside.
    list: VecDeque<Notification>,
    /// When each was received, by which it is found in the list.
    received: Numbered<NotificationId, f64>,
    /// What servers call them.
    names: HashMap<inbox::NotificationId, NotificationId>,
    /// Which are about a job, oldest knowledge first.
    jobs: HashMap<u64, Vec<NotificationId>>,
    pub(super) counts: Counts,
    pub(super) changes: Changes,
    pub(super) pages: Pages,
    /// How many more are unread, as the server counts, than is known of these; less than nothing
    /// where it knows of more that was read.
    pub(super) rest: i64,
    /// Whether the server has ever said how many are unread.
    pub(super) is_counted: bool,
    /// When the server is to be asked how many are unread.
    pub(super) ask_at: Option<Instant>,
    /// Those whose mark the inbox's server may not have heard of.
    pub(super) unsettled: Vec<NotificationId>,
    /// Until when those that were snoozed have come back.
    pub(super) woken_at: f64,
}

impl NotificationStore {
    /// Adds a notification of the page's own, unread; `received_at` in milliseconds since 1970.
    pub fn add(
        &mut self,
        content: impl Into<NotificationContent>,
        received_at: f64,
    ) -> NotificationId {
        let id = self.next_id();
        self.insert(Notification::new(id, content.into(), received_at, Facts::default()));
        id
    }

    /// Forgets all, and what is pending with them.
    pub fn clear(&mut self) {
        *self = Self {
            last_id: self.last_id,
            changes: self.changes.emptied(),
            pages: self.pages.emptied(),
            woken_at: self.woken_at,
            ..Self::default()
        };
    }

    /// One of them, while it is kept.
    #[must_use]
    pub fn get(&self, id: NotificationId) -> Option<&Notification> {
        self.list.get(self.index_of(id)?)
    }

    /// All of them, wherever the user has put them, newest first.
    pub fn notifications(
        &self,
    ) -> impl DoubleEndedIterator<Item = &Notification> + ExactSizeIterator {
        self.list.iter().rev()
    }

    /// How many there are, wherever the user has put them.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many in the inbox are unread, those included which the server has beyond these.
    #[must_use]
    pub fn unread(&self) -> usize {
        let own = self.counts.inbox.unread.saturating_sub(self.counts.unread_remote);
        let rest = if self.changes.covers_the_rest() { 0 } else { self.rest };
        own + usize::try_from(self.counts.unread_remote as i64 + rest).unwrap_or_default()
    }

    /// How many in the inbox have not been before the user's eyes.
    #[must_use]
    pub fn unseen(&self) -> usize {
        self.counts.unseen
    }

    /// What is about a job, newest first.
    pub(crate) fn about_job(&self, job_id: u64) -> impl Iterator<Item = &Notification> {
        let ids = self.jobs.get(&job_id).map(Vec::as_slice).unwrap_or_default();
        ids.iter().rev().filter_map(|id| self.get(*id))
    }

    /// What a server calls something, as it is called here.
    #[must_use]
    pub fn find(&self, name: &inbox::NotificationId) -> Option<NotificationId> {
        self.names.get(name).copied()
    }

    /// How many are newer than what was received at a moment, with a number.
    pub(super) fn newer_than_moment(&self, received_at: f64, id: NotificationId) -> usize {
        self.list.len() - self.list.partition_point(|one| order(one, received_at, id).is_le())
    }

    pub(super) fn next_id(&mut self) -> NotificationId {
        self.last_id += 1;
        NotificationId(self.last_id)
    }

    pub(super) fn insert(&mut self, one: Notification) {
        self.place(one);
        while self.list.len() > KEPT {
            let Some(oldest) = self.list.pop_front() else { return };
            self.rest += i64::from(oldest.is_unread_there());
            self.forget(&oldest);
        }
    }

    /// Changes one, and what is counted with it.
    pub(super) fn alter<T>(
        &mut self,
        id: NotificationId,
        alter: impl FnOnce(&mut Notification) -> T,
    ) -> Option<T> {
        let index = self.index_of(id)?;
        let one = self.list.get_mut(index)?;
        let before = one.counted();
        let result = alter(one);
        self.changes.rebase(one);
        self.counts.change(before, one);
        Some(result)
    }

    /// Changes several, whose numbers are sorted, and what is counted with them.
    pub(super) fn alter_each(
        &mut self,
        sorted: &[NotificationId],
        alter: impl Fn(&mut Notification),
    ) {
        // To find each by its number takes longer, for many, than to walk past all.
        if sorted.len() < self.list.len() / 8 {
            for id in sorted {
                self.alter(*id, &alter);
            }
            return;
        }
        for one in &mut self.list {
            if sorted.binary_search(&one.id).is_ok() {
                let before = one.counted();
                alter(one);
                self.changes.rebase(one);
                self.counts.change(before, one);
            }
        }
    }

    /// Replaces one, which may take another place.
    pub(super) fn replace(&mut self, one: Notification) {
        if self.take(one.id).is_some() {
            self.place(one);
        }
    }

    pub(super) fn take(&mut self, id: NotificationId) -> Option<Notification> {
        let taken = self.list.remove(self.index_of(id)?)?;
        self.forget(&taken);
        Some(taken)
    }

    /// Forgets what meets a condition.
    pub(super) fn remove_if(&mut self, is_meant: impl Fn(&Notification) -> bool) {
        let all = std::mem::take(&mut self.list);
        for one in all {
            match is_meant(&one) {
                true => self.forget(&one),
                false => self.list.push_back(one),
            }
        }
    }

    fn place(&mut self, one: Notification) {
        self.counts.add(&one);
        self.received.insert(one.id, one.received_at);
        if let Some(remote) = &one.remote {
            self.names.insert(remote.name.clone(), one.id);
        }
        if let Some(job_id) = one.job_id {
            self.jobs.entry(job_id).or_default().push(one.id);
        }
        let is_after = |other: &Notification| order(other, one.received_at, one.id).is_lt();
        match self.list.back() {
            Some(newest) if !is_after(newest) => {
                let index = self.list.partition_point(is_after);
                self.list.insert(index, one);
            }
            Some(_) | None => self.list.push_back(one),
        }
    }

    /// Takes one that has left the list off all that is counted.
    fn forget(&mut self, one: &Notification) {
        self.counts.remove(one);
        self.received.remove(&one.id);
        if let Some(remote) = &one.remote {
            self.names.remove(&remote.name);
        }
        let Some(job_id) = one.job_id else { return };
        if let Some(ids) = self.jobs.get_mut(&job_id) {
            ids.retain(|id| *id != one.id);
            if ids.is_empty() {
                self.jobs.remove(&job_id);
            }
        }
    }

    fn index_of(&self, id: NotificationId) -> Option<usize> {
        let received_at = *self.received.get(&id)?;
        self.list.binary_search_by(|one| order(one, received_at, id)).ok()
    }
}

fn order(one: &Notification, received_at: f64, id: NotificationId) -> Ordering {
    one.received_at.total_cmp(&received_at).then(one.id.cmp(&id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Toast;
    use crate::notifications::Change;

    fn titles(store: &NotificationStore) -> Vec<&str> {
        store.notifications().map(|known| known.title.as_str()).collect()
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
        assert_eq!(store.len(), KEPT);
        assert_eq!(store.unread(), KEPT);
        assert_eq!(store.notifications().next_back().unwrap().title, "5");
    }

    #[test]
    fn what_comes_late_takes_the_place_of_its_time() {
        let mut store = NotificationStore::default();
        for (title, received_at) in [("b", 2.0), ("d", 4.0), ("a", 1.0), ("c", 3.0), ("c2", 3.0)] {
            let id = store.add(Toast::info(title), received_at);
            assert_eq!(store.get(id).unwrap().title, title);
        }
        assert_eq!(titles(&store), ["d", "c2", "c", "b", "a"]);
    }

    #[test]
    fn a_number_is_never_given_twice() {
        let mut store = NotificationStore::default();
        let before = store.add(Toast::info("before"), 1.0);
        store.clear();
        let after = store.add(Toast::info("after"), 1.0);
        assert!(after > before);
        assert_eq!(store.get(before), None);
        assert_eq!(store.begin(Change::Read, [before]), None);
        assert_eq!(store.unread(), 1);
    }
}
