use bellwire_protocol::Publication;

use crate::engine::Instant;

/// Something to be done with the messages that outlive the page.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StoreAction {
    /// Keep a message.
    Put(Stored),
    /// Forget the message that has this key.
    Remove(Box<str>),
}

/// A message that outlives its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The message, with its key.
    pub message: Publication,
    /// When it has waited too long.
    pub expires_at: Instant,
}
