use std::sync::{Arc, OnceLock};

use axum::extract::ws::{CloseFrame, Utf8Bytes};
use bellwire_protocol::envelope::close_code;
use tokio::sync::mpsc;

/// How many messages wait for a connection that does not read them. Beyond that it is closed: a
/// server that waits for its slowest reader has no memory left for the others.
const QUEUE_LENGTH: usize = 256;

/// What a client can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Envelopes with the fields of PayChain's documentation and no more.
    Plain,
    /// Envelopes that also say which channel a message belongs to.
    Versioned,
}

pub(super) fn queue(dialect: Dialect) -> (QueueSender, Queue) {
    let (sender, receiver) = mpsc::channel(QUEUE_LENGTH);
    let close = Arc::new(OnceLock::new());
    (QueueSender { dialect, sender, close: close.clone() }, Queue { receiver, close })
}

/// The hub's end of a connection's queue.
#[derive(Debug)]
pub(super) struct QueueSender {
    pub(super) dialect: Dialect,
    sender: mpsc::Sender<Utf8Bytes>,
    close: Arc<OnceLock<CloseFrame>>,
}

impl QueueSender {
    /// Returns whether there was room.
    pub(super) fn send(&self, message: Utf8Bytes) -> bool {
        match self.sender.try_send(message) {
            Ok(()) => true,
            Err(_) => {
                let _ = self.close.set(CloseFrame {
                    code: close_code::TRY_AGAIN_LATER,
                    reason: Utf8Bytes::from_static("you do not keep up with your messages"),
                });
                false
            }
        }
    }

    pub(super) fn close(&self, close: CloseFrame) {
        let _ = self.close.set(close);
    }
}

/// The socket's end of a connection's queue.
#[derive(Debug)]
pub(crate) struct Queue {
    receiver: mpsc::Receiver<Utf8Bytes>,
    close: Arc<OnceLock<CloseFrame>>,
}

impl Queue {
    /// Returns the next message, or how to close once the hub has let go of the connection.
    pub(crate) async fn next(&mut self) -> Result<Utf8Bytes, CloseFrame> {
        match self.receiver.recv().await {
            Some(message) => Ok(message),
            None => Err(self.close.get().cloned().unwrap_or(CloseFrame {
                code: close_code::SERVICE_RESTART,
                reason: Utf8Bytes::from_static(""),
            })),
        }
    }
}
