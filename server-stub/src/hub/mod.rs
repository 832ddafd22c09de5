//! Who is connected, who wants what, and getting a message to all of them. No protocol is known
//! here but the two ways in which an envelope is written.

mod connection;
mod registry;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::ws::{CloseFrame, Utf8Bytes};
use bellwire_protocol::envelope::{ServerFrame, close_code};
use bellwire_protocol::{ChannelName, Publication};
use serde::Serialize;
use tokio::sync::watch;

pub(crate) use self::connection::{Dialect, Queue};
pub(crate) use self::registry::ConnectionId;
use self::registry::Registry;
use crate::timestamp;

/// All connections of the server.
#[derive(Debug, Default)]
pub(crate) struct Hub {
    registry: Mutex<Registry>,
    sessions: watch::Sender<usize>,
}

/// Says, while it lives, that a session is not over.
#[derive(Debug)]
pub(crate) struct Attendance(Arc<Hub>);

impl Attendance {
    pub(crate) fn begin(hub: Arc<Hub>) -> Self {
        hub.sessions.send_modify(|sessions| *sessions += 1);
        Self(hub)
    }
}

impl Drop for Attendance {
    fn drop(&mut self) {
        self.0.sessions.send_modify(|sessions| *sessions -= 1);
    }
}

/// How many connections there are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Stats {
    pub(crate) total: usize,
    pub(crate) by_channel: BTreeMap<ChannelName, usize>,
}

impl Hub {
    /// Takes a connection in. It is in the hub until [`Hub::leave`].
    pub(crate) fn join(&self, dialect: Dialect) -> (ConnectionId, Queue) {
        let (sender, queue) = connection::queue(dialect);
        (self.registry().insert(sender), queue)
    }

    pub(crate) fn leave(&self, connection: ConnectionId) {
        self.registry().remove(connection);
    }

    /// Subscribes to as many channels as the limit allows, and returns the others.
    pub(crate) fn subscribe(
        &self,
        connection: ConnectionId,
        channels: &[ChannelName],
        limit: usize,
    ) -> Vec<ChannelName> {
        self.registry().subscribe(connection, channels, limit)
    }

    pub(crate) fn unsubscribe(&self, connection: ConnectionId, channels: &[ChannelName]) {
        self.registry().unsubscribe(connection, channels);
    }

    pub(crate) fn is_subscribed(&self, connection: ConnectionId, channel: &ChannelName) -> bool {
        self.registry().is_subscribed(connection, channel)
    }

    /// Sends a message to the subscribers of its channel, or to everybody when it has none.
    /// Returns how many connections it is for.
    pub(crate) fn publish(&self, publication: Publication) -> usize {
        self.publish_except(publication, None)
    }

    /// Sends a message to all subscribers of its channel but one.
    pub(crate) fn relay(&self, publication: Publication, sender: ConnectionId) -> usize {
        self.publish_except(publication, Some(sender))
    }

    /// Asks every connection to come back in a moment.
    pub(crate) fn close_all(&self) {
        let close = CloseFrame {
            code: close_code::SERVICE_RESTART,
            reason: Utf8Bytes::from_static("the server is going away"),
        };
        self.registry().close_all(&close);
    }

    /// Resolves when no session is left.
    pub(crate) async fn all_gone(&self) {
        // The sender is ours and lives as long as we do.
        let _ = self.sessions.subscribe().wait_for(|sessions| *sessions == 0).await;
    }

    pub(crate) fn stats(&self) -> Stats {
        self.registry().stats()
    }

    fn publish_except(&self, publication: Publication, except: Option<ConnectionId>) -> usize {
        let channel = publication.channel.clone();
        let message = Written::new(publication);
        self.registry().send(channel.as_ref(), except, &message)
    }

    /// A thread that panicked within has left the registry whole: every change is one step.
    fn registry(&self) -> MutexGuard<'_, Registry> {
        self.registry.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A message as it goes to everybody: written once, its bytes shared.
#[derive(Debug)]
struct Written {
    plain: Utf8Bytes,
    versioned: Utf8Bytes,
}

impl Written {
    fn new(publication: Publication) -> Self {
        let now = timestamp::now();
        let without_channel = Publication { channel: None, ..publication.clone() };
        let plain = Utf8Bytes::from(ServerFrame::Publication(without_channel).encode(&now));
        let versioned = match publication.channel {
            Some(_) => Utf8Bytes::from(ServerFrame::Publication(publication).encode(&now)),
            None => plain.clone(),
        };
        Self { plain, versioned }
    }

    fn in_dialect(&self, dialect: Dialect) -> &Utf8Bytes {
        match dialect {
            Dialect::Plain => &self.plain,
            Dialect::Versioned => &self.versioned,
        }
    }
}
