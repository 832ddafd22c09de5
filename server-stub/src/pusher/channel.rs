use std::collections::BTreeSet;

use super::presence::Presence;
use super::socket_id::SocketId;

/// A channel, for as long as somebody is subscribed to it.
#[derive(Debug, Default)]
pub(super) struct Channel {
    pub(super) subscribers: BTreeSet<SocketId>,
    /// Nobody, unless it is a presence channel.
    pub(super) presence: Presence,
}

impl Channel {
    /// All subscribers but one.
    pub(super) fn others(&self, except: Option<SocketId>) -> Vec<SocketId> {
        let subscribers = self.subscribers.iter().copied();
        subscribers.filter(|socket| Some(*socket) != except).collect()
    }
}
