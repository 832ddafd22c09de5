//! The platform's clock, as the engine's drivers read it.
//!
//! # Examples
//!
//! ```
//! use bellwire::{Client, clock};
//!
//! let client = Client::builder("ws://localhost:8080/ws").build()?;
//! assert_eq!(client.status().retry_in(clock::now()), None);
//! # Ok::<(), bellwire::ConfigError>(())
//! ```

use crate::engine::Instant;

/// Returns the present on a clock that also counts the time the machine was asleep, as far as the
/// platform lets it.
///
/// All clients of a process share it, so their moments can be compared.
///
/// # Examples
///
/// ```
/// use bellwire::clock;
///
/// let before = clock::now();
/// assert!(clock::now() >= before);
/// ```
#[must_use]
pub fn now() -> Instant {
    platform::now()
}

/// The browser's monotonic clock may stand still while the machine sleeps; the wall clock does
/// not, but may be set. When the wall clock gains on the monotonic one, the machine has slept.
#[cfg(target_family = "wasm")]
mod platform {
    use std::cell::Cell;
    use std::time::Duration;

    use super::Instant;

    /// What the two clocks may drift apart without having slept, in milliseconds.
    const TOLERANCE_MS: f64 = 1000.0;

    thread_local! {
        static CLOCK: Clock = Clock::start();
    }

    pub(super) fn now() -> Instant {
        CLOCK.with(Clock::now)
    }

    struct Clock {
        monotonic_start: f64,
        wall_start: f64,
        slept: Cell<f64>,
    }

    impl Clock {
        fn start() -> Self {
            let wall_start = js_sys::Date::now();
            Self {
                monotonic_start: monotonic().unwrap_or(wall_start),
                wall_start,
                slept: Cell::new(0.0),
            }
        }

        fn now(&self) -> Instant {
            let wall = js_sys::Date::now();
            let awake = monotonic().unwrap_or(wall) - self.monotonic_start;
            let slept = wall - self.wall_start - awake;
            if slept > self.slept.get() + TOLERANCE_MS {
                self.slept.set(slept);
            }
            // A cast from float saturates: a clock that runs back stands still here.
            let elapsed_micros = ((awake + self.slept.get()) * 1000.0) as u64;
            Instant::from_elapsed(Duration::from_micros(elapsed_micros))
        }
    }

    fn monotonic() -> Option<f64> {
        web_sys::window()?.performance().map(|performance| performance.now())
    }
}

#[cfg(not(target_family = "wasm"))]
mod platform {
    use std::sync::OnceLock;

    use super::Instant;

    static START: OnceLock<std::time::Instant> = OnceLock::new();

    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    pub(super) fn now() -> Instant {
        Instant::from_elapsed(START.get_or_init(std::time::Instant::now).elapsed())
    }
}
