use std::time::Duration;

use super::ReadingTime;

/// How long a toast without a time of its own is on the screen before it has been read.
const READ: Duration = Duration::from_secs(5);

/// What becomes of a toast on the screen. `T` is when: a moment while the clock runs, and what is left
/// of it while it stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clock<T> {
    /// It leaves.
    Leaves(T),
    /// It stays, and may make room for others from then on.
    IsRead(T),
    /// It stays, whatever waits.
    Stays,
}

impl<T> Clock<T> {
    pub(super) fn map<U>(self, change: impl FnOnce(T) -> U) -> Clock<U> {
        match self {
            Self::Leaves(when) => Clock::Leaves(change(when)),
            Self::IsRead(when) => Clock::IsRead(change(when)),
            Self::Stays => Clock::Stays,
        }
    }
}

impl Clock<Duration> {
    /// The whole time of a toast with such a lifetime.
    pub(super) fn new(lifetime: Option<Duration>, reading: ReadingTime) -> Self {
        // Whoever reads without a limit is not to miss anything.
        let read = || reading.of(READ).map(Self::IsRead);
        lifetime.map(Self::Leaves).or_else(read).unwrap_or(Self::Stays)
    }
}
