use std::collections::{BTreeMap, BTreeSet};

use axum::extract::ws::CloseFrame;
use bellwire_protocol::ChannelName;

use super::connection::QueueSender;
use super::{Stats, Written};

/// The hub's number for a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ConnectionId(u64);

/// Connections and channels, each knowing the other.
#[derive(Debug, Default)]
pub(super) struct Registry {
    last_id: u64,
    connections: BTreeMap<ConnectionId, Connection>,
    channels: BTreeMap<ChannelName, BTreeSet<ConnectionId>>,
}

#[derive(Debug)]
struct Connection {
    queue: QueueSender,
    channels: BTreeSet<ChannelName>,
}

impl Registry {
    pub(super) fn insert(&mut self, queue: QueueSender) -> ConnectionId {
        self.last_id += 1;
        let id = ConnectionId(self.last_id);
        self.connections.insert(id, Connection { queue, channels: BTreeSet::new() });
        id
    }

    pub(super) fn remove(&mut self, id: ConnectionId) {
        let Some(connection) = self.connections.remove(&id) else { return };
        for channel in &connection.channels {
            self.forget_subscriber(channel, id);
        }
    }

    /// Returns the channels for which the connection has no room.
    pub(super) fn subscribe(
        &mut self,
        id: ConnectionId,
        channels: &[ChannelName],
        limit: usize,
    ) -> Vec<ChannelName> {
        let mut refused = Vec::new();
        let Some(connection) = self.connections.get_mut(&id) else { return refused };
        for channel in channels {
            if connection.channels.len() >= limit && !connection.channels.contains(channel) {
                refused.push(channel.clone());
                continue;
            }
            connection.channels.insert(channel.clone());
            self.channels.entry(channel.clone()).or_default().insert(id);
        }
        refused
    }

    pub(super) fn unsubscribe(&mut self, id: ConnectionId, channels: &[ChannelName]) {
        let Some(connection) = self.connections.get_mut(&id) else { return };
        for channel in channels {
            connection.channels.remove(channel);
        }
        for channel in channels {
            self.forget_subscriber(channel, id);
        }
    }

    pub(super) fn is_subscribed(&self, id: ConnectionId, channel: &ChannelName) -> bool {
        self.channels.get(channel).is_some_and(|subscribers| subscribers.contains(&id))
    }

    pub(super) fn send(
        &mut self,
        channel: Option<&ChannelName>,
        except: Option<ConnectionId>,
        message: &Written,
    ) -> usize {
        let mut slow = Vec::new();
        let mut reached = 0;
        let mut send = |id: &ConnectionId, connection: &Connection| {
            if Some(*id) == except {
                return;
            }
            let text = message.in_dialect(connection.queue.dialect).clone();
            match connection.queue.send(text) {
                true => reached += 1,
                false => slow.push(*id),
            }
        };
        match channel {
            None => {
                for (id, connection) in &self.connections {
                    send(id, connection);
                }
            }
            Some(channel) => {
                for id in self.channels.get(channel).into_iter().flatten() {
                    if let Some(connection) = self.connections.get(id) {
                        send(id, connection);
                    }
                }
            }
        }
        for id in slow {
            tracing::warn!(?id, "a connection does not keep up and is closed");
            self.remove(id);
        }
        reached
    }

    pub(super) fn close_all(&mut self, close: &CloseFrame) {
        for connection in self.connections.values() {
            connection.queue.close(close.clone());
        }
        self.connections.clear();
        self.channels.clear();
    }

    pub(super) fn stats(&self) -> Stats {
        Stats {
            total: self.connections.len(),
            by_channel: self
                .channels
                .iter()
                .map(|(channel, subscribers)| (channel.clone(), subscribers.len()))
                .collect(),
        }
    }

    fn forget_subscriber(&mut self, channel: &ChannelName, id: ConnectionId) {
        if let Some(subscribers) = self.channels.get_mut(channel) {
            subscribers.remove(&id);
            if subscribers.is_empty() {
                self.channels.remove(channel);
            }
        }
    }
}
