//! Messages on their way to the server, and what becomes of them.

mod config;
mod outcome;

use bellwire_protocol::Publication;

pub use self::config::{OutboxConfig, Overflow};
pub use self::outcome::{OutboxFull, OutboxLimit, Outcome, RefuseReason};

use super::id::Counter;
use super::{Deadline, Instant, MessageId, Timer};

/// How many messages may wait for their acknowledgement at a time. On connections that never last,
/// sending everything again each time would leave no room for the answers.
const WINDOW: usize = 32;

/// Messages in the order in which they were sent: first those that the server has not
/// acknowledged, then those that wait for a connection.
#[derive(Debug)]
pub(super) struct Outbox {
    config: OutboxConfig,
    /// Drawn at random; no other client's keys begin with it.
    session: u64,
    ids: Counter,
    messages: Vec<Message>,
    /// How many, from the front, were handed to the transport at hand.
    in_flight: usize,
    bytes: usize,
}

#[derive(Debug)]
struct Message {
    id: MessageId,
    expires_at: Instant,
    /// Whether a connection has had it before.
    was_sent: bool,
    publication: Publication,
}

impl Outbox {
    pub(super) fn new(config: OutboxConfig, session: u64) -> Self {
        Self {
            config,
            session,
            ids: Counter::default(),
            messages: Vec::new(),
            in_flight: 0,
            bytes: 0,
        }
    }

    pub(super) fn next_id(&mut self) -> MessageId {
        MessageId::new(self.ids.next())
    }

    /// Takes a message in; returns its id with those that had to make room.
    pub(super) fn push(
        &mut self,
        now: Instant,
        mut publication: Publication,
    ) -> Result<(MessageId, Vec<MessageId>), OutboxFull> {
        if let Some(limit) = self.limit_that_refuses(&publication) {
            return Err(OutboxFull { message: Box::new(publication), limit });
        }
        let displaced = self.make_room(&publication);
        let id = self.next_id();
        let expires_at = now + self.config.expire_after;
        let key = || format!("{}-{}", self.session, id.number()).into_boxed_str();
        publication.key.get_or_insert_with(key);
        self.bytes += weight(&publication);
        self.messages.push(Message { id, expires_at, was_sent: false, publication });
        Ok((id, displaced))
    }

    /// The next message for the connection, which counts as sent; none while as many are under way
    /// as is good.
    pub(super) fn take_unsent(&mut self) -> Option<(MessageId, &Publication)> {
        if self.in_flight >= WINDOW {
            return None;
        }
        let message = self.messages.get_mut(self.in_flight)?;
        self.in_flight += 1;
        message.was_sent = true;
        Some((message.id, &message.publication))
    }

    /// Ends a message. Returns whether it was there.
    pub(super) fn settle(&mut self, id: MessageId) -> bool {
        self.messages.iter().position(|message| message.id == id).is_some_and(|index| {
            self.remove(index);
            true
        })
    }

    /// Ends the message of ours that has this key, and returns it.
    pub(super) fn settle_by_key(&mut self, key: &str) -> Option<MessageId> {
        let index = self.messages.iter().position(|message| {
            message.was_sent && message.publication.key.as_deref() == Some(key)
        })?;
        Some(self.remove(index))
    }

    /// The connection is gone. What the server has not acknowledged is sent again, first.
    pub(super) fn handle_lost(&mut self) {
        self.in_flight = 0;
    }

    /// Ends the messages that a connection has had, and returns them: this server does not tell
    /// those that come twice.
    pub(super) fn take_sent(&mut self) -> Vec<MessageId> {
        self.take_all(|message| message.was_sent)
    }

    /// Ends the messages that have waited too long, and returns them.
    pub(super) fn take_expired(&mut self, now: Instant) -> Vec<MessageId> {
        self.take_all(|message| message.expires_at <= now)
    }

    pub(super) fn poll_timeout(&self) -> Option<Deadline> {
        let mut soonest = None;
        for message in &self.messages {
            Deadline::keep_sooner(&mut soonest, message.expires_at, Timer::Expiry);
        }
        soonest
    }

    pub(super) fn len(&self) -> usize {
        self.messages.len()
    }

    /// The limit that would be broken even if all made room that may.
    fn limit_that_refuses(&self, newcomer: &Publication) -> Option<OutboxLimit> {
        let stays =
            |message: &&Message| self.config.overflow == Overflow::Refuse || message.was_sent;
        let staying = self.messages.iter().filter(stays);
        let bytes = staying.clone().map(|message| weight(&message.publication)).sum();
        self.limit_broken_by(newcomer, staying.count(), bytes)
    }

    fn limit_broken_by(
        &self,
        newcomer: &Publication,
        messages: usize,
        bytes: usize,
    ) -> Option<OutboxLimit> {
        let OutboxConfig { max_messages, max_bytes, .. } = self.config;
        if messages >= max_messages {
            return Some(OutboxLimit::Messages(max_messages));
        }
        let bytes = weight(newcomer).saturating_add(bytes);
        (bytes > max_bytes).then_some(OutboxLimit::Bytes(max_bytes))
    }

    /// Drops the oldest messages that were never sent, as far as necessary.
    fn make_room(&mut self, newcomer: &Publication) -> Vec<MessageId> {
        let mut displaced = Vec::new();
        while self.limit_broken_by(newcomer, self.messages.len(), self.bytes).is_some()
            && let Some(index) = self.messages.iter().position(|message| !message.was_sent)
        {
            displaced.push(self.remove(index));
        }
        displaced
    }

