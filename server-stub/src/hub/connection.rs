use std::sync::{Arc, OnceLock};

use axum::extract::ws::{CloseFrame, Utf8Bytes};
use bellwire_protocol::envelope::close_code;
use tokio::sync::mpsc;

/// How many messages wait for a connection that does not read them. Beyond that it is closed: a
/// server that waits for its slowest reader has no memory left for the others.
const QUEUE_LENGTH: usize = 256;

/// How many messages are taken from the queue at once.
const MAX_BATCH: usize = 64;

/// What a client can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Envelopes with the fields of PayChain's documentation and no more.
    Plain,
    /// Envelopes that also say which channel a message belongs to and where it stands there, several
    /// in one frame when they wait.
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
    sender: mpsc::Sender<Vec<Utf8Bytes>>,
    close: Arc<OnceLock<CloseFrame>>,
}

impl QueueSender {
    /// Returns whether there was room. What a client asked for at once counts as one.
    pub(super) fn send(&self, messages: Vec<Utf8Bytes>) -> bool {
        match self.sender.try_send(messages) {
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
    receiver: mpsc::Receiver<Vec<Utf8Bytes>>,
    close: Arc<OnceLock<CloseFrame>>,
}

impl Queue {
    /// Returns the messages that wait, at least one, or how to close once the hub has let go of the
    /// connection.
    pub(crate) async fn next(&mut self) -> Result<Vec<Utf8Bytes>, CloseFrame> {
        let Some(mut messages) = self.receiver.recv().await else {
            return Err(self.close.get().cloned().unwrap_or(CloseFrame {
                code: close_code::SERVICE_RESTART,
                reason: Utf8Bytes::from_static(""),
            }));
        };
        while messages.len() < MAX_BATCH
            && let Ok(more) = self.receiver.try_recv()
        {
            messages.extend(more);
        }
        Ok(messages)
    }
}
