use std::time::Duration;

use fastrand::Rng;

/// One transport: two pipes that keep the order, until they break.
#[derive(Debug)]
pub(crate) struct Link {
    /// The server's name for it.
    pub(crate) connection: u64,
    latency: Duration,
    to_client: Duration,
    to_server: Duration,
    /// The token that the server knows.
    pub(crate) token: Option<usize>,
    /// Nothing arrives any more, in either direction.
    pub(crate) is_broken: bool,
    /// When the server was last heard of.
    pub(crate) heard_at: Duration,
    /// The browser knows that it is over, the client does not.
    pub(crate) is_closing: bool,
    pub(crate) is_accepted: bool,
    /// The client knows that it is open.
    pub(crate) is_open: bool,
    /// It died while the machine slept, and nobody will ever say so.
    pub(crate) died_asleep: bool,
    /// When the server begins to read.
    pub(crate) reads_at: Duration,
}

impl Link {
    pub(crate) fn new(connection: u64, now: Duration, rng: &mut Rng) -> Self {
        // A few are so slow that what they say late is said into a later connection's life.
        let millis = if rng.u8(..10) == 0 { rng.u64(400..1_400) } else { rng.u64(2..90) };
        Self {
            connection,
            latency: Duration::from_millis(millis),
            to_client: now,
            to_server: now,
            token: None,
            is_broken: false,
            heard_at: now,
            is_closing: false,
            is_accepted: false,
            is_open: false,
            died_asleep: false,
            reads_at: Duration::ZERO,
        }
    }

    /// When something that is sent to the client now arrives.
    pub(crate) fn reaches_client(&mut self, now: Duration, rng: &mut Rng) -> Duration {
        self.to_client = self.to_client.max(now + self.latency + jitter(rng));
        self.to_client
    }

    /// When something that is sent to the server now arrives.
    pub(crate) fn reaches_server(&mut self, now: Duration, rng: &mut Rng) -> Duration {
        self.to_server = self.to_server.max(now + self.latency + jitter(rng));
        self.to_server
    }
}

fn jitter(rng: &mut Rng) -> Duration {
    Duration::from_micros(rng.u64(..3_000))
}