    fn take_all(&mut self, is_over: impl Fn(&Message) -> bool) -> Vec<MessageId> {
        let mut taken = Vec::new();
        while let Some(index) = self.messages.iter().position(&is_over) {
            taken.push(self.remove(index));
        }
        taken
    }

    /// The index is one of a message.
    fn remove(&mut self, index: usize) -> MessageId {
        let message = self.messages.remove(index);
        self.bytes = self.bytes.saturating_sub(weight(&message.publication));
        if index < self.in_flight {
            self.in_flight -= 1;
        }
        message.id
    }
}

/// What a message counts for, in bytes.
fn weight(publication: &Publication) -> usize {
    let channel = publication.channel.as_ref().map_or(0, |channel| channel.as_str().len());
    publication.event.len() + channel + publication.data.as_json().len()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use bellwire_protocol::Payload;

    use super::*;

    const fn at(seconds: u64) -> Instant {
        Instant::from_elapsed(Duration::from_secs(seconds))
    }

    /// A message of so many bytes.
    fn message(bytes: usize) -> Publication {
        let digits = "1".repeat(bytes - 1);
        Publication::new("e", None, Payload::from_json(digits).unwrap())
    }

    fn outbox(config: OutboxConfig) -> Outbox {
        Outbox::new(config, 7)
    }

    fn push(outbox: &mut Outbox, bytes: usize) -> MessageId {
        outbox.push(at(0), message(bytes)).unwrap().0
    }

    fn sent(outbox: &mut Outbox) -> Vec<MessageId> {
        let mut sent = Vec::new();
        while let Some((id, _)) = outbox.take_unsent() {
            sent.push(id);
        }
        sent
    }

    #[test]
    fn what_is_not_acknowledged_is_sent_again_before_what_came_later() {
        let mut outbox = outbox(OutboxConfig::default());
        let [a, b, c] = [0; 3].map(|_| push(&mut outbox, 2));
        assert_eq!(sent(&mut outbox), [a, b, c]);
        assert!(outbox.settle(b));
        assert!(!outbox.settle(b), "it has met its end");
        outbox.handle_lost();
        let d = push(&mut outbox, 2);
        assert_eq!(sent(&mut outbox), [a, c, d]);
        assert_eq!(outbox.len(), 3);
    }

    #[test]
    fn refuses_what_would_break_a_limit_and_has_room_again_afterwards() {
        let mut outbox = outbox(OutboxConfig::default().max_messages(2).max_bytes(7));
        let first = push(&mut outbox, 5);
        let full = outbox.push(at(0), message(3)).unwrap_err();
        assert_eq!(
            full,
            OutboxFull { message: Box::new(message(3)), limit: OutboxLimit::Bytes(7) }
        );
        push(&mut outbox, 2);
        let full = outbox.push(at(0), message(2)).unwrap_err();
        assert_eq!(full.limit, OutboxLimit::Messages(2));
        sent(&mut outbox);
        assert!(outbox.push(at(0), message(2)).is_err(), "in flight is not done");
        outbox.settle(first);
        push(&mut outbox, 5);
    }

    #[test]
    fn drops_the_oldest_that_was_never_sent_when_told_so() {
        let config = OutboxConfig::default().max_messages(2).on_overflow(Overflow::DropOldest);
        let mut outbox = outbox(config.max_bytes(9));
        let first = push(&mut outbox, 4);
        sent(&mut outbox);
        let second = push(&mut outbox, 4);
        assert_eq!(outbox.push(at(0), message(4)).unwrap().1, [second], "the first was sent");
        assert!(outbox.push(at(0), message(6)).is_err(), "no room beside the first");
        assert_eq!(outbox.len(), 2, "nothing made room in vain");
        outbox.settle(first);
    }

    #[test]
    fn a_window_of_messages_is_under_way_at_a_time() {
        let mut outbox = outbox(OutboxConfig::default());
        let ids: Vec<_> = (0..40).map(|_| push(&mut outbox, 2)).collect();
        assert_eq!(sent(&mut outbox), ids[..32]);
        outbox.settle(ids[0]);
        outbox.settle(ids[31]);
        assert_eq!(sent(&mut outbox), ids[32..34]);
    }

    #[test]
    fn what_waits_too_long_expires() {
        let mut outbox = outbox(OutboxConfig::default().expire_after(Duration::from_secs(5)));
        let first = push(&mut outbox, 2);
        let (second, _) = outbox.push(at(3), message(2)).unwrap();
        assert_eq!(outbox.take_expired(at(4)), []);
        assert_eq!(outbox.poll_timeout().unwrap().at, at(5));
        assert_eq!(outbox.take_expired(at(5)), [first]);
        sent(&mut outbox);
        assert_eq!(outbox.take_expired(at(8)), [second], "also while in flight");
        assert_eq!(outbox.poll_timeout(), None);
    }

    #[test]
    fn a_key_is_known_only_once_its_message_was_sent() {
        let mut outbox = outbox(OutboxConfig::default());
        let keyed = Publication { key: Some("k".into()), ..message(2) };
        let (id, _) = outbox.push(at(0), keyed).unwrap();
        assert_eq!(outbox.settle_by_key("k"), None);
        sent(&mut outbox);
        outbox.handle_lost();
        assert_eq!(outbox.settle_by_key("k"), Some(id));
    }
}
