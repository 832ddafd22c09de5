//! Everything that can be decided without I/O: the state machine of the client.
//!
//! What lives here reads no clock, draws no random number but from its seed, and knows neither
//! sockets nor a browser. Time and facts come in as arguments; what is to be done comes out as
//! [`Output`]s. So the same code runs in a browser, on a server and in a test, and always does
//! the same.

mod address;
mod backoff;
mod config;
mod connection;
mod conversation;
mod engine;
mod fault;
mod heartbeat;
mod id;
mod input;
mod outbox;
mod output;
mod protocol;
#[cfg(feature = "trace")]
mod recorder;
mod status;
mod subscriptions;
mod time;
mod tokens;
mod trace;

pub use bellwire_protocol::envelope::Loss;

pub use self::address::Address;
pub use self::backoff::{Attempts, Backoff};
pub use self::config::Config;
pub use self::engine::Engine;
pub use self::fault::{Excerpt, Fault};
pub use self::heartbeat::HeartbeatConfig;
pub use self::id::{MessageId, SubscriptionId, TransportId};
pub use self::input::{Frame, Input, Network, Page, TransportEvent};
pub use self::outbox::{
    OutboxConfig, OutboxFull, OutboxLimit, Outcome, Overflow, RefuseReason, StoreAction, Stored,
};
pub use self::output::{ClientEvent, Deadline, Gap, GapReason, Output, Timer, TransportAction};
pub use self::protocol::Protocol;
#[cfg(feature = "trace")]
pub use self::recorder::{Call, Divergence, Entry, Happening, Kept, Message, Recorder, Trace};
pub use self::status::{Cause, CloseFrame, ConnectionStatus, FailReason, StatusChange};
pub use self::time::Instant;
pub use self::tokens::{Token, TokenError};
