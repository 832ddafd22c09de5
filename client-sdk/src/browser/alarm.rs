use gloo_timers::callback::Timeout;

use super::Notes;
use crate::engine::{Deadline, Input, Instant};

/// The one timer of a driver.
pub(super) struct Alarm {
    notes: Notes,
    armed: Option<Armed>,
}

struct Armed {
    at: Instant,
    _timeout: Timeout,
}

impl Alarm {
    pub(super) fn new(notes: Notes) -> Self {
        Self { notes, armed: None }
    }

    /// Makes sure that the driver wakes no later than `deadline`.
    ///
    /// Every frame moves the heartbeat's deadline back. A timer that fires too early costs
    /// nothing, setting a new one for each frame does. One that is overdue has slept with the
    /// machine, and nobody knows when it fires.
    pub(super) fn arm(&mut self, deadline: Option<Deadline>, now: Instant) {
        let Some(Deadline { at, .. }) = deadline else {
            self.armed = None;
            return;
        };
        if self.armed.as_ref().is_some_and(|armed| now < armed.at && armed.at <= at) {
            return;
        }
        let notes = self.notes.clone();
        // A cast from float saturates; browsers count no further than that.
        let millis = (at.since(now).as_secs_f64() * 1000.0).ceil().min(f64::from(i32::MAX)) as u32;
        let timeout = Timeout::new(millis, move || {
            notes.leave(Input::Timeout);
        });
        self.armed = Some(Armed { at, _timeout: timeout });
    }

    /// The timer has fired.
    pub(super) fn disarm(&mut self) {
        self.armed = None;
    }
}
