use std::collections::BTreeSet;

use super::socket_id::SocketId;
use crate::presence::Presence;

/// How many users a presence channel has at most; Pusher's limit.
pub(super) const MAX_MEMBERS: usize = 100;

/// A channel, for as long as somebody is subscribed to it.
#[derive(Debug, Default)]
pub(super) struct Channel {
    pub(super) subscribers: BTreeSet<SocketId>,
    /// Nobody, unless it is a presence channel.
    pub(super) presence: Presence<SocketId>,
}

impl Channel {
    /// Whether a user may come, who may be there already.
    pub(super) fn has_room_for(&self, user: &str) -> bool {
        let mut users = self.presence.users();
        users.len() < MAX_MEMBERS || users.any(|other| other == user)
    }

    /// All subscribers but one.
    pub(super) fn others(&self, except: Option<SocketId>) -> Vec<SocketId> {
        let subscribers = self.subscribers.iter().copied();
        subscribers.filter(|socket| Some(*socket) != except).collect()
    }
}
