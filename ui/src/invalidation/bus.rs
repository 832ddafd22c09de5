use std::time::Duration;

use bellwire::Instant;

use super::QueryKey;

/// How long keys are collected before they are passed on: many events of one moment cost one
/// request.
const WINDOW: Duration = Duration::from_millis(300);

/// Collects the keys that have become stale and hands them out together.
///
/// A key waits no longer than the window, however many follow it. While the page is hidden nothing
/// is handed out; whoever comes back finds everything fresh.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use bellwire::Instant;
/// use bellwire_ui::{invalidation::InvalidationBus, key};
///
/// let mut bus = InvalidationBus::default();
/// bus.mark_stale(Instant::ZERO, key!["jobs"]);
/// let due = bus.poll_timeout().unwrap();
/// let stale = bus.handle_timeout(due).unwrap();
/// assert!(stale.contains(&key!["jobs", "open"]));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InvalidationBus {
    pending: StaleKeys,
    due_at: Option<Instant>,
    is_hidden: bool,
}

/// Keys that have become stale together, and with them all keys below them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StaleKeys(Vec<QueryKey>);

impl StaleKeys {
    /// Whether the query of this key is to be fetched again.
    #[must_use]
    pub fn contains(&self, key: &QueryKey) -> bool {
        self.0.iter().any(|stale| key.starts_with(stale))
    }

    /// The keys, in the order in which they became stale.
    pub fn iter(&self) -> impl Iterator<Item = &QueryKey> {
        self.0.iter()
    }

    /// There are a handful; looking through them is cheaper than keeping them sorted.
    pub(super) fn insert(&mut self, key: QueryKey) {
        if !self.0.contains(&key) {
            self.0.push(key);
        }
    }
}

impl InvalidationBus {
    /// Notes that the queries at and below a key are stale.
    pub fn mark_stale(&mut self, now: Instant, key: QueryKey) {
        self.pending.insert(key);
        self.due_at.get_or_insert(now + WINDOW);
    }

    /// Notes whether anybody can see the page.
    pub fn set_hidden(&mut self, is_hidden: bool) {
        self.is_hidden = is_hidden;
    }

    /// Returns the stale keys when they are due.
    pub fn handle_timeout(&mut self, now: Instant) -> Option<StaleKeys> {
        if self.poll_timeout()? > now {
            return None;
        }
        self.due_at = None;
        Some(std::mem::take(&mut self.pending))
    }

    /// The moment at which [`InvalidationBus::handle_timeout`] has something to do.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.due_at.filter(|_| !self.is_hidden)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key;

    const fn at(millis: u64) -> Instant {
        Instant::from_elapsed(Duration::from_millis(millis))
    }

    #[test]
    fn many_events_of_one_moment_are_one_pass() {
        let mut bus = InvalidationBus::default();
        for millis in [0, 100, 299] {
            bus.mark_stale(at(millis), key!["jobs"]);
        }
        bus.mark_stale(at(299), key!["stats"]);
        assert_eq!(bus.handle_timeout(at(299)), None);
        let stale = bus.handle_timeout(at(300)).unwrap();
        assert_eq!(stale.iter().count(), 2);
        assert_eq!(bus.handle_timeout(at(10_000)), None);
    }

    #[test]
    fn a_steady_stream_does_not_put_it_off() {
        let mut bus = InvalidationBus::default();
        let mut passes = 0;
        for millis in (0..3_000).step_by(10) {
            bus.mark_stale(at(millis), key!["jobs"]);
            passes += usize::from(bus.handle_timeout(at(millis)).is_some());
        }
        assert_eq!(passes, 9);
    }

    #[test]
    fn a_hidden_page_fetches_when_it_is_seen_again() {
        let mut bus = InvalidationBus::default();
        bus.set_hidden(true);
        bus.mark_stale(at(0), key!["jobs"]);
        assert_eq!(bus.poll_timeout(), None);
        assert_eq!(bus.handle_timeout(at(60_000)), None);
        bus.set_hidden(false);
        assert!(bus.handle_timeout(at(60_000)).is_some());
    }

    #[test]
    fn a_key_takes_along_what_is_below_it() {
        let mut bus = InvalidationBus::default();
        bus.mark_stale(at(0), key!["job", 5]);
        let stale = bus.handle_timeout(at(300)).unwrap();
        assert!(stale.contains(&key!["job", 5]));
        assert!(stale.contains(&key!["job", 5, "messages"]));
        assert!(!stale.contains(&key!["job", 55]));
        assert!(!stale.contains(&key!["job"]));
    }
}
