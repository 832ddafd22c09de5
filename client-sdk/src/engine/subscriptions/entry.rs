use bellwire_protocol::ChannelName;
use bellwire_protocol::envelope::{Loss, Standing};

use super::Confirmation;
use super::cursor::Cursor;
use crate::engine::{Deadline, GapReason, Instant, Timer};

/// One channel.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) demand: Demand,
    pub(super) wire: Wire,
    /// Whether the connection was away while the channel was wanted.
    pub(super) missed: bool,
    pub(super) cursor: Cursor,
}

/// What the application wants of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Demand {
    Held {
        holders: u32,
    },
    /// The last holder has left; a remount within the linger costs nothing.
    Lingering {
        until: Instant,
    },
}

/// What the server knows of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wire {
    Unsent,
    /// Before the welcome the server may be busy, and its silence says nothing.
    Requested {
        assume_at: Option<Instant>,
    },
    /// The server has kept silent; should it confirm after all, it has done so late.
    Assumed,
    Confirmed,
    /// Live, but with a hole that the server will be asked to fill.
    Torn,
    /// The server was asked to fill a hole.
    Mending {
        give_up_at: Instant,
    },
    /// It has not answered in time. Whether it never will, a ping will show that is sent after.
    Doubtful,
    /// The application is asked to permit it.
    Permitting {
        attempt: PermitAttempt,
        give_up_at: Instant,
    },
    /// The server was shown the permission, and has not answered yet.
    Claimed {
        attempt: PermitAttempt,
    },
    /// Nobody could tell whether it is permitted.
    Waiting {
        attempt: PermitAttempt,
        retry_at: Instant,
    },
    /// The server does not want it, on this connection, or it is not permitted.
    Refused,
    /// The same, but it was asked to fill a hole before it said so, and may grant it after all.
    Disputed,
}

/// How often a channel was to be permitted on this connection, and who asked last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::engine) struct PermitAttempt {
    pub(in crate::engine) number: u32,
    pub(in crate::engine) credential: Credential,
}

/// What is known of the token with which a permission was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::engine) enum Credential {
    /// It is the one at hand.
    #[default]
    Current,
    /// Another has taken its place since.
    Replaced,
    /// It has taken the place of one that was not accepted.
    Second,
}

impl PermitAttempt {
    pub(super) fn next(self) -> Self {
        let credential = match self.credential {
            Credential::Current | Credential::Replaced => Credential::Current,
            Credential::Second => Credential::Second,
        };
        Self { number: self.number.saturating_add(1), credential }
    }
}

impl Entry {
    pub(super) fn new(missed: bool) -> Self {
        Self {
            demand: Demand::Held { holders: 0 },
            wire: Wire::Unsent,
            missed,
            cursor: Cursor::default(),
        }
    }

    /// What was done on this connection to have the channel permitted.
    pub(super) fn attempt(&self) -> PermitAttempt {
        match self.wire {
            Wire::Permitting { attempt, .. }
            | Wire::Claimed { attempt }
            | Wire::Waiting { attempt, .. } => attempt,
            Wire::Unsent
            | Wire::Requested { .. }
            | Wire::Assumed
            | Wire::Confirmed
            | Wire::Torn
            | Wire::Mending { .. }
            | Wire::Doubtful
            | Wire::Refused
            | Wire::Disputed => PermitAttempt::default(),
        }
    }

    /// Whether the server may think that we are subscribed.
    pub(super) fn is_on_wire(&self) -> bool {
        match self.wire {
            Wire::Requested { .. }
            | Wire::Claimed { .. }
            | Wire::Assumed
            | Wire::Confirmed
            | Wire::Torn
            | Wire::Mending { .. }
            | Wire::Doubtful
            | Wire::Disputed => true,
            Wire::Unsent | Wire::Permitting { .. } | Wire::Waiting { .. } | Wire::Refused => false,
        }
    }

    pub(super) fn is_live(&self) -> bool {
        match self.wire {
            Wire::Assumed
            | Wire::Confirmed
            | Wire::Torn
            | Wire::Mending { .. }
            | Wire::Doubtful => true,
            Wire::Unsent
            | Wire::Permitting { .. }
            | Wire::Claimed { .. }
            | Wire::Waiting { .. }
            | Wire::Requested { .. }
            | Wire::Refused
            | Wire::Disputed => false,
        }
    }

    /// Whether the server is to be asked for the channel.
    pub(super) fn is_due(&self, now: Instant) -> bool {
        let is_to_ask = match self.wire {
            Wire::Unsent | Wire::Torn => true,
            Wire::Waiting { retry_at, .. } => retry_at <= now,
            Wire::Permitting { .. }
            | Wire::Claimed { .. }
            | Wire::Requested { .. }
            | Wire::Assumed
            | Wire::Confirmed
            | Wire::Mending { .. }
            | Wire::Doubtful
            | Wire::Refused
            | Wire::Disputed => false,
        };
        is_to_ask && matches!(self.demand, Demand::Held { .. })
    }

    /// Counts as asked for.
    pub(super) fn request(&mut self, assume_at: Option<Instant>, give_up_at: Instant) {
        self.wire = if self.wire == Wire::Torn {
            Wire::Mending { give_up_at }
        } else {
            Wire::Requested { assume_at }
        };
    }

    /// The server's answer; none when it has kept silent for too long.
    pub(super) fn go_live(
        &mut self,
        channel: ChannelName,
        wire: Wire,
        standing: Option<Standing>,
    ) -> Confirmation {
        let is_new = !self.is_live();
        self.wire = wire;
        let gap = self.cursor.resume(standing, std::mem::take(&mut self.missed));
        Confirmation { channel, is_new, gap }
    }

    /// Something is missing. Returns why, when it is not worth asking for it.
    pub(super) fn tear(&mut self) -> Option<GapReason> {
        if self.cursor.tear() {
            self.wire = Wire::Torn;
            return None;
        }
        Some(GapReason::Unrecoverable(Loss::Other))
    }

    pub(super) fn add_deadlines(&self, can_ask: bool, soonest: &mut Option<Deadline>) {
        if let Demand::Lingering { until } = self.demand {
            Deadline::keep_sooner(soonest, until, Timer::Linger);
        }
        if let Wire::Requested { assume_at: Some(at) } | Wire::Mending { give_up_at: at } =
            self.wire
        {
            Deadline::keep_sooner(soonest, at, Timer::Confirmation);
        }
        match self.wire {
            Wire::Permitting { give_up_at: at, .. } => {
                Deadline::keep_sooner(soonest, at, Timer::ChannelAuth);
            }
            // Nobody asks again for what is about to be given back.
            Wire::Waiting { retry_at: at, .. }
                if can_ask && matches!(self.demand, Demand::Held { .. }) =>
            {
                Deadline::keep_sooner(soonest, at, Timer::ChannelAuth);
            }
            Wire::Waiting { .. }
            | Wire::Claimed { .. }
            | Wire::Unsent
            | Wire::Requested { .. }
            | Wire::Assumed
            | Wire::Confirmed
            | Wire::Torn
            | Wire::Mending { .. }
            | Wire::Doubtful
            | Wire::Refused
            | Wire::Disputed => {}
        }
    }
}
