//! Messages on their way to the server, and what becomes of them.

mod config;
mod outcome;
mod store;

use std::time::Duration;

use bellwire_protocol::Publication;
use fastrand::Rng;

pub use self::config::{OutboxConfig, Overflow};
pub use self::outcome::{OutboxFull, OutboxLimit, Outcome, RefuseReason};

pub use self::store::{StoreAction, Stored};

use super::id::Counter;
use super::{Deadline, Instant, MessageId, Timer};

/// How many messages may wait for their acknowledgement at a time. On connections that never last,
/// sending everything again each time would leave no room for the answers.
const WINDOW: usize = 32;

/// How long storage may take to say what an earlier page has left behind.
const PATIENCE: Duration = Duration::from_secs(5);

/// Messages in the order in which they were sent: first those that the server has not
/// acknowledged, then those that wait for a connection.
#[derive(Debug)]
pub(super) struct Outbox {
    config: OutboxConfig,
    /// Where keys come from. Others see the key of a published message, and must not be able to count
    /// on: whoever used the next one first would have the server take a message for a repetition.
    rng: Rng,
    ids: Counter,
    messages: Vec<Message>,
    /// How many, from the front, were handed to the transport at hand.
    in_flight: usize,
    bytes: usize,
    /// Until then what an earlier page has left behind is awaited: it goes first.
    restored_by: Option<Instant>,
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
    pub(super) fn new(config: OutboxConfig, rng: Rng, now: Instant) -> Self {
        Self {
            restored_by: config.persistence().map(|_| now + PATIENCE),
            config,
            rng,
            ids: Counter::default(),
            messages: Vec::new(),
            in_flight: 0,
            bytes: 0,
        }
    }

    pub(super) fn next_id(&mut self) -> MessageId {
        MessageId::new(self.ids.next())
    }

    /// Makes room for a message, by ending the oldest one that was never sent; returns that one until
    /// there is room.
    pub(super) fn make_room(
        &mut self,
        newcomer: &Publication,
    ) -> Result<Option<Settled>, OutboxLimit> {
        if let Some(limit) = self.limit_that_refuses(newcomer) {
            return Err(limit);
        }
        if self.limit_broken_by(newcomer, self.messages.len(), self.bytes).is_none() {
            return Ok(None);
        }
        Ok(self.take_first(|message| !message.was_sent))
    }

    /// Takes a message in, for which there is room.
    pub(super) fn push(&mut self, now: Instant, mut publication: Publication) -> MessageId {
        let id = self.next_id();
        let expires_at = now + self.config.expire_after;
        let key = || self.rng.u64(..).to_string().into_boxed_str();
        publication.key.get_or_insert_with(key);
        self.bytes += weight(&publication);
        self.messages.push(Message { id, expires_at, was_sent: false, publication });
        id
    }

    /// What is to be kept of the message that came last.
    pub(super) fn keep_last(&self) -> Option<StoreAction> {
        self.config.persistence()?;
        let Message { expires_at, publication, .. } = self.messages.last()?;
        let stored = Stored { message: publication.clone(), expires_at: *expires_at };
        Some(StoreAction::Put(stored))
    }

    /// Puts what an earlier page has left behind before everything that was not sent.
    pub(super) fn restore(&mut self, stored: Vec<Stored>) {
        self.restored_by = None;
        let unsent = self.messages.split_off(self.in_flight.min(self.messages.len()));
        for Stored { message, expires_at } in stored {
            self.bytes += weight(&message);
            let id = self.next_id();
            self.messages.push(Message { id, expires_at, was_sent: false, publication: message });
        }
        self.messages.extend(unsent);
    }

    /// Storage that does not answer holds nothing up for ever.
    pub(super) fn handle_timeout(&mut self, now: Instant) {
        self.restored_by.take_if(|by| *by <= now);
    }

    pub(super) fn persistence(&self) -> Option<&str> {
        self.config.persistence()
    }

    /// Whether messages have to wait for older ones that are not here yet.
    pub(super) fn is_restoring(&self) -> bool {
        self.restored_by.is_some()
    }

    /// The next message for the connection; none while as many are under way as is good.
    pub(super) fn next_unsent(&self) -> Option<(MessageId, &Publication)> {
        if self.in_flight >= WINDOW || self.is_restoring() {
            return None;
        }
        let message = self.messages.get(self.in_flight)?;
        Some((message.id, &message.publication))
    }

    /// The next message was sent.
    pub(super) fn handle_sent(&mut self) {
        if let Some(message) = self.messages.get_mut(self.in_flight) {
            self.in_flight += 1;
            message.was_sent = true;
        }
    }

    /// Ends a message, if it is there.
    pub(super) fn settle(&mut self, id: MessageId) -> Option<Settled> {
        self.take_first(|message| message.id == id)
    }

    /// Ends the message of ours that has this key.
    pub(super) fn settle_by_key(&mut self, key: &str) -> Option<Settled> {
        self.take_first(|message| {
            message.was_sent && message.publication.key.as_deref() == Some(key)
        })
    }

    /// The connection is gone. What the server has not acknowledged is sent again, first.
    pub(super) fn handle_lost(&mut self) {
        self.in_flight = 0;
    }

    /// Ends a message that a connection has had.
    pub(super) fn take_sent(&mut self) -> Option<Settled> {
        self.take_first(|message| message.was_sent)
    }

    /// Ends a message that has waited too long.
    pub(super) fn take_expired(&mut self, now: Instant) -> Option<Settled> {
        self.take_first(|message| message.expires_at <= now)
    }

