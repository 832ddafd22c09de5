use tokio::sync::watch;

/// How many sockets are open. They have left axum's care, and the server does not end before them.
#[derive(Clone, Debug)]
pub(crate) struct OpenSockets(watch::Sender<usize>);

impl OpenSockets {
    pub(crate) fn new() -> Self {
        Self(watch::Sender::new(0))
    }

    /// Counts a socket for as long as what is returned lives.
    pub(crate) fn count(&self) -> OpenSocket {
        self.0.send_modify(|sockets| *sockets += 1);
        OpenSocket(self.0.clone())
    }

    /// Resolves when no socket is left.
    pub(crate) async fn all_closed(&self) {
        // The sender is ours and lives as long as we do.
        let _ = self.0.subscribe().wait_for(|sockets| *sockets == 0).await;
    }
}

/// Says, while it lives, that a socket is open.
#[derive(Debug)]
#[must_use]
pub(crate) struct OpenSocket(watch::Sender<usize>);

impl Drop for OpenSocket {
    fn drop(&mut self) {
        self.0.send_modify(|sockets| *sockets -= 1);
    }
}
