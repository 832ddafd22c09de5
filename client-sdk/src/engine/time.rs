use std::fmt;
use std::ops::Add;
use std::time::Duration;

/// A moment on the engine's clock: the time since that clock was started.
///
/// The engine reads no clock of its own. Tests make moments from nothing, drivers from the
/// clock of their platform.
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
pub struct Instant(Duration);

impl Instant {
    /// The moment the clock was started.
    pub const ZERO: Self = Self(Duration::ZERO);

    /// The moment when the clock has run for `elapsed`.
    #[must_use]
    pub const fn from_elapsed(elapsed: Duration) -> Self {
        Self(elapsed)
    }

    /// The time from `earlier` to this moment; zero when `earlier` is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }
}

impl Add<Duration> for Instant {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(duration))
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}s", self.0.as_secs_f64())
    }
}
