use std::time::Duration;

use fastrand::Rng;

use super::time::micros;

/// When to try again after a connection is lost.
///
/// The wait doubles from `first` to `cap`, and each is then spread by `jitter`, so that clients
/// that lost their connection together do not come back together. By default 1, 2, 4, 8, 16 s,
/// each ± 50 %, five attempts.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use bellwire::{Attempts, Backoff};
///
/// let patient = Backoff::default().cap(Duration::from_secs(60)).attempts(Attempts::Unlimited);
/// ```
#[cfg_attr(feature = "trace", derive(serde::Serialize, serde::Deserialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backoff {
    first: Duration,
    cap: Duration,
    jitter_percent: u32,
    attempts: Attempts,
    floor: Duration,
    stable_after: Duration,
}

/// How often to try before giving up.
///
/// # Examples
///
/// ```
/// use bellwire::{Attempts, Backoff};
///
/// let brief = Backoff::default().attempts(Attempts::AtMost(2));
/// let stubborn = Backoff::default().attempts(Attempts::Unlimited);
/// ```
#[cfg_attr(feature = "trace", derive(serde::Serialize, serde::Deserialize))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempts {
    /// Gives up after so many attempts in a row.
    AtMost(u32),
    /// Never gives up.
    Unlimited,
}

impl Default for Backoff {
    fn default() -> Self {
        Self {
            first: Duration::from_secs(1),
            cap: Duration::from_secs(30),
            jitter_percent: 50,
            attempts: Attempts::AtMost(5),
            floor: Duration::from_millis(500),
            stable_after: Duration::from_secs(5),
        }
    }
}

impl Backoff {
    /// The wait between a loss and the first attempt to reconnect; 1 s by default.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use bellwire::Backoff;
    ///
    /// let quick = Backoff::default().first(Duration::from_millis(200));
    /// ```
    #[must_use]
    pub fn first(mut self, first: Duration) -> Self {
        self.first = first;
        self
    }

    /// The longest wait before jitter; 30 s by default.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use bellwire::Backoff;
    ///
    /// let patient = Backoff::default().cap(Duration::from_secs(5 * 60));
    /// ```
    #[must_use]
    pub fn cap(mut self, cap: Duration) -> Self {
        self.cap = cap;
        self
    }

    /// How far a wait may differ from the schedule, in percent of it, either way; 50 by default,
    /// at most 100.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::Backoff;
    ///
    /// let spread = Backoff::default().jitter_percent(100);
    /// assert_eq!(Backoff::default().jitter_percent(250), spread);
    /// ```
    #[must_use]
    pub fn jitter_percent(mut self, percent: u32) -> Self {
        self.jitter_percent = percent.min(100);
        self
    }

    /// How many attempts to reconnect may fail in a row; five by default. One that the application
    /// asks for while idle does not count.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{Attempts, Backoff};
    ///
    /// let stubborn = Backoff::default().attempts(Attempts::Unlimited);
    /// ```
    #[must_use]
    pub fn attempts(mut self, attempts: Attempts) -> Self {
        self.attempts = attempts;
        self
    }

    /// The shortest time between the starts of two attempts, which holds even when the user asks
    /// for one at once; 500 ms by default.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use bellwire::Backoff;
    ///
    /// let calm = Backoff::default().floor(Duration::from_secs(2));
    /// ```
    #[must_use]
    pub fn floor(mut self, floor: Duration) -> Self {
        self.floor = floor;
        self
    }

    /// How long a connection must last before the schedule starts over; 5 s by default. A server
    /// that accepts and drops at once would otherwise be called without end.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use bellwire::Backoff;
    ///
    /// let wary = Backoff::default().stable_after(Duration::from_secs(30));
    /// ```
    #[must_use]
    pub fn stable_after(mut self, stable_after: Duration) -> Self {
        self.stable_after = stable_after;
        self
    }

    /// The wait before `attempt`, counted from 1.
    pub(super) fn wait(&self, attempt: u32, rng: &mut Rng) -> Duration {
        let doublings = attempt.saturating_sub(1).min(31);
        let wait = micros(self.first).saturating_mul(1 << doublings).min(micros(self.cap));
        let spread = wait / 100 * u64::from(self.jitter_percent);
        draw(wait - spread, wait.saturating_add(spread), rng)
    }

    pub(super) fn allows(&self, attempt: u32) -> bool {
        match self.attempts {
            Attempts::AtMost(most) => attempt <= most,
            Attempts::Unlimited => true,
        }
    }

    pub(super) fn shortest_pause(&self) -> Duration {
        self.floor
    }

    pub(super) fn is_stable_after(&self, uptime: Duration) -> bool {
        uptime >= self.stable_after
    }
}

/// A duration between two others, in microseconds.
pub(super) fn draw(shortest: u64, longest: u64, rng: &mut Rng) -> Duration {
    let spread = longest.saturating_sub(shortest);
    Duration::from_micros(shortest.saturating_add(rng.u64(..) % spread.saturating_add(1).max(1)))
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert, proptest};

    use super::*;

    #[test]
    fn doubles_up_to_the_cap() {
        let exact = Backoff::default().jitter_percent(0);
        let mut rng = Rng::with_seed(0);
        let waits: Vec<u64> = (1..=7).map(|n| exact.wait(n, &mut rng).as_secs()).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 30, 30]);
    }

    #[test]
    fn gives_up_after_five_attempts_unless_told_otherwise() {
        assert!(Backoff::default().allows(5));
        assert!(!Backoff::default().allows(6));
        assert!(Backoff::default().attempts(Attempts::Unlimited).allows(u32::MAX));
    }

    proptest! {
        #[test]
        fn jitter_is_applied_after_the_cap(seed: u64, attempt in 1u32..1000) {
            let backoff = Backoff::default();
            let exact = backoff.clone().jitter_percent(0).wait(attempt, &mut Rng::with_seed(0));
            let wait = backoff.wait(attempt, &mut Rng::with_seed(seed));
            prop_assert!(wait >= exact / 2 && wait <= exact * 3 / 2, "{wait:?}");
        }
    }
}
