use std::time::Duration;

use bellwire::Instant;

use super::{Stale, StaleKeys};

/// How long what is stale is collected before it is passed on: many events of one moment cost one
/// request.
const WINDOW: Duration = Duration::from_millis(300);

/// How long a reconnect may put it off: channels that must be permitted are confirmed later than
/// others, and one that nobody answers for holds up none.
const LONGEST_WAVE: Duration = Duration::from_secs(2);

/// Collects what has become stale and hands it out together.
///
/// Nothing waits longer than the window, however much follows it, with three exceptions:
///
/// - While the page is hidden nothing is handed out; whoever comes back finds everything fresh.
/// - A reconnect is one wave: what the channels have missed is handed out together, once all of
///   them have been answered for, or after two seconds.
/// - What ten thousand pages hear of in one moment may be spread over a while.
///
/// # Examples
///
/// ```
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
    prompt: Lane,
    spread: Lane,
    wave_ends_at: Option<Instant>,
    is_hidden: bool,
}

/// What is stale and goes at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Lane {
    stale: StaleKeys,
    due_at: Option<Instant>,
}

impl InvalidationBus {
    /// Notes what is stale; a key stands for the queries at and below it.
    pub fn mark_stale(&mut self, now: Instant, stale: impl Into<Stale>) {
        self.prompt.add(stale.into(), now + WINDOW, now + WINDOW);
    }

    /// Notes what is stale on many pages at once: it goes when a share of `spread` has passed
    /// beside the window. `share` is a random number from 0 to 1.
    pub fn mark_stale_spread(
        &mut self,
        now: Instant,
        stale: impl Into<Stale>,
        spread: Duration,
        share: f64,
    ) {
        // A number that makes no sense ends at one of the limits.
        let part = Duration::from_micros((spread.as_secs_f64() * share * 1e6) as u64);
        let soonest = now + WINDOW;
        self.spread.add(stale.into(), soonest + part.min(spread), soonest + spread);
    }

    /// Notes whether anybody can see the page.
    pub fn set_hidden(&mut self, is_hidden: bool) {
        self.is_hidden = is_hidden;
    }

    /// Notes that the connection is back: channels will tell what they have missed.
    pub fn handle_reconnected(&mut self, now: Instant) {
        // A connection that comes and goes does not put it off for ever.
        let current = self.wave_ends_at.filter(|end| *end > now);
        self.wave_ends_at = current.or(Some(now + LONGEST_WAVE));
    }

    /// Notes that all channels have told what they have missed.
    pub fn handle_settled(&mut self) {
        self.wave_ends_at = None;
    }

    /// Returns what is stale and due.
    pub fn handle_timeout(&mut self, now: Instant) -> Option<StaleKeys> {
        if self.poll_timeout()? > now {
            return None;
        }
        let mut stale = self.prompt.take_due(now);
        stale.extend(self.spread.take_due(now));
        self.spread.forget(&stale);
        Some(stale)
    }

    /// The moment at which [`InvalidationBus::handle_timeout`] has something to do.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        if self.is_hidden {
            return None;
        }
        let due_at = [self.prompt.due_at, self.spread.due_at].into_iter().flatten().min()?;
        Some(self.wave_ends_at.map_or(due_at, |end| end.max(due_at)))
    }
}

impl Lane {
    /// What waits already keeps its moment, save where that is too late for what is added.
    fn add(&mut self, stale: Stale, due_at: Instant, latest: Instant) {
        self.stale.insert(stale);
        self.due_at = Some(self.due_at.filter(|at| *at <= latest).unwrap_or(due_at));
    }

    fn take_due(&mut self, now: Instant) -> StaleKeys {
        if self.due_at.is_none_or(|at| at > now) {
            return StaleKeys::default();
        }
        std::mem::take(self).stale
    }

