use std::collections::HashMap;

use super::{Notification, NotificationId, Place};

/// How many there are of each sort: kept with each change, and never counted again.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Counts {
    /// Those in the inbox.
    pub(super) inbox: Tally,
    /// Those of `inbox.unread` that come from a server.
    pub(super) unread_remote: usize,
    /// Those that the server takes for unread.
    pub(super) unread_there: usize,
    pub(super) unseen: usize,
    pub(super) archived: usize,
    /// Those that come back, and when: the first that comes back first.
    pub(super) snoozed: Vec<(f64, NotificationId)>,
    kinds: HashMap<String, Tally>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Tally {
    pub(super) all: usize,
    pub(super) unread: usize,
}

impl Counts {
    pub(super) fn add(&mut self, one: &Notification) {
        self.change(one, usize::saturating_add);
        if let Place::Snoozed { until } = one.place {
            let index = self.index_of(until, one.id);
            self.snoozed.insert(index, (until, one.id));
        }
    }

    pub(super) fn remove(&mut self, one: &Notification) {
        self.change(one, usize::saturating_sub);
        if let Place::Snoozed { until } = one.place {
            let index = self.index_of(until, one.id);
            if self.snoozed.get(index).is_some_and(|(_, id)| *id == one.id) {
                self.snoozed.remove(index);
            }
        }
    }

    /// How many of a kind are in the inbox.
    pub(super) fn of_kind(&self, kind: &str) -> Tally {
        self.kinds.get(kind).copied().unwrap_or_default()
    }

    fn change(&mut self, one: &Notification, step: fn(usize, usize) -> usize) {
        let add = |count: &mut usize, is_meant: bool| *count = step(*count, usize::from(is_meant));
        let is_here = one.place == Place::Inbox;
        let is_unread = is_here && !one.is_read;
        add(&mut self.inbox.all, is_here);
        add(&mut self.inbox.unread, is_unread);
        add(&mut self.unread_remote, is_unread && one.remote.is_some());
        add(&mut self.unread_there, one.is_unread_there());
        add(&mut self.unseen, is_here && !one.is_seen);
        add(&mut self.archived, one.place == Place::Archived);
        let Some(kind) = &one.kind else { return };
        if !self.kinds.contains_key(kind) {
            self.kinds.insert(kind.clone(), Tally::default());
        }
        if let Some(tally) = self.kinds.get_mut(kind) {
            add(&mut tally.all, is_here);
            add(&mut tally.unread, is_unread);
            if *tally == Tally::default() {
                self.kinds.remove(kind);
            }
        }
    }

    fn index_of(&self, until: f64, id: NotificationId) -> usize {
        let is_before = |other: &(f64, NotificationId)| {
            other.0.total_cmp(&until).then(other.1.cmp(&id)).is_lt()
        };
        self.snoozed.partition_point(is_before)
    }
}
