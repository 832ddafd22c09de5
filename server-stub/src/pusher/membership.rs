use std::sync::Arc;

use axum::extract::ws::{CloseFrame, Utf8Bytes};
use bellwire_protocol::pusher::error_code;
use uuid::Uuid;

use super::pusher::Pusher;
use super::socket_id::SocketId;
use crate::socket::{Queue, queue};

/// A connection's place in the registry, for as long as it lives.
#[derive(Debug)]
#[must_use]
pub(super) struct Membership {
    pusher: Arc<Pusher>,
    pub(super) socket: SocketId,
}

impl Membership {
    pub(super) fn begin(pusher: Arc<Pusher>) -> (Self, Queue) {
        let (sender, queue) = queue(CloseFrame {
            code: error_code::OVER_CAPACITY,
            reason: Utf8Bytes::from_static("you do not keep up with your messages"),
        });
        let socket = pusher.registry().insert(Uuid::new_v4().as_fields().0, sender);
        (Self { pusher, socket }, queue)
    }
}

impl Drop for Membership {
    fn drop(&mut self) {
        self.pusher.registry().remove(self.socket);
    }
}
