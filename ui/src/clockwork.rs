use bellwire::{Instant, clock};
use leptos::prelude::*;

/// Calls `ring` when the moment that `due` returns has come.
///
/// `due` is reactive. One timer runs at most; it ends with the component.
pub(crate) fn use_alarm(due: impl Fn() -> Option<Instant> + 'static, ring: impl Fn() + 'static) {
    let ring = std::rc::Rc::new(ring);
    Effect::new(move |_: Option<Option<platform::Timer>>| {
        let wait = due()?.since(clock::now());
        let ring = ring.clone();
        // The value of the effect's last run, the timer before, is dropped, and with it its timer.
        Some(platform::start(wait, move || ring()))
    });
}

#[cfg(target_family = "wasm")]
mod platform {
    use std::time::Duration;

    use gloo_timers::callback::Timeout;
    use send_wrapper::SendWrapper;

    pub(super) type Timer = SendWrapper<Timeout>;

    pub(super) fn start(wait: Duration, ring: impl FnOnce() + 'static) -> Timer {
        let millis = wait.as_micros().div_ceil(1000).min(i32::MAX as u128);
        SendWrapper::new(Timeout::new(u32::try_from(millis).unwrap_or(u32::MAX), ring))
    }
}

/// Effects do not run where there is no browser, and neither do their timers.
#[cfg(not(target_family = "wasm"))]
mod platform {
    use std::time::Duration;

    pub(super) struct Timer;

    pub(super) fn start(_wait: Duration, _ring: impl FnOnce() + 'static) -> Timer {
        Timer
    }
}
