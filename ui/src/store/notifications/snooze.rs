use super::changes::Facts;
use super::{NotificationId, NotificationStore, Place};

/// What was put to rest comes back.
impl NotificationStore {
    /// When the first of those that rest comes back, in milliseconds since 1970.
    #[must_use]
    pub fn poll_wake(&self) -> Option<f64> {
        self.counts.snoozed.first().map(|(until, _)| *until)
    }

    /// Puts those whose time has come to the top of the inbox, as news: unseen and unread. Returns which,
    /// the first to come back first. `now` in milliseconds since 1970.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_ui::{Change, NotificationStore, Place, Toast};
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
