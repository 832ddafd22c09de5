use std::collections::VecDeque;

use bellwire_protocol::Publication;

use super::id::Counter;
use super::{Frame, MessageId};

/// How much may wait while there is no connection.
///
/// # Examples
///
/// ```
/// use bellwire::OutboxConfig;
///
/// let small = OutboxConfig::default().max_messages(16).max_bytes(64 * 1024);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxConfig {
    max_messages: usize,
    max_bytes: usize,
}

impl Default for OutboxConfig {
    fn default() -> Self {
        Self { max_messages: 256, max_bytes: 1024 * 1024 }
    }
}

impl OutboxConfig {
    /// How many messages may wait; 256 by default.
    #[must_use]
    pub fn max_messages(mut self, messages: usize) -> Self {
        self.max_messages = messages;
        self
    }

    /// How many bytes they may have together, as written for the wire; 1 MiB by default.
    #[must_use]
    pub fn max_bytes(mut self, bytes: usize) -> Self {
        self.max_bytes = bytes;
        self
    }
}

/// The end of a message. Each message meets exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// Handed to an open connection.
    Delivered,
    /// Never sent.
    Refused(RefuseReason),
}

/// Why a message was never sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RefuseReason {
    /// The outbox has no room.
    OutboxFull(OutboxLimit),
    /// The client was dropped while the message waited.
    ClientDropped,
}

/// The limit that an outbox has reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutboxLimit {
    /// [`OutboxConfig::max_messages`].
    Messages(usize),
    /// [`OutboxConfig::max_bytes`].
    Bytes(usize),
}

/// The outbox has no room for this message, which is handed back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the outbox is full ({limit:?})")]
pub struct OutboxFull {
    /// The message.
    pub message: Publication,
    /// The limit it would break.
    pub limit: OutboxLimit,
}

/// Messages that wait for a connection, first in, first out.
#[derive(Debug)]
pub(super) struct Outbox {
    config: OutboxConfig,
    queue: VecDeque<Queued>,
    bytes: usize,
    ids: Counter,
}

#[derive(Debug)]
pub(super) struct Queued {
    pub(super) id: MessageId,
    pub(super) frame: Frame,
}

impl Outbox {
    pub(super) fn new(config: OutboxConfig) -> Self {
        Self { config, queue: VecDeque::new(), bytes: 0, ids: Counter::default() }
    }

    pub(super) fn next_id(&mut self) -> MessageId {
        MessageId::new(self.ids.next())
    }

    pub(super) fn push(&mut self, frame: Frame) -> Result<MessageId, OutboxLimit> {
        if self.queue.len() >= self.config.max_messages {
            return Err(OutboxLimit::Messages(self.config.max_messages));
        }
        let bytes = self.bytes.saturating_add(frame.len());
        if bytes > self.config.max_bytes {
            return Err(OutboxLimit::Bytes(self.config.max_bytes));
        }
        let id = self.next_id();
        self.bytes = bytes;
        self.queue.push_back(Queued { id, frame });
        Ok(id)
    }

    pub(super) fn pop(&mut self) -> Option<Queued> {
        let queued = self.queue.pop_front()?;
        self.bytes = self.bytes.saturating_sub(queued.frame.len());
        Some(queued)
    }

    pub(super) fn len(&self) -> usize {
        self.queue.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(text: &str) -> Frame {
        Frame::Text(text.to_owned())
    }

    #[test]
    fn keeps_the_order() {
        let mut outbox = Outbox::new(OutboxConfig::default());
        let ids: Vec<_> = ["a", "b", "c"].map(|text| outbox.push(frame(text)).unwrap()).into();
        let popped: Vec<_> = std::iter::from_fn(|| outbox.pop()).map(|queued| queued.id).collect();
        assert_eq!(popped, ids);
    }

    #[test]
    fn refuses_what_would_break_a_limit_and_has_room_again_afterwards() {
        let mut outbox = Outbox::new(OutboxConfig::default().max_messages(2).max_bytes(5));
        outbox.push(frame("abc")).unwrap();
        assert_eq!(outbox.push(frame("def")), Err(OutboxLimit::Bytes(5)));
        outbox.push(frame("d")).unwrap();
        assert_eq!(outbox.push(frame("e")), Err(OutboxLimit::Messages(2)));
        outbox.pop().unwrap();
        outbox.push(frame("efg")).unwrap();
    }
}
