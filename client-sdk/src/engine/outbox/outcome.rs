use bellwire_protocol::Publication;

/// The end of a message. Each message meets exactly one.
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
    /// It had no effect.
    Refused(RefuseReason),
}

/// Why a message had no effect.
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
    /// The client was dropped while the message waited. A message that is kept beyond the page is
    /// sent by the next client all the same.
    ClientDropped,
}

/// The limit that an outbox has reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutboxLimit {
    /// [`OutboxConfig::max_messages`](super::OutboxConfig::max_messages).
    Messages(usize),
    /// [`OutboxConfig::max_bytes`](super::OutboxConfig::max_bytes).
    Bytes(usize),
}

/// The outbox has no room for this message, which is handed back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the outbox is full ({limit:?})")]
pub struct OutboxFull {
    /// The message.
    pub message: Box<Publication>,
    /// The limit it would break.
    pub limit: OutboxLimit,
}
