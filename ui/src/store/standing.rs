use std::time::Duration;

use bellwire::{ConnectionStatus, Instant};

/// How long a connection may be away before anybody is troubled with it.
const GRACE: Duration = Duration::from_millis(1_500);
/// How long a connection has to last until its absences before it are forgotten.
const STEADY: Duration = Duration::from_secs(5);

/// What a badge says of a connection, as somebody who looks at it has to know it.
///
/// A connection that is away for a moment is not worth a word. The moment is measured over all states
/// in between, and over absences that follow each other closely: a connection that comes and goes
/// troubles everybody.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    status: ConnectionStatus,
    shown: ConnectionStatus,
    /// How long it was away lately, up to the last time that it came back.
    away_before: Duration,
    since: Since,
    /// What everybody knows of its being away.
    known: Known,
}

/// What was said last, since the connection was there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Known {
    #[default]
    Nothing,
    /// That it is away.
    Away,
    /// That the device has no network.
    Offline,
    /// That it is given up.
    Failed,
}

#[derive(Clone, Copy, Debug)]
enum Since {
    /// It has never been there, and was not asked for.
    Never,
    Away(Instant),
    Back(Instant),
}

/// What is said aloud of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StandingChange {
    /// What is shown is worse than it was.
    Lost,
    /// Messages flow again.
    Back,
}

impl Standing {
    pub(crate) fn new(now: Instant, status: ConnectionStatus) -> Self {
        let since = match &status {
            ConnectionStatus::Idle => Since::Never,
            ConnectionStatus::Connected => Since::Back(now),
            ConnectionStatus::Connecting
            | ConnectionStatus::Reconnecting { .. }
            | ConnectionStatus::Offline
            | ConnectionStatus::Failed { .. }
            | _ => Since::Away(now),
        };
        Self {
            shown: status.clone(),
            status,
            away_before: Duration::ZERO,
            since,
            known: Known::Nothing,
        }
    }

    /// The connection does something else now. Returns what is to be said of it.
    pub(crate) fn handle_status(
        &mut self,
        now: Instant,
        status: ConnectionStatus,
    ) -> Option<StandingChange> {
        self.since = match (self.since, status.is_connected()) {
            (Since::Back(_), true) | (Since::Away(_), false) => self.since,
            (Since::Never, false) => Since::Away(now),
            (Since::Never, true) => Since::Back(now),
            (Since::Away(away), true) => {
                self.away_before += now.since(away);
                Since::Back(now)
            }
            (Since::Back(back), false) => {
                if now.since(back) >= STEADY {
                    self.away_before = Duration::ZERO;
                }
                Since::Away(now)
            }
        };
        self.status = status;
        self.show(now)
    }

    /// Shows what is no longer a matter of a moment. Returns what is to be said of it.
    pub(crate) fn handle_timeout(&mut self, now: Instant) -> Option<StandingChange> {
        self.show(now)
    }

    /// The moment at which [`Standing::handle_timeout`] has something to do.
    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        self.trouble_at().filter(|_| self.shown != self.status)
    }

    /// What the badge says.
    pub(crate) fn shown(&self) -> &ConnectionStatus {
        &self.shown
    }

    /// Whether the connection is away, and has been for longer than a moment.
    pub(crate) fn is_trouble(&self, now: Instant) -> bool {
        matches!(self.shown, ConnectionStatus::Failed { .. })
            || self.trouble_at().is_some_and(|trouble| trouble <= now)
    }

    /// The moment from which on it is trouble that the connection is away.
    pub(crate) fn trouble_at(&self) -> Option<Instant> {
        match self.since {
            Since::Away(away) => Some(away + GRACE.saturating_sub(self.away_before)),
            Since::Never | Since::Back(_) => None,
        }
    }

    fn show(&mut self, now: Instant) -> Option<StandingChange> {
        let is_final = matches!(
            self.status,
            ConnectionStatus::Connected | ConnectionStatus::Idle | ConnectionStatus::Failed { .. }
        );
        // Before it was ever there, there is nothing to be patient about.
        let is_settled = is_final
            || !self.shown.is_connected()
            || self.poll_timeout().is_none_or(|due| due <= now);
        if !is_settled || self.shown == self.status {
            return None;
        }
        self.shown = self.status.clone();
        let (known, is_news) = match (&self.shown, self.known) {
            (ConnectionStatus::Connected, known) => {
                self.known = Known::Nothing;
                return (known != Known::Nothing).then_some(StandingChange::Back);
            }
            // It is over, or needs somebody: that is news also for those who know that it is away.
            (ConnectionStatus::Failed { .. }, _) => (Known::Failed, true),
            (ConnectionStatus::Offline, known) => (Known::Offline, known != Known::Offline),
            (ConnectionStatus::Reconnecting { .. }, Known::Nothing) => (Known::Away, true),
            (
                ConnectionStatus::Idle
                | ConnectionStatus::Connecting
                | ConnectionStatus::Reconnecting { .. }
                | _,
                known,
            ) => (known, false),
        };
        self.known = known;
        is_news.then_some(StandingChange::Lost)
    }
}

