use std::rc::Rc;
use std::time::Duration;

use bellwire::{Instant, clock};
use leptos::prelude::*;

/// Runs `run` now, and again whenever a signal that it reads has changed: an [`Effect`] whose code
/// is there once, whatever the closure.
pub(crate) fn effect(mut run: impl FnMut() + 'static) {
    let run: Box<dyn FnMut(Option<()>)> = Box::new(move |_| run());
    Effect::new(run);
}

/// Calls `ring` when the moment that `due` returns has come.
///
/// `due` is reactive. One timer runs at most; it ends with the component.
pub(crate) fn use_alarm(due: impl Fn() -> Option<Instant> + 'static, ring: impl Fn() + 'static) {
    let ring: Rc<dyn Fn()> = Rc::new(ring);
    let mut timer = None;
    effect(move || {
        // The timer before goes first; there is never more than one.
        timer.take();
        timer = due().map(|due| {
            let ring = ring.clone();
            platform::start(due.since(clock::now()), move || ring())
        });
    });
}

/// Calls `then` after a while, whatever becomes of the component.
#[cfg(target_family = "wasm")]
pub(crate) fn later(wait: Duration, then: impl FnOnce() + 'static) {
    set_timeout(then, wait);
}

/// Nothing waits where there is no browser.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn later(_wait: Duration, then: impl FnOnce() + 'static) {
    then();
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
