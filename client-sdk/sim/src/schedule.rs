use std::time::Duration;

use bellwire::engine::{Cause, ConnectionStatus, Instant, StatusChange};
use bellwire_protocol::envelope::close_code;

use crate::oracle::Checked;

/// Whether attempts keep to the schedule that is promised.
#[derive(Debug)]
pub(crate) struct Schedule {
    attempts: Option<u32>,
    /// The number of the last attempt that failed, unless something has made a fresh start.
    failed: Option<u32>,
    /// Whether that was the last thing that happened.
    is_fresh: bool,
    /// The attempt that was last waited for, or is under way.
    attempt: u32,
    opened_at: Option<Duration>,
    connected_at: Option<Duration>,
    is_drained: bool,
}

/// The shortest time between two attempts.
const FLOOR: Duration = Duration::from_millis(500);
/// How long a connection must last to be a success.
const STABLE: Duration = Duration::from_secs(5);

impl Schedule {
    pub(crate) fn new(attempts: Option<u32>) -> Self {
        Self {
            attempts,
            failed: None,
            is_fresh: false,
            attempt: 0,
            opened_at: None,
            connected_at: None,
            is_drained: false,
        }
    }

    /// Something happened after which the schedule may start over.
    pub(crate) fn fresh(&mut self) {
        self.failed = None;
        self.is_fresh = true;
    }

    /// The server has said when it wants to be called.
    pub(crate) fn drained(&mut self) {
        self.is_drained = true;
    }

    pub(crate) fn opened(&mut self, now: Duration) -> Checked {
        if let Some(before) = self.opened_at.replace(now)
            && now - before < FLOOR
        {
            return Err(("attempts keep their distance", format!("{:?}", now - before)));
        }
        Ok(())
    }

    /// Returns whether the connection had lasted.
    pub(crate) fn lost(&mut self, now: Duration) -> bool {
        let has_lasted = self.connected_at.take().is_some_and(|since| now - since >= STABLE);
        if has_lasted {
            self.failed = None;
        }
        has_lasted
    }

    pub(crate) fn status(&mut self, now: Duration, change: &StatusChange) -> Checked {
        match &change.to {
            ConnectionStatus::Connected => self.connected_at = Some(now),
            ConnectionStatus::Failed { reason } if self.is_fresh && !reason.is_terminal() => {
                return Err(("a reason to hope starts the schedule over", "given up".to_owned()));
            }
            ConnectionStatus::Reconnecting { attempt, retry_at, .. } => {
                let wait = retry_at.since(Instant::from_elapsed(now));
                // Refused tokens are replaced without a wait.
                let renews = matches!(&change.because, Cause::Closed(close)
                    if close.code == close_code::UNAUTHORIZED);
                self.reconnecting(*attempt, wait, change.from.is_connected(), renews)?;
            }
            ConnectionStatus::Idle
            | ConnectionStatus::Connecting
            | ConnectionStatus::Offline
            | ConnectionStatus::Failed { .. }
            | _ => {}
        }
        Ok(())
    }

    fn reconnecting(
        &mut self,
        attempt: u32,
        wait: Duration,
        is_lost: bool,
        renews: bool,
    ) -> Checked {
        if self.attempts.is_some_and(|most| attempt > most.max(1)) {
            return Err(("gives up when it says so", format!("attempt {attempt}")));
        }
        let is_under_way = std::mem::replace(&mut self.attempt, attempt) == attempt;
        let is_begun = !is_lost && (is_under_way || self.is_fresh);
        if wait < FLOOR && (is_begun || renews || self.is_drained) {
            return Ok(());
        }
        // The attempt that was under way counts as the first.
        if std::mem::take(&mut self.is_fresh) && attempt > 2 {
            return Err((
                "a reason to hope starts the schedule over",
                format!("attempt {attempt}"),
            ));
        }
        let scheduled = Duration::from_secs(1 << (attempt - 1).min(5)).min(Duration::from_secs(30));
        let longest = match self.is_drained {
            true => (scheduled * 3 / 2).max(Duration::from_secs(3)),
            false => scheduled * 3 / 2,
        };
        let shortest = if self.is_drained { Duration::ZERO } else { scheduled / 2 };
        if wait > longest || wait < shortest {
            return Err(("waits as scheduled", format!("{wait:?} before attempt {attempt}")));
        }
        self.is_drained = false;
        if self.failed.replace(attempt).is_some_and(|before| attempt < before) {
            return Err((
                "only a lasting connection starts the schedule over",
                format!("attempt {attempt} after attempt {:?}", self.failed),
            ));
        }
        Ok(())
    }
}
