use std::time::Duration;

use super::Instant;

/// How a silent connection is told from a dead one.
///
/// The client pings a server that is silent; any frame counts as an answer. Until the server has
/// answered with a pong once, each connection begins with a ping. A server that never does loses two
/// connections and is then taken to know no pings: its silence means nothing until it answers one.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use bellwire::HeartbeatConfig;
///
/// let eager = HeartbeatConfig::default().interval(Duration::from_secs(10));
/// ```
#[cfg_attr(feature = "trace", derive(serde::Serialize, serde::Deserialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeartbeatConfig {
    interval: Duration,
    timeout: Duration,
    probe_timeout: Duration,
}

impl Default for HeartbeatConfig {
    fn default() -> Self {
        Self {
            interval: Duration::from_secs(25),
            timeout: Duration::from_secs(10),
            probe_timeout: Duration::from_secs(3),
        }
    }
}

impl HeartbeatConfig {
    /// The silence after which the client asks; 25 s by default.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use bellwire::HeartbeatConfig;
    ///
    /// let eager = HeartbeatConfig::default().interval(Duration::from_secs(10));
    /// ```
    #[must_use]
    pub fn interval(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    /// How long it waits for the answer; 10 s by default.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use bellwire::HeartbeatConfig;
    ///
    /// let patient = HeartbeatConfig::default().timeout(Duration::from_secs(30));
    /// ```
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long it waits when the connection is under suspicion: after a sleep, when the page is
    /// looked at again, when the network returns. 3 s by default.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use bellwire::HeartbeatConfig;
    ///
    /// let patient = HeartbeatConfig::default().probe_timeout(Duration::from_secs(8));
    /// ```
    #[must_use]
    pub fn probe_timeout(mut self, probe_timeout: Duration) -> Self {
        self.probe_timeout = probe_timeout;
        self
    }

    /// Asks no later than a server that wants to hear something now and then.
    pub(super) fn within(mut self, idle_limit: Option<Duration>) -> Self {
        if let Some(limit) = idle_limit {
            self.interval = self.interval.min(limit);
        }
        self
    }

    pub(crate) fn has_zero(&self) -> bool {
        [self.interval, self.timeout, self.probe_timeout].contains(&Duration::ZERO)
    }
}

/// A timer this late did not run on time: the machine slept, or the page was throttled.
pub(super) const LATE: Duration = Duration::from_secs(2);

/// How late timers of a page may run that nobody looks at: browsers let them run once in a minute.
const THROTTLED: Duration = Duration::from_secs(62);

/// How many connections may end for want of a pong before a server that never sent one is taken to
/// know no pings.
const UNANSWERED_LIMIT: u32 = 2;

/// Watches one connection for signs of life.
#[derive(Debug)]
pub(super) struct Heartbeat {
    config: HeartbeatConfig,
    beat: Beat,
    asked_at: Option<Instant>,
}

#[derive(Debug)]
enum Beat {
    /// The server was heard of; it will be asked at `ask_at` unless it says something before.
    Quiet { ask_at: Instant },
    /// A ping is out.
    Asked { dead_at: Instant, suspicion: Suspicion },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Suspicion {
    Routine,
    /// Asked again because a timer was late; the next silence is final.
    Probe,
}

/// What a heartbeat that is due asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Pulse {
    Ping,
    /// The same, and what the answer says of the connection comes late already.
    Verify,
    Dead,
}

/// What all connections have shown of the server: whether its silence after a ping means anything.
#[derive(Debug)]
pub(super) enum Pongs {
    /// None was ever seen; this many connections were given up for it.
    NeverSeen { given_up: u32 },
    /// The server answers pings.
    Seen,
}

impl Heartbeat {
    pub(super) fn new(config: HeartbeatConfig, now: Instant) -> Self {
        let ask_at = now + config.interval;
        Self { config, beat: Beat::Quiet { ask_at }, asked_at: None }
    }

    /// Any frame of the server is a sign of life, but one that may have waited while the machine slept:
    /// the timer that is overdue finds out.
    pub(super) fn handle_life(&mut self, now: Instant) {
        if !self.has_slept(now) {
            self.rest(now);
        }
    }

    /// Begins anew, whether or not there was a sign of life.
    pub(super) fn rest(&mut self, now: Instant) {
        self.beat = Beat::Quiet { ask_at: now + self.config.interval };
    }

    /// Returns the round trip, when the pong answers a ping of ours.
    pub(super) fn handle_pong(&mut self, now: Instant) -> Option<Duration> {
        self.asked_at.take().map(|asked_at| now.since(asked_at))
    }

