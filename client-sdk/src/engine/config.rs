use std::time::Duration;

use super::{Backoff, HeartbeatConfig, OutboxConfig};

/// How an engine behaves.
///
/// # Examples
///
/// ```
/// use bellwire::engine::Config;
///
/// let config = Config::new("wss://example.org/ws");
/// assert_eq!(config.connect_timeout.as_secs(), 10);
/// ```
#[cfg_attr(feature = "trace", derive(serde::Serialize, serde::Deserialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Config {
    /// Where the server is, without what the protocol adds.
    pub url: String,
    /// When to try again.
    pub backoff: Backoff,
    /// How a dead connection is noticed.
    pub heartbeat: HeartbeatConfig,
    /// How much may wait while there is no connection.
    pub outbox: OutboxConfig,
    /// The time from the start of an attempt to the server's welcome; 10 s by default.
    pub connect_timeout: Duration,
    /// How long a channel outlives its last holder; 250 ms by default.
    pub linger: Duration,
    /// Whether a token is asked for before a connection is made; false by default.
    pub authenticates: bool,
    /// The largest frame that is read, in bytes; 1 MiB by default.
    pub max_frame: usize,
}

impl Config {
    /// The defaults, for a server at `url`.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::engine::Config;
    /// use bellwire::{Attempts, Backoff};
    ///
    /// let mut config = Config::new("wss://example.org/ws");
    /// config.backoff = Backoff::default().attempts(Attempts::Unlimited);
    /// config.authenticates = true;
    /// assert_eq!(config.url, "wss://example.org/ws");
    /// ```
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            backoff: Backoff::default(),
            heartbeat: HeartbeatConfig::default(),
            outbox: OutboxConfig::default(),
            connect_timeout: Duration::from_secs(10),
            linger: Duration::from_millis(250),
            authenticates: false,
            max_frame: 1024 * 1024,
        }
    }
}
