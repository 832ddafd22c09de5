use std::cell::{Cell, RefCell};
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

/// Returns a signal that changes with what `track` reads: at once after a rest, then once per frame
/// at most, or ten times a second while the page is hidden. However fast news comes, what is drawn
/// from it is drawn no more often than it can be seen.
pub(crate) fn use_frames(track: impl Fn() + 'static) -> RwSignal<()> {
    let frame = RwSignal::new(());
    let pace = Rc::new(Pace { frame, is_late: Cell::default(), wait: RefCell::default() });
    effect(move || {
        track();
        pace.step();
    });
    frame
}

/// How fast frames follow each other.
struct Pace {
    frame: RwSignal<()>,
    /// Whether something has changed since the last frame.
    is_late: Cell<bool>,
    /// What tells that the frame is over; nothing while at rest.
    wait: RefCell<Option<platform::Frame>>,
}

impl Pace {
    fn step(self: &Rc<Self>) {
        if self.wait.borrow().is_some() {
            self.is_late.set(true);
            return;
        }
        self.frame.notify();
        // It ends with the effect, and must not keep itself.
        let pace = Rc::downgrade(self);
        let over = move || {
            let Some(pace) = pace.upgrade() else { return };
            pace.wait.take();
            if pace.is_late.take() {
                pace.step();
            }
        };
        self.wait.replace(Some(platform::next_frame(over)));
    }
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
    use leptos::prelude::{document, window};
    use send_wrapper::SendWrapper;
    use wasm_bindgen::prelude::*;

    pub(super) type Timer = SendWrapper<Timeout>;

    pub(super) fn start(wait: Duration, ring: impl FnOnce() + 'static) -> Timer {
        let millis = wait.as_micros().div_ceil(1000).min(i32::MAX as u128);
        SendWrapper::new(Timeout::new(u32::try_from(millis).unwrap_or(u32::MAX), ring))
    }

    /// How long a frame lasts on a hidden page, which draws none.
    const HIDDEN_FRAME_MS: u32 = 100;

    /// Forgets the frame when it is dropped.
    pub(super) enum Frame {
        Drawn { id: Option<i32>, _over: Closure<dyn FnMut()> },
        Hidden { _timer: Timeout },
    }

    impl Drop for Frame {
        fn drop(&mut self) {
            if let Self::Drawn { id: Some(id), .. } = self {
                // It may be over.
                let _ = window().cancel_animation_frame(*id);
            }
        }
    }

    /// Calls `over` when the next frame is drawn, or after a while on a page that is hidden.
    pub(super) fn next_frame(over: impl FnOnce() + 'static) -> Frame {
        if document().visibility_state() == web_sys::VisibilityState::Hidden {
            return Frame::Hidden { _timer: Timeout::new(HIDDEN_FRAME_MS, over) };
        }
        let over = Closure::once(over);
        // A window always has frames.
        let id = window().request_animation_frame(over.as_ref().unchecked_ref()).ok();
        Frame::Drawn { id, _over: over }
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

    pub(super) struct Frame;

    pub(super) fn next_frame(_over: impl FnOnce() + 'static) -> Frame {
        Frame
    }
}