    pub(super) fn poll_timeout(&self) -> Option<Deadline> {
        let mut soonest = self.restored_by.map(|at| Deadline { at, reason: Timer::Restoration });
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

    fn take_first(&mut self, is_wanted: impl Fn(&Message) -> bool) -> Option<Settled> {
        let index = self.messages.iter().position(is_wanted)?;
        let message = self.messages.remove(index);
        self.bytes = self.bytes.saturating_sub(weight(&message.publication));
        if index < self.in_flight {
            self.in_flight -= 1;
        }
        let forget = self.config.persistence().and(message.publication.key);
        Some(Settled { id: message.id, forget: forget.map(StoreAction::Remove) })
    }
}

/// A message that has met its end.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "somebody waits for its outcome"]
pub(super) struct Settled {
    pub(super) id: MessageId,
    /// What is to be done with what was kept of it.
    pub(super) forget: Option<StoreAction>,
}

/// What a message counts for, in bytes.
fn weight(publication: &Publication) -> usize {
    let channel = publication.channel.as_ref().map_or(0, |channel| channel.as_str().len());
    publication.event.len() + channel + publication.data.as_json().len()
}

#[cfg(test)]
mod tests {
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
        Outbox::new(config, Rng::with_seed(7), at(0))
    }

    fn push(outbox: &mut Outbox, bytes: usize) -> MessageId {
        outbox.push(at(0), message(bytes))
    }

    fn id(settled: Option<Settled>) -> Option<MessageId> {
        settled.map(|settled| settled.id)
    }

    fn sent(outbox: &mut Outbox) -> Vec<MessageId> {
        let mut sent = Vec::new();
        while let Some((id, _)) = outbox.next_unsent() {
            outbox.handle_sent();
            sent.push(id);
        }
        sent
    }

    #[test]
    fn what_is_not_acknowledged_is_sent_again_before_what_came_later() {
        let mut outbox = outbox(OutboxConfig::default());
        let [a, b, c] = [0; 3].map(|_| push(&mut outbox, 2));
        assert_eq!(sent(&mut outbox), [a, b, c]);
        assert_eq!(id(outbox.settle(b)), Some(b));
        assert_eq!(outbox.settle(b), None, "it has met its end");
        outbox.handle_lost();
        let d = push(&mut outbox, 2);
        assert_eq!(sent(&mut outbox), [a, c, d]);
        assert_eq!(outbox.len(), 3);
    }

    #[test]
    fn refuses_what_would_break_a_limit_and_has_room_again_afterwards() {
        let mut outbox = outbox(OutboxConfig::default().max_messages(2).max_bytes(7));
        let first = push(&mut outbox, 5);
        assert_eq!(outbox.make_room(&message(3)), Err(OutboxLimit::Bytes(7)));
        push(&mut outbox, 2);
        assert_eq!(outbox.make_room(&message(2)), Err(OutboxLimit::Messages(2)));
        sent(&mut outbox);
        assert!(outbox.make_room(&message(2)).is_err(), "in flight is not done");
        id(outbox.settle(first));
        assert_eq!(outbox.make_room(&message(5)), Ok(None));
    }

    #[test]
    fn drops_the_oldest_that_was_never_sent_when_told_so() {
        let config = OutboxConfig::default().max_messages(2).on_overflow(Overflow::DropOldest);
        let mut outbox = outbox(config.max_bytes(9));
        let first = push(&mut outbox, 4);
        sent(&mut outbox);
        let second = push(&mut outbox, 4);
        let displaced = outbox.make_room(&message(4)).unwrap();
        assert_eq!(id(displaced), Some(second), "the first was sent");
        assert_eq!(outbox.make_room(&message(4)), Ok(None));
        push(&mut outbox, 4);
        assert!(outbox.make_room(&message(6)).is_err(), "no room beside the first");
        assert_eq!(outbox.len(), 2, "nothing made room in vain");
        id(outbox.settle(first));
    }

    #[test]
    fn a_window_of_messages_is_under_way_at_a_time() {
        let mut outbox = outbox(OutboxConfig::default());
        let ids: Vec<_> = (0..40).map(|_| push(&mut outbox, 2)).collect();
        assert_eq!(sent(&mut outbox), ids[..32]);
        id(outbox.settle(ids[0]));
        id(outbox.settle(ids[31]));
        assert_eq!(sent(&mut outbox), ids[32..34]);
    }

    #[test]
    fn what_waits_too_long_expires() {
        let mut outbox = outbox(OutboxConfig::default().expire_after(Duration::from_secs(5)));
        let first = push(&mut outbox, 2);
        let second = outbox.push(at(3), message(2));
        assert_eq!(outbox.take_expired(at(4)), None);
        assert_eq!(outbox.poll_timeout().unwrap().at, at(5));
        assert_eq!(id(outbox.take_expired(at(5))), Some(first));
        sent(&mut outbox);
        assert_eq!(id(outbox.take_expired(at(8))), Some(second), "also while in flight");
        assert_eq!(outbox.poll_timeout(), None);
    }

    #[test]
    fn a_key_is_known_only_once_its_message_was_sent() {
        let mut outbox = outbox(OutboxConfig::default());
        let keyed = Publication { key: Some("k".into()), ..message(2) };
        let ours = outbox.push(at(0), keyed);
        assert_eq!(outbox.settle_by_key("k"), None);
        sent(&mut outbox);
        outbox.handle_lost();
        assert_eq!(id(outbox.settle_by_key("k")), Some(ours));
    }
}