    /// Asks at once, without a suspicion.
    pub(super) fn ask_now(&mut self, now: Instant) -> Pulse {
        self.ask(now, self.config.timeout, Suspicion::Routine)
    }

    /// Asks at once, because something happened that sockets rarely survive.
    pub(super) fn probe(&mut self, now: Instant) -> Pulse {
        self.ask(now, self.config.probe_timeout, Suspicion::Probe)
    }

    pub(super) fn handle_timeout(&mut self, now: Instant) -> Option<Pulse> {
        if now < self.poll_timeout() {
            return None;
        }
        let is_late = self.is_late(now);
        let pulse = match self.beat {
            Beat::Quiet { .. } if is_late => self.verify(now),
            Beat::Quiet { .. } => self.ask_now(now),
            // The answer may be waiting behind the late timer.
            Beat::Asked { suspicion: Suspicion::Routine, .. } if is_late => self.verify(now),
            Beat::Asked { .. } => Pulse::Dead,
        };
        Some(pulse)
    }

    pub(super) fn poll_timeout(&self) -> Instant {
        match self.beat {
            Beat::Quiet { ask_at } => ask_at,
            Beat::Asked { dead_at, .. } => dead_at,
        }
    }

    /// Whether the timer is so late that the machine has slept.
    pub(super) fn has_slept(&self, now: Instant) -> bool {
        now.since(self.poll_timeout()) > THROTTLED
    }

    fn is_late(&self, now: Instant) -> bool {
        now.since(self.poll_timeout()) > LATE
    }

    pub(super) fn is_waiting_for_answer(&self) -> bool {
        matches!(self.beat, Beat::Asked { .. })
    }

    fn verify(&mut self, now: Instant) -> Pulse {
        self.probe(now);
        Pulse::Verify
    }

    fn ask(&mut self, now: Instant, patience: Duration, suspicion: Suspicion) -> Pulse {
        self.beat = Beat::Asked { dead_at: now + patience, suspicion };
        self.asked_at = Some(now);
        Pulse::Ping
    }
}

impl Default for Pongs {
    fn default() -> Self {
        Self::NeverSeen { given_up: 0 }
    }
}

impl Pongs {
    pub(super) fn were_seen(&self) -> bool {
        matches!(self, Self::Seen)
    }

    /// Whether a connection without a pong is dead. Some servers send and never listen; cutting
    /// them off again and again would cost more than it finds out.
    pub(super) fn are_missed(&mut self) -> bool {
        match self {
            Self::Seen => true,
            Self::NeverSeen { given_up } if *given_up < UNANSWERED_LIMIT => {
                *given_up += 1;
                true
            }
            Self::NeverSeen { .. } => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(seconds: u64) -> Instant {
        Instant::from_elapsed(Duration::from_secs(seconds))
    }

    fn heartbeat() -> Heartbeat {
        Heartbeat::new(HeartbeatConfig::default(), Instant::ZERO)
    }

    #[test]
    fn asks_when_idle_and_gives_up_without_an_answer() {
        let mut heartbeat = heartbeat();
        assert_eq!(heartbeat.handle_timeout(at(24)), None);
        assert_eq!(heartbeat.handle_timeout(at(25)), Some(Pulse::Ping));
        assert_eq!(heartbeat.handle_timeout(at(34)), None);
        assert_eq!(heartbeat.handle_timeout(at(35)), Some(Pulse::Dead));
    }

    #[test]
    fn any_frame_is_a_sign_of_life_and_a_pong_measures_the_round_trip() {
        let mut heartbeat = heartbeat();
        heartbeat.handle_timeout(at(25));
        heartbeat.handle_life(at(26));
        assert_eq!(heartbeat.handle_pong(at(27)), Some(Duration::from_secs(2)));
        assert_eq!(heartbeat.handle_pong(at(28)), None);
        assert_eq!(heartbeat.poll_timeout(), at(51));
    }

    #[test]
    fn a_late_timer_verifies_within_three_seconds_before_it_judges() {
        let mut heartbeat = heartbeat();
        heartbeat.handle_timeout(at(25));
        assert_eq!(heartbeat.handle_timeout(at(3600)), Some(Pulse::Verify));
        assert_eq!(heartbeat.poll_timeout(), at(3603));
        assert_eq!(heartbeat.handle_timeout(at(3700)), Some(Pulse::Dead));
    }

    #[test]
    fn a_ping_that_is_due_after_a_sleep_is_answered_soon_or_never() {
        let mut heartbeat = heartbeat();
        assert_eq!(heartbeat.handle_timeout(at(3600)), Some(Pulse::Verify));
        assert_eq!(heartbeat.handle_timeout(at(3603)), Some(Pulse::Dead));
    }
}
