use std::time::Duration;

/// How much may wait for a connection or for the server's acknowledgement, and for how long.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use bellwire::{OutboxConfig, Overflow};
///
/// let chat = OutboxConfig::default()
///     .max_messages(16)
///     .max_bytes(64 * 1024)
///     .expire_after(Duration::from_secs(60))
///     .on_overflow(Overflow::DropOldest);
/// ```
#[cfg_attr(feature = "trace", derive(serde::Serialize, serde::Deserialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxConfig {
    pub(super) max_messages: usize,
    pub(super) max_bytes: usize,
    pub(super) expire_after: Duration,
    pub(super) overflow: Overflow,
    pub(super) persistence: Option<Box<str>>,
}

/// What a full outbox does with one more message.
///
/// # Examples
///
/// ```
/// use bellwire::{OutboxConfig, Overflow};
///
/// // Only the latest place of a cursor matters.
/// let cursor = OutboxConfig::default().max_messages(1).on_overflow(Overflow::DropOldest);
/// assert_eq!(Overflow::default(), Overflow::Refuse);
/// ```
#[cfg_attr(feature = "trace", derive(serde::Serialize, serde::Deserialize))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Overflow {
    /// Hands it back: nothing that was accepted is lost.
    #[default]
    Refuse,
    /// Makes room by dropping the oldest ones that were never sent: what matters is the latest.
    DropOldest,
}

impl Default for OutboxConfig {
    fn default() -> Self {
        Self {
            max_messages: 256,
            max_bytes: 1024 * 1024,
            expire_after: Duration::from_secs(60 * 60),
            overflow: Overflow::default(),
            persistence: None,
        }
    }
}

impl OutboxConfig {
    /// How many messages may wait; 256 by default.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::OutboxConfig;
    ///
    /// let small = OutboxConfig::default().max_messages(16);
    /// ```
    #[must_use]
    pub fn max_messages(mut self, messages: usize) -> Self {
        self.max_messages = messages;
        self
    }

    /// How many bytes they may have together, names and payloads; 1 MiB by default.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::OutboxConfig;
    ///
    /// let small = OutboxConfig::default().max_bytes(64 * 1024);
    /// ```
    #[must_use]
    pub fn max_bytes(mut self, bytes: usize) -> Self {
        self.max_bytes = bytes;
        self
    }

    /// How long a message may wait; one hour by default. What it was about is over by then.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use bellwire::OutboxConfig;
    ///
    /// let hasty = OutboxConfig::default().expire_after(Duration::from_secs(60));
    /// ```
    #[must_use]
    pub fn expire_after(mut self, expire_after: Duration) -> Self {
        self.expire_after = expire_after;
        self
    }

    /// Keeps messages that wait in the browser's storage (IndexedDB) under this name, so that they
    /// survive a reload and a crash; by default they do not.
    ///
    /// The next client of the same origin and name sends them, under the keys that they have: a
    /// server that acknowledges messages deals with each once. Several tabs may share a name; each
    /// looks after its own messages, and after those of tabs that are gone. Put the user into the
    /// name: whoever signs in next sends what was left under it. Where storage is denied, or there
    /// are no Web Locks, as on plain http save localhost, messages are kept in memory, and a
    /// [`Fault`](crate::Fault) says so once.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::OutboxConfig;
    ///
    /// let outbox = OutboxConfig::default().persistent("my-app");
    /// ```
    #[cfg(feature = "persistence")]
    #[must_use]
    pub fn persistent(mut self, name: impl Into<Box<str>>) -> Self {
        self.persistence = Some(name.into());
        self
    }

    pub(crate) fn in_memory(mut self) -> Self {
        self.persistence = None;
        self
    }

    /// The name under which messages are kept, if they are.
    pub(crate) fn persistence(&self) -> Option<&str> {
        // Without the feature nobody can set it, and what depends on it costs nothing.
        if cfg!(feature = "persistence") { self.persistence.as_deref() } else { None }
    }

    /// What to do with one message too many; [`Overflow::Refuse`] by default.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{OutboxConfig, Overflow};
    ///
    /// let latest = OutboxConfig::default().on_overflow(Overflow::DropOldest);
    /// ```
    #[must_use]
    pub fn on_overflow(mut self, overflow: Overflow) -> Self {
        self.overflow = overflow;
        self
    }
}
