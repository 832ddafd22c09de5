//! Who is connected, who wants what, and getting a message to all of them. No protocol is known
//! here but the two ways in which an envelope is written.

mod attendance;
mod dialect;
mod history;
mod receipts;
mod registry;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Utf8Bytes};
use bellwire_protocol::envelope::{
    Departure, Recovery, ServerFrame, Standing, Welcome, close_code,
};
use bellwire_protocol::{ChannelName, Member, Payload, Position, Publication};
use serde::Serialize;

pub(crate) use self::dialect::Dialect;
pub(crate) use self::history::HistoryLimits;
pub(crate) use self::receipts::Receipt;
use self::receipts::Receipts;
use self::registry::Registry;
pub(crate) use self::registry::{ConnectionId, Request};
use crate::socket::{Queue, queue};
use crate::timestamp;

/// How many clients are asked to come back in one second when the server ends.
const RETURNS_PER_SECOND: u32 = 2_000;
/// The shortest window for their return.
const SHORTEST_RETURN: Duration = Duration::from_secs(1);

/// All connections of the server.
#[derive(Debug)]
pub(crate) struct Hub {
    registry: Mutex<Registry>,
    receipts: Mutex<Receipts>,
}

/// A connection's place in the hub, for as long as it lives.
#[derive(Debug)]
pub(crate) struct Membership {
    hub: Arc<Hub>,
    pub(crate) id: ConnectionId,
}

impl Membership {
    /// Takes a connection in. It hears nothing until it is admitted.
    pub(crate) fn begin(hub: Arc<Hub>, dialect: Dialect) -> (Self, Queue) {
        let (sender, queue) = queue(CloseFrame {
            code: close_code::TRY_AGAIN_LATER,
            reason: Utf8Bytes::from_static("you do not keep up with your messages"),
        });
        let id = lock(&hub.registry).insert(dialect, sender);
        (Self { hub, id }, queue)
    }
}

impl Drop for Membership {
    fn drop(&mut self) {
        lock(&self.hub.registry).remove(self.id);
    }
}

/// How many connections there are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Stats {
    pub(crate) total: usize,
    pub(crate) by_channel: BTreeMap<ChannelName, usize>,
}

impl Hub {
    pub(crate) fn new(limits: HistoryLimits) -> Self {
        Self { registry: Mutex::new(Registry::new(limits)), receipts: Mutex::default() }
    }

    /// Welcomes a connection. From here on it hears what is for everybody.
    pub(crate) fn admit(&self, connection: ConnectionId, welcome: Welcome) {
        let text = Utf8Bytes::from(ServerFrame::Connected(welcome).encode(&timestamp::now()));
        lock(&self.registry).admit(connection, text);
    }

    /// Learns who is at the other end of a connection; nobody knows where it is none.
    pub(crate) fn identify(&self, connection: ConnectionId, user: Option<Member>) {
        lock(&self.registry).identify(connection, user);
    }

    /// Says something to one connection, after all that was said before.
    pub(crate) fn tell(&self, connection: ConnectionId, frame: &ServerFrame) {
        let text = Utf8Bytes::from(frame.encode(&timestamp::now()));
        lock(&self.registry).queue(connection, vec![text]);
    }

    /// Answers a ping, with the positions of the connection's channels where it can use them.
    pub(crate) fn pong(&self, connection: ConnectionId) {
        let mut registry = lock(&self.registry);
        let positions = registry.positions(connection);
        let standing = |position: &Position| Standing {
            position: position.clone(),
            recovery: Recovery::NotAsked,
        };
        let positions = positions.into_iter().map(|(name, at)| (name, standing(at))).collect();
        let text = ServerFrame::Pong { positions }.encode(&timestamp::now());
        registry.queue(connection, vec![Utf8Bytes::from(text)]);
    }

    /// Subscribes to as many channels as the limit allows, says so and who is there, sends what was
    /// missed, and returns the others.
    pub(crate) fn subscribe(&self, connection: ConnectionId, request: Request) -> Vec<ChannelName> {
        lock(&self.registry).subscribe(connection, request)
    }

    pub(crate) fn unsubscribe(&self, connection: ConnectionId, channels: &[ChannelName]) {
        lock(&self.registry).unsubscribe(connection, channels);
    }

    pub(crate) fn is_subscribed(&self, connection: ConnectionId, channel: &ChannelName) -> bool {
        lock(&self.registry).is_subscribed(connection, channel)
    }

    /// Sends a message to the subscribers of its channel, or to everybody when it has none.
    /// Returns how many connections it is for.
    pub(crate) fn publish(&self, publication: Publication) -> usize {
        lock(&self.registry).publish(publication, None).1
    }

    /// Sends a client's message to all other subscribers of its channel, and acknowledges it if it
    /// has an id, before anything later.
    pub(crate) fn relay(
        &self,
        publication: Publication,
        sender: ConnectionId,
        id: Option<Payload>,
    ) -> Receipt {
        let channel = publication.channel.clone();
        let mut registry = lock(&self.registry);
        let receipt = channel.zip(registry.publish(publication, Some(sender)).0);
        if let Some(id) = id {
            registry.queue(sender, vec![acknowledgement(id, receipt.clone())]);
        }
        receipt
    }

    /// Sends what matters only now to all other subscribers of its channel.
    pub(crate) fn whisper(&self, publication: Publication, sender: ConnectionId) {
        lock(&self.registry).whisper(publication, sender);
    }

    /// Acknowledges a client's message that was dealt with before, or went to nobody else.
    pub(crate) fn acknowledge(&self, connection: ConnectionId, id: Payload, receipt: Receipt) {
        lock(&self.registry).queue(connection, vec![acknowledgement(id, receipt)]);
    }

    /// Deals with a message once: `handle` runs unless the same key was seen before.
    pub(crate) fn once(
        &self,
        key: Option<&str>,
        handle: impl FnOnce() -> Result<Receipt, String>,
    ) -> Result<Receipt, String> {
        let Some(key) = key else { return handle() };
        // Held all the while: the same message may come on two connections at once.
        let mut receipts = lock(&self.receipts);
        if let Some(receipt) = receipts.find(key) {
            return Ok(receipt);
        }
        let receipt = handle()?;
        receipts.insert(key, receipt.clone());
        Ok(receipt)
    }

    /// Asks every connection to come back in a moment, each at its own.
    pub(crate) fn close_all(&self) {
        let mut registry = lock(&self.registry);
        let connections = u32::try_from(registry.len()).unwrap_or(u32::MAX);
        let latest = Duration::from_secs(1) * connections / RETURNS_PER_SECOND;
        let farewell = ServerFrame::GoingAway(Departure {
            reason: "shutdown".to_owned(),
            reconnect_within: Some((
                Duration::ZERO,
                latest.clamp(SHORTEST_RETURN, Departure::LONGEST),
            )),
        });
        let close = CloseFrame {
            code: close_code::SERVICE_RESTART,
            reason: Utf8Bytes::from_static("the server is going away"),
        };
        registry.close_all(&farewell.encode(&timestamp::now()).into(), &close);
    }

    pub(crate) fn stats(&self) -> Stats {
        lock(&self.registry).stats()
    }
}

/// Where a message was relayed, its place stands for the message itself.
fn acknowledgement(id: Payload, receipt: Receipt) -> Utf8Bytes {
    let (channel, position) = receipt.unzip();
    ServerFrame::Ack { id, channel, position }.encode(&timestamp::now()).into()
}

/// A thread that panicked within has left everything whole: every change is one step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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
        let without_channel =
            Publication { channel: None, position: None, key: None, ..publication.clone() };
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
