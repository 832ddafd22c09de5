use std::sync::{Arc, OnceLock};

use axum::extract::ws::{CloseFrame, Utf8Bytes, close_code};
use tokio::sync::mpsc;

/// How many messages wait for a connection that does not read them. Beyond that it is closed: a
/// server that waits for its slowest reader has no memory left for the others.
const QUEUE_LENGTH: usize = 256;

/// How many messages are taken from the queue at once.
const MAX_BATCH: usize = 64;

/// Makes a queue, whose connection is closed with `overflow` when it does not keep up.
pub(crate) fn queue(overflow: CloseFrame) -> (QueueSender, Queue) {
    let (sender, receiver) = mpsc::channel(QUEUE_LENGTH);
    let close = Arc::new(OnceLock::new());
    (QueueSender { sender, overflow, close: close.clone() }, Queue { receiver, close })
}

/// The end of a connection's queue where messages come in.
#[derive(Debug)]
pub(crate) struct QueueSender {
    sender: mpsc::Sender<Vec<Utf8Bytes>>,
    overflow: CloseFrame,
    close: Arc<OnceLock<CloseFrame>>,
}

impl QueueSender {
    /// Returns whether there was room. What a client asked for at once counts as one.
    pub(crate) fn send(&self, messages: Vec<Utf8Bytes>) -> bool {
        let has_room = self.sender.try_send(messages).is_ok();
        if !has_room {
            self.close(self.overflow.clone());
        }
        has_room
    }

    /// Says how the connection is to be closed, once this end is gone. The first word counts.
    pub(crate) fn close(&self, close: CloseFrame) {
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
    /// Returns the messages that wait, at least one, or how to close once the other end is gone.
    pub(crate) async fn next(&mut self) -> Result<Vec<Utf8Bytes>, CloseFrame> {
        let Some(mut messages) = self.receiver.recv().await else {
            return Err(self.close.get().cloned().unwrap_or(CloseFrame {
                code: close_code::RESTART,
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