    fn forget(&mut self, others: &StaleKeys) {
        self.stale.forget(others);
        if self.stale.is_empty() {
            self.due_at = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key;

    const fn at(millis: u64) -> Instant {
        Instant::from_elapsed(Duration::from_millis(millis))
    }

    /// The moments of all passes, in milliseconds.
    fn passes(bus: &mut InvalidationBus) -> Vec<u128> {
        let mut passes = Vec::new();
        while let Some(due) = bus.poll_timeout() {
            assert!(bus.handle_timeout(due).is_some());
            passes.push(due.since(Instant::ZERO).as_millis());
        }
        passes
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
    fn channels_that_answer_one_after_the_other_are_one_pass() {
        let mut bus = InvalidationBus::default();
        bus.handle_reconnected(at(0));
        for (millis, channel) in [(0, "jobs"), (500, "payments"), (1_400, "chat")] {
            bus.mark_stale(at(millis), key![channel]);
            assert_eq!(bus.handle_timeout(at(millis)), None);
        }
        bus.handle_settled();
        let stale = bus.handle_timeout(at(1_400)).unwrap();
        assert_eq!(stale.iter().count(), 3);
        assert_eq!(bus.poll_timeout(), None);
    }

    #[test]
    fn a_wave_that_settles_at_once_keeps_the_window() {
        let mut bus = InvalidationBus::default();
        bus.handle_reconnected(at(0));
        bus.mark_stale(at(10), key!["jobs"]);
        bus.handle_settled();
        assert_eq!(passes(&mut bus), [310]);
    }

    #[test]
    fn a_channel_that_is_never_answered_for_holds_up_the_others_for_two_seconds() {
        let mut bus = InvalidationBus::default();
        bus.handle_reconnected(at(0));
        bus.mark_stale(at(0), key!["jobs"]);
        assert_eq!(bus.handle_timeout(at(1_999)), None);
        assert_eq!(passes(&mut bus), [2_000]);
        // What happens afterwards is as ever.
        bus.mark_stale(at(5_000), key!["jobs"]);
        assert_eq!(passes(&mut bus), [5_300]);
    }

    #[test]
    fn a_connection_that_comes_and_goes_does_not_put_it_off() {
        let mut bus = InvalidationBus::default();
        for millis in (0..2_000).step_by(400) {
            bus.handle_reconnected(at(millis));
            bus.mark_stale(at(millis), key!["jobs"]);
        }
        assert_eq!(passes(&mut bus), [2_000]);
        bus.handle_reconnected(at(2_100));
        bus.mark_stale(at(2_100), key!["jobs"]);
        assert_eq!(passes(&mut bus), [4_100]);
    }

    #[test]
    fn a_page_that_is_hidden_through_a_wave_fetches_once() {
        let mut bus = InvalidationBus::default();
        bus.set_hidden(true);
        bus.handle_reconnected(at(0));
        bus.mark_stale(at(0), key!["jobs"]);
        bus.handle_settled();
        bus.set_hidden(false);
        assert_eq!(passes(&mut bus), [300]);
    }

    #[test]
    fn what_every_page_hears_of_is_spread() {
        let spread = Duration::from_secs(10);
        for (share, due) in
            [(0.0, 300), (0.25, 2_800), (1.0, 10_300), (2.0, 10_300), (f64::NAN, 300)]
        {
            let mut bus = InvalidationBus::default();
            bus.mark_stale_spread(at(0), key!["jobs"], spread, share);
            // The first draw holds: the soonest of many would bring all pages forward.
            bus.mark_stale_spread(at(100), key!["stats"], spread, 0.0);
            bus.mark_stale(at(200), key!["job", 5]);
            let mut expected = vec![500, due];
            expected.sort_unstable();
            assert_eq!(passes(&mut bus), expected);
        }
    }

    #[test]
    fn a_shorter_spread_brings_a_longer_one_forward() {
        let mut bus = InvalidationBus::default();
        bus.mark_stale_spread(at(0), key!["jobs"], Duration::from_secs(60), 0.9);
        bus.mark_stale_spread(at(0), key!["stats"], Duration::from_secs(1), 0.5);
        assert_eq!(passes(&mut bus), [800]);
    }

    #[test]
    fn what_has_gone_with_a_pass_is_not_fetched_once_more() {
        let mut bus = InvalidationBus::default();
        bus.mark_stale_spread(at(0), key!["jobs", "open"], Duration::from_secs(60), 0.5);
        bus.mark_stale(at(0), key!["jobs"]);
        assert_eq!(passes(&mut bus), [300]);
    }
}
