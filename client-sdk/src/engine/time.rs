use std::fmt;
use std::ops::Add;
use std::time::Duration;

/// A moment on the engine's clock: the time since that clock was started.
///
/// The engine reads no clock of its own. Tests make moments from nothing, drivers from the
/// clock of their platform. It counts microseconds, and lasts for half a million years.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use bellwire::engine::Instant;
///
/// let later = Instant::ZERO + Duration::from_secs(3);
/// assert_eq!(later.since(Instant::ZERO), Duration::from_secs(3));
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(u64);

impl Instant {
    /// The moment the clock was started.
    pub const ZERO: Self = Self(0);

    /// The moment when the clock has run for `elapsed`.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use bellwire::engine::Instant;
    ///
    /// let moment = Instant::from_elapsed(Duration::from_millis(1500));
    /// assert_eq!(format!("{moment:?}"), "1.500s");
    /// ```
    #[must_use]
    pub const fn from_elapsed(elapsed: Duration) -> Self {
        Self(micros(elapsed))
    }

    /// The time from `earlier` to this moment; zero when `earlier` is later.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use bellwire::engine::Instant;
    ///
    /// let later = Instant::ZERO + Duration::from_secs(3);
    /// assert_eq!(later.since(Instant::ZERO).as_secs(), 3);
    /// assert_eq!(Instant::ZERO.since(later), Duration::ZERO);
    /// ```
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(self.0.saturating_sub(earlier.0))
    }
}

impl Add<Duration> for Instant {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(micros(duration)))
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Printing floats costs twelve kilobytes in a browser.
        write!(f, "{}.{:03}s", self.0 / 1_000_000, self.0 / 1_000 % 1_000)
    }
}

/// Without the 128 bits of `Duration::as_micros`, which cost a kilobyte in a browser.
pub(super) const fn micros(duration: Duration) -> u64 {
    duration.as_secs().saturating_mul(1_000_000).saturating_add(duration.subsec_micros() as u64)
}
