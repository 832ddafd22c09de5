use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bellwire_protocol::ChannelName;
use tokio::time::Instant;

use super::credentials::Credentials;
use super::encryption_key::EncryptionKey;
use super::event::Event;
use super::registry::Registry;
use super::socket_id::SocketId;

/// The one application that this server serves.
#[derive(Debug)]
pub(crate) struct Pusher {
    pub(super) credentials: Credentials,
    pub(super) encryption_key: EncryptionKey,
    /// How long a connection may be silent before it is asked for a sign of life.
    pub(super) activity_timeout: Duration,
    registry: Mutex<Registry>,
}

impl Pusher {
    pub(crate) fn new(
        credentials: Credentials,
        encryption_key: EncryptionKey,
        activity_timeout: Duration,
    ) -> Self {
        Self { credentials, encryption_key, activity_timeout, registry: Mutex::default() }
    }

    /// Sends an event to the subscribers of some channels, but not to `except`.
    pub(crate) fn publish(
        &self,
        channels: &[ChannelName],
        event: &Event,
        except: Option<SocketId>,
    ) {
        let now = Instant::now();
        let mut registry = self.registry();
        for channel in channels {
            registry.publish(now, channel, event, except);
        }
    }

    /// Asks every connection to come back.
    pub(crate) fn close_all(&self) {
        self.registry().close_all();
    }

    /// A thread that panicked within has left everything whole: every change is one step.
    pub(super) fn registry(&self) -> MutexGuard<'_, Registry> {
        self.registry.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
