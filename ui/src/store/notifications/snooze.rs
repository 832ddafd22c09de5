use super::changes::Facts;
use super::{NotificationId, NotificationStore, Place};

/// What was put to rest comes back.
impl NotificationStore {
    /// When the first of those that rest comes back, in milliseconds since 1970.
    #[must_use]
    pub fn poll_wake(&self) -> Option<f64> {
        self.counts.snoozed.first().map(|(until, _)| *until)
    }

    /// Puts those whose time has come to the top of the inbox, as news: unseen and unread. Returns
    /// which, the first to come back first. `now` in milliseconds since 1970.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_ui::notifications::{Change, Place};
    /// use bellwire_ui::{NotificationStore, Toast};
    ///
    /// let mut store = NotificationStore::default();
    /// let id = store.add(Toast::info("Call back"), 0.0);
    /// store.add(Toast::info("Something else"), 1.0);
    /// store.begin(Change::Snooze { until: 3_600_000.0 }, [id]);
    /// assert_eq!(store.poll_wake(), Some(3_600_000.0));
    /// assert_eq!(store.wake(3_600_000.0), [id]);
    /// let newest = store.notifications().next().unwrap();
    /// assert_eq!((newest.id, newest.place, newest.is_read), (id, Place::Inbox, false));
    /// ```
    pub fn wake(&mut self, now: f64) -> Vec<NotificationId> {
        self.woken_at = self.woken_at.max(now);
        let due = self.counts.snoozed.iter().take_while(|(until, _)| *until <= now);
        let due: Vec<_> = due.map(|(_, id)| *id).collect();
        // A server whose clock is ahead has sent what is newer than now.
        let newest = self.notifications().next().map_or(now, |newest| newest.received_at);
        for id in &due {
            self.changes.wake(*id, now);
            let Some(known) = self.get(*id) else { continue };
            let mut one = known.clone();
            one.received_at = now.max(newest);
            one.kept = Facts::default();
            if let Some(remote) = &mut one.remote {
                // It has a clock as well.
                remote.facts = as_of(remote.facts, now);
            }
            self.changes.rebase(&mut one);
            self.replace(one);
        }
        due
    }

    /// What the server says, who may not have looked at the clock for a while.
    pub(super) fn as_of_now(&self, facts: Facts) -> Facts {
        as_of(facts, self.woken_at)
    }
}

fn as_of(facts: Facts, now: f64) -> Facts {
    match facts.place {
        Place::Snoozed { until } if until <= now || !until.is_finite() => {
            Facts { place: Place::Inbox, ..facts }
        }
        Place::Inbox | Place::Archived | Place::Snoozed { .. } => facts,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notifications::{Change, Filter};
    use crate::{NotificationEntry, Toast};

    fn snooze(store: &mut NotificationStore, id: NotificationId, until: f64) {
        if let Some(pending) = store.begin(Change::Snooze { until }, [id]) {
            store.settle(pending.id);
        }
    }

    #[test]
    fn each_comes_back_in_its_time_as_news() {
        let mut store = NotificationStore::default();
        let [a, b, _c] = ["a", "b", "c"].map(|title| store.add(Toast::info(title), 1.0));
        store.begin(Change::Read, [a]);
        snooze(&mut store, a, 20.0);
        snooze(&mut store, b, 10.0);
        assert_eq!((store.unread(), store.count(&Filter::Snoozed)), (1, 2));
        assert_eq!((store.wake(9.0), store.poll_wake()), (Vec::new(), Some(10.0)));
        assert_eq!((store.wake(25.0), store.poll_wake()), (vec![b, a], None));
        let newest: Vec<_> = store.notifications().take(2).map(|one| one.id).collect();
        assert_eq!((newest, store.unread(), store.unseen()), (vec![b, a], 3, 3));
    }

    #[test]
    fn the_top_is_the_top_even_where_the_server_s_clock_is_ahead() {
        let mut store = NotificationStore::default();
        let first = store.add(Toast::info("first"), 1.0);
        snooze(&mut store, first, 10.0);
        let ahead = store.add(Toast::info("ahead"), 1_000.0);
        store.wake(10.0);
        let order: Vec<_> = store.notifications().map(|one| one.received_at).collect();
        assert_eq!(order, [1_000.0, 1_000.0]);
        assert_eq!(store.newer_than(ahead) + store.newer_than(first), 1);
    }

    #[test]
    fn a_server_that_has_not_looked_at_the_clock_puts_nothing_to_rest_again() {
        let mut store = NotificationStore::default();
        let entry = NotificationEntry::new(1, Toast::info("x"), 1.0);
        let resting = entry.clone().place(Place::Snoozed { until: 10.0 });
        store.learn(resting.clone());
        assert_eq!(store.wake(10.0).len(), 1);
        store.learn(resting);
        assert_eq!((store.poll_wake(), store.unread()), (None, 1));
        let later = entry.place(Place::Snoozed { until: 20.0 });
        store.learn(later);
        assert_eq!((store.poll_wake(), store.unread()), (Some(20.0), 0));
    }

    #[test]
    fn what_has_come_back_stays_even_where_the_server_hears_late_that_it_was_to_rest() {
        let mut store = NotificationStore::default();
        store.learn(NotificationEntry::new(1, Toast::info("x"), 1.0));
        let id = store.find(&1.into()).unwrap();
        let pending = store.begin(Change::Snooze { until: 10.0 }, [id]).unwrap();
        assert_eq!(store.wake(10.0), [id]);
        store.settle(pending.id);
        assert_eq!((store.poll_wake(), store.unread()), (None, 1));
    }
}
