use std::collections::{BTreeMap, BTreeSet};

use axum::extract::ws::{CloseFrame, Utf8Bytes};
use bellwire_protocol::envelope::{ServerFrame, Standing};
use bellwire_protocol::{ChannelName, Member, Payload, Position, Publication};
use tokio::time::Instant;

use super::dialect::Dialect;
use super::history::{History, HistoryLimits};
use super::{Stats, Written};
use crate::presence::Presence;
use crate::socket::QueueSender;
use crate::timestamp;

/// How many channels are remembered. Beyond that, those that nobody has used for longest and nobody
/// listens to are forgotten.
const MAX_CHANNELS: usize = 10_000;

/// The hub's number for a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ConnectionId(u64);

/// Connections and channels, each knowing the other.
#[derive(Debug)]
pub(super) struct Registry {
    limits: HistoryLimits,
    last_id: u64,
    pub(super) connections: BTreeMap<ConnectionId, Connection>,
    pub(super) channels: BTreeMap<ChannelName, Channel>,
    /// Those whose queue is full, on their way out.
    slow: Vec<ConnectionId>,
}

#[derive(Debug)]
pub(super) struct Channel {
    pub(super) subscribers: BTreeSet<ConnectionId>,
    history: History,
    /// Nobody, unless it is a presence channel.
    pub(super) presence: Presence<ConnectionId>,
}

#[derive(Debug)]
pub(super) struct Connection {
    pub(super) dialect: Dialect,
    queue: QueueSender,
    pub(super) channels: BTreeSet<ChannelName>,
    /// Who is at the other end, where that is known.
    pub(super) user: Option<Member>,
    /// Whether it was welcomed. A welcome comes before everything else.
    is_admitted: bool,
}

/// What a client asks for when it subscribes.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) channels: Vec<ChannelName>,
    /// Where the client stands in some of them.
    pub(crate) recover: Vec<(ChannelName, Position)>,
    pub(crate) id: Option<Payload>,
    /// How many channels a connection may have.
    pub(crate) limit: usize,
}

impl Registry {
    pub(super) fn new(limits: HistoryLimits) -> Self {
        Self {
            limits,
            last_id: 0,
            connections: BTreeMap::new(),
            channels: BTreeMap::new(),
            slow: Vec::new(),
        }
    }

    pub(super) fn insert(&mut self, dialect: Dialect, queue: QueueSender) -> ConnectionId {
        self.last_id += 1;
        let id = ConnectionId(self.last_id);
        let channels = BTreeSet::new();
        let connection = Connection { dialect, queue, channels, user: None, is_admitted: false };
        self.connections.insert(id, connection);
        id
    }

