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

/// What a notification is counted as.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Counted {
    place: Place,
    is_unread: bool,
    is_unseen: bool,
    is_remote: bool,
    is_unread_there: bool,
}

impl Counts {
    pub(super) fn add(&mut self, one: &Notification) {
        let counted = one.counted();
        self.enter(counted, one.id);
        self.count_kind(counted, one, usize::saturating_add);
    }

    pub(super) fn remove(&mut self, one: &Notification) {
        let counted = one.counted();
        self.leave(counted, one.id);
        self.count_kind(counted, one, usize::saturating_sub);
    }

    /// One has changed, but not its kind.
    pub(super) fn change(&mut self, before: Counted, one: &Notification) {
        let after = one.counted();
        if before == after {
            return;
        }
        self.leave(before, one.id);
        self.enter(after, one.id);
        if (before.place, before.is_unread) != (after.place, after.is_unread) {
            self.count_kind(before, one, usize::saturating_sub);
            self.count_kind(after, one, usize::saturating_add);
        }
    }

    /// How many of a kind are in the inbox.
    pub(super) fn of_kind(&self, kind: &str) -> Tally {
        self.kinds.get(kind).copied().unwrap_or_default()
    }

    fn enter(&mut self, counted: Counted, id: NotificationId) {
        self.count(counted, usize::saturating_add);
        if let Place::Snoozed { until } = counted.place {
            self.snoozed.insert(self.rank(until, id), (until, id));
        }
    }

    fn leave(&mut self, counted: Counted, id: NotificationId) {
        self.count(counted, usize::saturating_sub);
        if let Place::Snoozed { until } = counted.place {
            let rank = self.rank(until, id);
            if self.snoozed.get(rank).is_some_and(|(_, found)| *found == id) {
                self.snoozed.remove(rank);
            }
        }
    }

    fn count(&mut self, what: Counted, step: Step) {
        self.inbox.count(what, step);
        let is_here = what.place == Place::Inbox;
        let add = |count: &mut usize, is_meant| *count = step(*count, usize::from(is_meant));
        add(&mut self.unread_remote, is_here && what.is_unread && what.is_remote);
        add(&mut self.unread_there, what.is_unread_there);
        add(&mut self.unseen, is_here && what.is_unseen);
        add(&mut self.archived, what.place == Place::Archived);
    }

    fn count_kind(&mut self, what: Counted, one: &Notification, step: Step) {
        let Some(kind) = one.kind.as_ref().filter(|_| what.place == Place::Inbox) else { return };
        let mut tally = self.of_kind(kind);
        tally.count(what, step);
        if tally.all == 0 {
            self.kinds.remove(kind);
        } else if let Some(known) = self.kinds.get_mut(kind) {
            *known = tally;
        } else {
            self.kinds.insert(kind.clone(), tally);
        }
    }

    fn rank(&self, until: f64, id: NotificationId) -> usize {
        let is_before = |other: &(f64, NotificationId)| {
            other.0.total_cmp(&until).then(other.1.cmp(&id)).is_lt()
        };
        self.snoozed.partition_point(is_before)
    }
}

/// One more or one less.
type Step = fn(usize, usize) -> usize;

impl Tally {
    fn count(&mut self, what: Counted, step: Step) {
        let is_here = what.place == Place::Inbox;
        self.all = step(self.all, usize::from(is_here));
        self.unread = step(self.unread, usize::from(is_here && what.is_unread));
    }
}

impl Notification {
    pub(super) fn counted(&self) -> Counted {
        Counted {
            place: self.place,
            is_unread: !self.is_read,
            is_unseen: !self.is_seen,
            is_remote: self.remote.is_some(),
            is_unread_there: self.is_unread_there(),
        }
    }
}
