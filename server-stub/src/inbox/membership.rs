use std::sync::Arc;

use axum::extract::ws::{CloseFrame, Utf8Bytes, close_code};

use super::connections::{Audience, ConnectionId};
use super::inboxes::Inboxes;
use crate::socket::{Queue, queue};

/// A connection's place in the registry, for as long as it lives.
#[derive(Debug)]
#[must_use]
pub(super) struct Membership {
    inboxes: Arc<Inboxes>,
    pub(super) id: ConnectionId,
}

impl Membership {
    pub(super) fn begin(inboxes: Arc<Inboxes>, audience: Audience) -> (Self, Queue) {
        let (sender, queue) = queue(CloseFrame {
            code: close_code::AGAIN,
            reason: Utf8Bytes::from_static("you do not keep up with your messages"),
        });
        let id = inboxes.registry().insert(audience, sender);
        (Self { inboxes, id }, queue)
    }
}

impl Drop for Membership {
    fn drop(&mut self) {
        self.inboxes.registry().remove(self.id);
    }
}
