use std::time::Duration;

use tokio::time::Instant;

/// How long a client may take to answer a ping.
const PONG_TIMEOUT: Duration = Duration::from_secs(30);

/// Whether a client is still there: one that is silent is asked, and one that does not answer is
/// gone.
#[derive(Debug)]
pub(super) struct Liveness {
    activity_timeout: Duration,
    state: State,
}

#[derive(Debug)]
enum State {
    Heard { silent_at: Instant },
    Asked { gone_at: Instant },
}

/// What to do when the deadline is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Send a ping.
    Ask,
    /// Nobody is there.
    Gone,
}

impl Liveness {
    pub(super) fn new(now: Instant, activity_timeout: Duration) -> Self {
        Self { activity_timeout, state: State::Heard { silent_at: now + activity_timeout } }
    }

    /// Takes anything that the client says for a sign of life.
    pub(super) fn hear(&mut self, now: Instant) {
        self.state = State::Heard { silent_at: now + self.activity_timeout };
    }

    pub(super) fn deadline(&self) -> Instant {
        match self.state {
            State::Heard { silent_at } => silent_at,
            State::Asked { gone_at } => gone_at,
        }
    }

    /// Moves on at the deadline.
    pub(super) fn expire(&mut self, now: Instant) -> Verdict {
        match self.state {
            State::Heard { .. } => {
                self.state = State::Asked { gone_at: now + PONG_TIMEOUT };
                Verdict::Ask
            }
            State::Asked { .. } => Verdict::Gone,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_silent_client_is_asked_and_gone_half_a_minute_later() {
        let start = Instant::now();
        let second = Duration::from_secs(1);
        let mut liveness = Liveness::new(start, 120 * second);
        assert_eq!(liveness.deadline(), start + 120 * second);
        assert_eq!(liveness.expire(start + 120 * second), Verdict::Ask);
        assert_eq!(liveness.deadline(), start + 150 * second);
        assert_eq!(liveness.expire(start + 150 * second), Verdict::Gone);
    }

    #[test]
    fn every_word_is_a_sign_of_life() {
        let start = Instant::now();
        let second = Duration::from_secs(1);
        let mut liveness = Liveness::new(start, 120 * second);
        assert_eq!(liveness.expire(start + 120 * second), Verdict::Ask);
        liveness.hear(start + 130 * second);
        assert_eq!(liveness.deadline(), start + 250 * second);
        assert_eq!(liveness.expire(start + 250 * second), Verdict::Ask);
    }
}
