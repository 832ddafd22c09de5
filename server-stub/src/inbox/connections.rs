use std::collections::BTreeMap;

use axum::extract::ws::{CloseFrame, Utf8Bytes};
use bellwire_demo_api::{JobId, UserId};

use crate::socket::QueueSender;

/// What a socket is about: all of one audience hear the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Audience {
    /// A user, with as many sockets as there are pages.
    User(UserId),
    /// Both parties of a job.
    Job(JobId),
}

/// A connection, among all that there ever were.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ConnectionId {
    pub(super) audience: Audience,
    number: u64,
}

/// All connections. One whose queue is full is let go at once.
#[derive(Debug, Default)]
pub(super) struct Connections {
    last_number: u64,
    by_audience: BTreeMap<Audience, BTreeMap<ConnectionId, QueueSender>>,
    /// How to close whoever comes after all were closed.
    closed: Option<CloseFrame>,
}

impl Connections {
    pub(super) fn insert(&mut self, audience: Audience, queue: QueueSender) -> ConnectionId {
        self.last_number += 1;
        let id = ConnectionId { audience, number: self.last_number };
        match &self.closed {
            Some(close) => queue.close(close.clone()),
            None => {
                self.by_audience.entry(audience).or_default().insert(id, queue);
            }
        }
        id
    }

    pub(super) fn remove(&mut self, id: ConnectionId) {
        let Some(connections) = self.by_audience.get_mut(&id.audience) else { return };
        connections.remove(&id);
        if connections.is_empty() {
            self.by_audience.remove(&id.audience);
        }
    }

    pub(super) fn has(&self, audience: Audience) -> bool {
        self.by_audience.contains_key(&audience)
    }

    /// Says something to one connection.
    pub(super) fn send(&mut self, id: ConnectionId, messages: Vec<Utf8Bytes>) {
        let connections = self.by_audience.get(&id.audience);
        let Some(queue) = connections.and_then(|connections| connections.get(&id)) else { return };
        if !queue.send(messages) {
            self.remove(id);
        }
    }

    /// Says something to everybody in an audience.
    pub(super) fn send_all(&mut self, audience: Audience, messages: &[Utf8Bytes]) {
        let Some(connections) = self.by_audience.get_mut(&audience) else { return };
        connections.retain(|_, queue| queue.send(messages.to_vec()));
        if connections.is_empty() {
            self.by_audience.remove(&audience);
        }
    }

    /// Closes all connections, and each that comes later.
    pub(super) fn close_all(&mut self, close: CloseFrame) {
        for queue in self.by_audience.values().flat_map(BTreeMap::values) {
            queue.close(close.clone());
        }
        self.by_audience.clear();
        self.closed = Some(close);
    }

    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.by_audience.is_empty()
    }
}