#[cfg(test)]
mod tests {
    use bellwire::{Cause, FailReason};

    use super::*;

    const fn at(millis: u64) -> Instant {
        Instant::from_elapsed(Duration::from_millis(millis))
    }

    fn reconnecting(attempt: u32) -> ConnectionStatus {
        ConnectionStatus::Reconnecting {
            attempt,
            retry_at: at(60_000),
            cause: Cause::HeartbeatTimedOut,
        }
    }

    fn connected() -> Standing {
        let mut standing = Standing::new(at(0), ConnectionStatus::Connecting);
        assert_eq!(standing.handle_status(at(0), ConnectionStatus::Connected), None);
        standing
    }

    #[test]
    fn a_moment_is_not_worth_a_word() {
        let mut standing = connected();
        assert_eq!(standing.handle_status(at(10_000), reconnecting(1)), None);
        assert!(standing.shown().is_connected() && !standing.is_trouble(at(11_000)));
        assert_eq!(standing.poll_timeout(), Some(at(11_500)));
        assert_eq!(standing.handle_status(at(11_499), ConnectionStatus::Connected), None);
        assert_eq!(standing.poll_timeout(), None);
    }

    #[test]
    fn the_moment_is_measured_over_all_attempts() {
        let mut standing = connected();
        standing.handle_status(at(10_000), reconnecting(1));
        standing.handle_status(at(10_700), reconnecting(2));
        standing.handle_status(at(11_400), reconnecting(3));
        assert_eq!(standing.handle_timeout(at(11_499)), None);
        assert_eq!(standing.handle_timeout(at(11_500)), Some(StandingChange::Lost));
        assert_eq!(standing.shown(), &reconnecting(3));
        assert!(standing.is_trouble(at(11_500)));
        assert_eq!(standing.handle_status(at(12_000), reconnecting(4)), None, "it is known");
        assert_eq!(standing.shown(), &reconnecting(4));
        let back = standing.handle_status(at(13_000), ConnectionStatus::Connected);
        assert_eq!(back, Some(StandingChange::Back));
    }

    #[test]
    fn a_connection_that_comes_and_goes_is_trouble() {
        let mut standing = connected();
        standing.handle_status(at(10_000), reconnecting(1));
        standing.handle_status(at(11_000), ConnectionStatus::Connected);
        standing.handle_status(at(12_000), reconnecting(1));
        assert_eq!(standing.poll_timeout(), Some(at(12_500)));
        standing.handle_status(at(12_400), ConnectionStatus::Connected);
        standing.handle_status(at(18_000), reconnecting(1));
        assert_eq!(standing.poll_timeout(), Some(at(19_500)), "it was steady in between");
    }

    #[test]
    fn what_needs_somebody_is_said_at_once() {
        let mut standing = connected();
        let failed = ConnectionStatus::Failed { reason: FailReason::SignedOut };
        assert_eq!(standing.handle_status(at(10), failed.clone()), Some(StandingChange::Lost));
        assert_eq!(standing.shown(), &failed);
        assert!(standing.is_trouble(at(10)));
    }

    #[test]
    fn that_there_is_no_network_is_said_once_however_often_it_is_tried() {
        let lost = Some(StandingChange::Lost);
        let mut standing = connected();
        standing.handle_status(at(10_000), reconnecting(1));
        assert_eq!(standing.handle_timeout(at(11_500)), lost);
        assert_eq!(standing.handle_status(at(12_000), ConnectionStatus::Offline), lost);
        for status in [ConnectionStatus::Connecting, reconnecting(2), ConnectionStatus::Offline] {
            assert_eq!(standing.handle_status(at(13_000), status), None);
        }
        let back = standing.handle_status(at(14_000), ConnectionStatus::Connected);
        assert_eq!(back, Some(StandingChange::Back));
        standing.handle_status(at(60_000), ConnectionStatus::Offline);
        assert_eq!(standing.handle_timeout(at(61_500)), lost, "it has been there since");
    }

    #[test]
    fn what_several_look_at_changes_once() {
        let mut standing = connected();
        let failed = ConnectionStatus::Failed { reason: FailReason::SignedOut };
        let said = [failed.clone(), failed].map(|status| standing.handle_status(at(10), status));
        assert_eq!(said, [Some(StandingChange::Lost), None]);
    }

    #[test]
    fn the_first_attempt_is_shown_and_troubles_nobody_for_a_moment() {
        let mut standing = Standing::new(at(0), ConnectionStatus::Idle);
        assert_eq!(standing.handle_status(at(100), ConnectionStatus::Connecting), None);
        assert_eq!(standing.shown(), &ConnectionStatus::Connecting);
        assert!(!standing.is_trouble(at(1_599)) && standing.is_trouble(at(1_600)));
        assert_eq!(standing.handle_status(at(2_000), ConnectionStatus::Connected), None);
    }
}