    pub(super) fn admit(&mut self, id: ConnectionId, welcome: Utf8Bytes) {
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.is_admitted = true;
            self.queue(id, vec![welcome]);
        }
    }

    pub(super) fn remove(&mut self, id: ConnectionId) {
        self.let_go(id);
        self.let_go_of_slow();
    }

    /// Subscribes, answers and sends what was missed, in one step: nothing that is published can
    /// come between. Returns the channels for which the connection has no room.
    pub(super) fn subscribe(&mut self, id: ConnectionId, request: Request) -> Vec<ChannelName> {
        let Request { channels, mut recover, id: request_id, limit } = request;
        let Some(connection) = self.connections.get_mut(&id) else { return Vec::new() };
        let dialect = connection.dialect;
        if dialect == Dialect::Plain {
            // It could not tell what it has.
            recover.clear();
        }
        // What is named twice is sent once.
        let channels: BTreeSet<_> = channels.into_iter().collect();
        let (mut granted, mut refused) = (Vec::new(), Vec::new());
        for channel in channels {
            if connection.channels.len() < limit || connection.channels.contains(&channel) {
                connection.channels.insert(channel.clone());
                granted.push(channel);
            } else {
                refused.push(channel);
            }
        }
        let (mut positions, missed) = self.listen(id, &granted, &recover);
        let mut here = self.attend(id, &granted);
        if dialect == Dialect::Plain {
            (positions, here) = (Vec::new(), Vec::new());
        }
        if !granted.is_empty() {
            let answer = ServerFrame::Subscribed { channels: granted, id: request_id, positions };
            let answer = Utf8Bytes::from(answer.encode(&timestamp::now()));
            self.queue(id, std::iter::once(answer).chain(here).chain(missed).collect());
        }
        refused
    }

    /// Adds a subscriber to channels; returns where they stand, and what it has missed.
    fn listen(
        &mut self,
        id: ConnectionId,
        channels: &[ChannelName],
        recover: &[(ChannelName, Position)],
    ) -> (Vec<(ChannelName, Standing)>, Vec<Utf8Bytes>) {
        let now = Instant::now();
        let (mut positions, mut missed) = (Vec::new(), Vec::new());
        for name in channels {
            let channel = self.channel(now, name);
            channel.subscribers.insert(id);
            let since = recover.iter().find(|(other, _)| other == name);
            let (standing, texts) = channel.history.recover(now, since.map(|(_, since)| since));
            positions.push((name.clone(), standing));
            missed.extend(texts);
        }
        (positions, missed)
    }

    /// Puts messages for one connection in its queue.
    pub(super) fn queue(&mut self, id: ConnectionId, messages: Vec<Utf8Bytes>) {
        let Some(connection) = self.connections.get(&id) else { return };
        if !connection.queue.send(messages) {
            self.slow.push(id);
        }
        self.let_go_of_slow();
    }

    /// Where the channels of a connection stand.
    pub(super) fn positions(&self, id: ConnectionId) -> Vec<(ChannelName, &Position)> {
        let Some(connection) = self.connections.get(&id) else { return Vec::new() };
        if connection.dialect == Dialect::Plain {
            return Vec::new();
        }
        let channels = connection.channels.iter();
        channels
            .filter_map(|name| Some((name.clone(), self.channels.get(name)?.history.top())))
            .collect()
    }

    pub(super) fn unsubscribe(&mut self, id: ConnectionId, channels: &[ChannelName]) {
        let Some(connection) = self.connections.get_mut(&id) else { return };
        for channel in channels {
            connection.channels.remove(channel);
        }
        for channel in channels {
            self.forget_subscriber(channel, id);
        }
        self.let_go_of_slow();
    }

    pub(super) fn is_subscribed(&self, id: ConnectionId, channel: &ChannelName) -> bool {
        self.channels.get(channel).is_some_and(|channel| channel.subscribers.contains(&id))
    }

    /// Sends a message to a channel, where it is remembered, or to everybody. Returns its place in
    /// the channel, and how many connections it is for.
    pub(super) fn publish(
        &mut self,
        mut publication: Publication,
        except: Option<ConnectionId>,
    ) -> (Option<Position>, usize) {
        let Some(name) = publication.channel.clone() else {
            let admitted = self.connections.iter().filter(|(_, connection)| connection.is_admitted);
            let everybody = admitted.map(|(id, _)| *id).collect();
            return (None, self.send(everybody, except, &Written::new(publication)));
        };
        let now = Instant::now();
        let channel = self.channel(now, &name);
        let position = channel.history.next();
        publication.position = Some(position.clone());
        let message = Written::new(publication);
        channel.history.append(now, message.versioned.clone());
        let subscribers = channel.subscribers.iter().copied().collect();
        (Some(position), self.send(subscribers, except, &message))
    }

    /// Sends a message to the other subscribers of a channel, and does not remember it.
    pub(super) fn whisper(&mut self, publication: Publication, sender: ConnectionId) {
        let channel = publication.channel.as_ref().and_then(|name| self.channels.get(name));
        let Some(channel) = channel else { return };
        let subscribers = channel.subscribers.iter().copied().collect();
        self.send(subscribers, Some(sender), &Written::new(publication));
    }

    fn send(
        &mut self,
        receivers: Vec<ConnectionId>,
        except: Option<ConnectionId>,
        message: &Written,
    ) -> usize {
        let reached = self.queue_for_all(receivers, except, message);
        self.let_go_of_slow();
        reached
    }

    /// Puts a message into queues, and remembers those that have no room for it.
    pub(super) fn queue_for_all(
        &mut self,
        receivers: Vec<ConnectionId>,
        except: Option<ConnectionId>,
        message: &Written,
    ) -> usize {
        let mut reached = 0;
        for id in receivers {
            let Some(connection) = self.connections.get(&id).filter(|_| Some(id) != except) else {
                continue;
            };
            let text = message.in_dialect(connection.dialect).clone();
            match connection.queue.send(vec![text]) {
                true => reached += 1,
                false => self.slow.push(id),
            }
        }
        reached
    }

    /// That they leave is news for others, who may have no room for it either.
    pub(super) fn let_go_of_slow(&mut self) {
        while let Some(id) = self.slow.pop() {
            if self.let_go(id) {
                tracing::warn!(?id, "a connection does not keep up and is closed");
            }
        }
    }

    /// Returns whether the connection was there.
    fn let_go(&mut self, id: ConnectionId) -> bool {
        let Some(connection) = self.connections.remove(&id) else { return false };
        for channel in &connection.channels {
            self.forget_subscriber(channel, id);
        }
        true
    }

    fn channel(&mut self, now: Instant, name: &ChannelName) -> &mut Channel {
        if self.channels.len() >= MAX_CHANNELS && !self.channels.contains_key(name) {
            self.forget_a_channel();
        }
        let limits = self.limits;
        self.channels.entry(name.clone()).or_insert_with(|| Channel {
            subscribers: BTreeSet::new(),
            history: History::new(limits, now),
            presence: Presence::default(),
        })
    }

    /// Who comes back to it later finds another epoch, and knows.
    fn forget_a_channel(&mut self) {
        let idle = self.channels.iter().filter(|(_, channel)| channel.subscribers.is_empty());
        let oldest = idle.min_by_key(|(_, channel)| channel.history.used_at());
        if let Some(name) = oldest.map(|(name, _)| name.clone()) {
            self.channels.remove(&name);
        }
    }

    /// Lets go of all connections, after a last message to those that can read it.
    pub(super) fn close_all(&mut self, farewell: &Utf8Bytes, close: &CloseFrame) {
        for connection in self.connections.values() {
            if connection.dialect == Dialect::Versioned && connection.is_admitted {
                connection.queue.send(vec![farewell.clone()]);
            }
            connection.queue.close(close.clone());
        }
        self.connections.clear();
        self.channels.clear();
    }

    pub(super) fn len(&self) -> usize {
        self.connections.len()
    }

    pub(super) fn stats(&self) -> Stats {
        Stats {
            total: self.connections.len(),
            by_channel: self
                .channels
                .iter()
                .map(|(name, channel)| (name.clone(), channel.subscribers.len()))
                .filter(|(_, subscribers)| *subscribers > 0)
                .collect(),
        }
    }

    fn forget_subscriber(&mut self, name: &ChannelName, id: ConnectionId) {
        if let Some(channel) = self.channels.get_mut(name) {
            channel.subscribers.remove(&id);
            self.leave(id, name);
        }
    }
}
