//! Everything that can be decided without I/O: the state machine of the client.
//!
//! What lives here reads no clock, draws no random number but from its seed, and knows neither
//! sockets nor a browser. Time and facts come in as arguments; what is to be done comes out as
//! [`Output`]s. So the same code runs in a browser, on a server and in a test, and always does
//! the same.
//!
//! # Examples
//!
//! ```
//! use bellwire::engine::{Config, Engine, Input, Instant, Network};
//! use bellwire::{ConnectionStatus, Protocol};
//!
//! let now = Instant::ZERO;
//! let mut engine = Engine::new(Config::new("/ws"), Protocol::envelope(), 42, now);
//! engine.connect(now);
//! engine.handle_input(now, Input::Network(Network::Offline));
//! while let Some(output) = engine.poll_output() {
//!     println!("{output:?}");
//! }
//! assert_eq!(engine.status(), ConnectionStatus::Offline);
//! assert_eq!(engine.poll_timeout(), None);
//! ```

mod address;
mod backoff;
mod channel_auth;
mod config;
mod connection;
mod conversation;
mod delivery;
mod engine;
mod fault;
mod heartbeat;
mod id;
mod input;
mod outbox;
mod output;
mod pace;
mod permission;
mod presence;
mod protocol;
#[cfg(feature = "trace")]
mod recorder;
mod sealed;
mod status;
mod subscriptions;
mod time;
mod tokens;
mod trace;

pub use bellwire_protocol::envelope::Loss;
pub use bellwire_protocol::pusher::Grant;

pub use self::address::Address;
pub use self::backoff::{Attempts, Backoff};
pub use self::channel_auth::{ChannelAuth, ChannelAuthError, ChannelAuthRequest};
pub use self::config::Config;
pub use self::engine::Engine;
pub use self::fault::{Excerpt, Fault};
pub use self::heartbeat::HeartbeatConfig;
pub use self::id::{MessageId, SubscriptionId, TransportId};
pub use self::input::{Frame, Input, Network, Page, TransportEvent};
pub use self::outbox::{
    OutboxConfig, OutboxFull, OutboxLimit, Outcome, Overflow, RefuseReason, StoreAction, Stored,
};
pub use self::output::{
    ClientEvent, Deadline, Gap, GapReason, Output, Timer, TransportAction, UnsubscribeReason,
};
pub use self::presence::PresenceChange;
pub use self::protocol::Protocol;
#[cfg(feature = "trace")]
pub use self::recorder::{
    Call, Denial, Divergence, Entry, Happening, Kept, Message, Recorder, Trace,
};
pub use self::status::{Cause, CloseFrame, ConnectionStatus, FailReason, StatusChange};
pub use self::time::Instant;
pub use self::tokens::{Token, TokenError};
