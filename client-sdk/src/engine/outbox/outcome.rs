use bellwire_protocol::Publication;

/// The end of a message. Each message meets exactly one.
///
/// # Examples
///
/// ```
/// use bellwire::Outcome;
///
/// fn label(outcome: Outcome) -> &'static str {
///     match outcome {
///         Outcome::Delivered | Outcome::Acknowledged => "sent",
///         Outcome::Expired => "too late",
///         _ => "not sent",
///     }
/// }
/// assert_eq!(label(Outcome::Acknowledged), "sent");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// Handed to an open connection, of a server that acknowledges nothing.
    Delivered,
    /// The server has it, and deals with it once.
    Acknowledged,
    /// It has waited too long, for a connection or for the server's acknowledgement. In the second
    /// case the server may have it all the same.
    Expired,
    /// It was refused, here or by the server, and had no effect; but see
    /// [`RefuseReason::ClientDropped`].
    Refused(RefuseReason),
}

/// Why a message was refused.
///
/// # Examples
///
/// ```
/// use bellwire::engine::{OutboxLimit, RefuseReason};
///
/// fn advice(reason: RefuseReason) -> &'static str {
///     match reason {
///         RefuseReason::OutboxFull(_) => "wait until you are online",
///         RefuseReason::TooLarge => "make it shorter",
///         _ => "try again",
///     }
/// }
/// let full = RefuseReason::OutboxFull(OutboxLimit::Messages(256));
/// assert_eq!(advice(full), "wait until you are online");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RefuseReason {
    /// The outbox has no room.
    OutboxFull(OutboxLimit),
    /// It made room for a later one; see [`Overflow::DropOldest`](super::Overflow::DropOldest).
    Displaced,
    /// The server does not take it; a [`Fault`](crate::engine::Fault) has its words.
    Server,
    /// The server reads no frame as large as this one.
    TooLarge,
    /// Its name is a word of the protocol, which the server would take for a command.
    ReservedName,
    /// The protocol has no words for it: where a server takes client events only, it is none, or goes
    /// to a channel that takes none.
    Unsupported,
    /// It goes to a channel that is not subscribed, and the server takes it from subscribers only.
    NotSubscribed,
    /// The client was dropped before the end was known. If the message was sent already, the server
    /// may have it all the same; if it is kept beyond the page, the next client sends it.
    ClientDropped,
}

/// The limit that an outbox has reached.
///
/// # Examples
///
/// ```
/// use bellwire::engine::OutboxLimit;
///
/// fn explain(limit: OutboxLimit) -> String {
///     match limit {
///         OutboxLimit::Messages(most) => format!("{most} messages are waiting already"),
///         OutboxLimit::Bytes(most) => format!("what waits has {} KiB at most", most / 1024),
///     }
/// }
/// assert_eq!(explain(OutboxLimit::Messages(256)), "256 messages are waiting already");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutboxLimit {
    /// [`OutboxConfig::max_messages`](super::OutboxConfig::max_messages).
    Messages(usize),
    /// [`OutboxConfig::max_bytes`](super::OutboxConfig::max_bytes).
    Bytes(usize),
}

/// The outbox has no room for this message, which is handed back.
///
/// # Examples
///
/// ```
/// use bellwire::engine::{Config, Engine, Instant, OutboxFull, OutboxLimit};
/// use bellwire::{OutboxConfig, Payload, Protocol, Publication};
///
/// let mut config = Config::new("/ws");
/// config.outbox = OutboxConfig::default().max_messages(0);
/// let mut engine = Engine::new(config, Protocol::envelope(), 42, Instant::ZERO);
/// let hello = Publication::new("chat", None, Payload::null());
/// let full = OutboxFull { message: Box::new(hello.clone()), limit: OutboxLimit::Messages(0) };
/// assert_eq!(engine.send(Instant::ZERO, hello), Err(full));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the outbox is full ({limit:?})")]
pub struct OutboxFull {
    /// The message.
    pub message: Box<Publication>,
    /// The limit it would break.
    pub limit: OutboxLimit,
}
