use std::collections::{BTreeMap, BTreeSet};

use axum::extract::ws::{CloseFrame, Utf8Bytes};
use bellwire_protocol::ChannelName;

use super::socket_id::SocketId;
use crate::socket::QueueSender;

/// All connections, and which of them cannot be sent anything more.
#[derive(Debug, Default)]
pub(super) struct Connections {
    last_number: u64,
    by_socket: BTreeMap<SocketId, Connection>,
    /// Those whose queue is full, on their way out.
    slow: Vec<SocketId>,
    /// How to close whoever comes after all were closed.
    closed: Option<CloseFrame>,
}

/// What the server knows of a connection.
#[derive(Debug)]
pub(super) struct Connection {
    pub(super) queue: QueueSender,
    pub(super) channels: BTreeSet<ChannelName>,
    /// Who is signed in.
    pub(super) user: Option<Box<str>>,
}

impl Connections {
    pub(super) fn insert(&mut self, random: u32, queue: QueueSender) -> SocketId {
        self.last_number += 1;
        let socket = SocketId::new(random, self.last_number);
        if let Some(close) = &self.closed {
            queue.close(close.clone());
            return socket;
        }
        let connection = Connection { queue, channels: BTreeSet::new(), user: None };
        self.by_socket.insert(socket, connection);
        socket
    }

    pub(super) fn get(&self, socket: SocketId) -> Option<&Connection> {
        self.by_socket.get(&socket)
    }

    pub(super) fn get_mut(&mut self, socket: SocketId) -> Option<&mut Connection> {
        self.by_socket.get_mut(&socket)
    }

    pub(super) fn remove(&mut self, socket: SocketId) -> Option<Connection> {
        self.by_socket.remove(&socket)
    }

    pub(super) fn of_user(&self, user: &str) -> Vec<SocketId> {
        let theirs = self
            .by_socket
            .iter()
            .filter(|(_, connection)| connection.user.as_deref() == Some(user));
        theirs.map(|(socket, _)| *socket).collect()
    }

    /// Puts a message into queues, and remembers those that have no room for it.
    pub(super) fn send(&mut self, sockets: impl IntoIterator<Item = SocketId>, text: &Utf8Bytes) {
        for socket in sockets {
            let Some(connection) = self.by_socket.get(&socket) else { continue };
            if !connection.queue.send(vec![text.clone()]) {
                self.slow.push(socket);
            }
        }
    }

    /// Returns a connection that has missed a message, and has to go.
    pub(super) fn next_slow(&mut self) -> Option<SocketId> {
        self.slow.pop()
    }

    /// Closes all connections, and each that comes later.
    pub(super) fn close_all(&mut self, close: CloseFrame) {
        for connection in self.by_socket.values() {
            connection.queue.close(close.clone());
        }
        self.by_socket.clear();
        self.closed = Some(close);
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.by_socket.len()
    }
}
