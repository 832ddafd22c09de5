//! Live notifications for web apps: the client.
//!
//! A [`Client`] holds one WebSocket connection and keeps it: it reconnects with backoff, subscribes
//! again, queues what is sent while offline, notices dead sockets, and says at every moment what
//! it is doing and why.
//!
//! ```no_run
//! use bellwire::{Client, Event, Protocol};
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Deserialize, Event)]
//! struct JobCreated {
//!     job_id: u64,
//!     title: String,
//! }
//!
//! #[derive(Serialize, Event)]
//! struct Chat {
//!     text: String,
//! }
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder("ws://localhost:8080/ws").protocol(Protocol::envelope()).build()?;
//! client.connect();
//! let jobs = client.subscribe("jobs");
//! let listener = client.on(|job: JobCreated| println!("{}: {}", job.job_id, job.title));
//! let receipt = client.send_to("job.5", &Chat { text: "hello".into() })?;
//! let outcome = receipt.await;
//! # Ok(())
//! # }
//! ```
//!
//! The parts: [`engine`] decides and does no I/O; a driver for the platform carries out what it
//! decides; [`Client`] is the handle that applications hold.
//!
//! In a browser the driver starts with the client, and so it does elsewhere with the feature
//! `native`, on the tokio runtime at hand or on a thread of its own. Without that feature a client
//! can be made and passed around, as rendering on a server needs it, but opens nothing.

#![deny(missing_docs)]

extern crate self as bellwire;

#[cfg(target_family = "wasm")]
mod browser;
mod client;
pub mod clock;
#[cfg(feature = "pusher")]
mod echo;
pub mod engine;
#[cfg(all(feature = "native", not(target_family = "wasm")))]
mod native;

pub use bellwire_protocol::{
    ChannelName, DecodeError, Epoch, Event, InvalidChannelName, Member, Payload, Position,
    Publication, inbox, job_status,
};

pub use self::client::{
    ChannelAuthEndpoint, Client, ClientBuilder, ConfigError, Events, Listener, MaybeSend,
    PendingChannelAuth, Receipt, SendError, Subscription, TokenRequest,
};
#[cfg(feature = "pusher")]
pub use self::echo::{Echo, EchoChannel};
pub use self::engine::{
    Attempts, Backoff, Cause, ConnectionStatus, FailReason, Fault, Gap, GapReason, HeartbeatConfig,
    Instant, OutboxConfig, Outcome, Overflow, PresenceChange, Protocol, StatusChange, Token,
    TokenError, UnsubscribeReason,
};
