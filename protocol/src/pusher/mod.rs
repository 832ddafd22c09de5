//! Version 7 of the Pusher Channels protocol, as Laravel Reverb, soketi and Pusher itself speak it.
//!
//! ```text
//! S> {"event":"pusher:connection_established","data":"{\"socket_id\":\"1.2\",\"activity_timeout\":30}"}
//! C> {"event":"pusher:subscribe","data":{"channel":"jobs"}}
//! S> {"event":"pusher_internal:subscription_succeeded","channel":"jobs","data":"{}"}
//! S> {"event":"job.posted","channel":"jobs","data":"{\"id\":5}"}
//! C> {"event":"pusher:subscribe","data":{"channel":"private-job.5","auth":"key:signature"}}
//! C> {"event":"client-typing","channel":"private-job.5","data":{}}
//! S> {"event":"pusher:error","data":{"code":4201,"message":"Pong reply not received"}}
//! ```
//!
//! What a server sends as `data` is JSON within a string, by the protocol; servers also send bare
//! strings, objects, or nothing. Reading takes all four: [`ServerFrame`] holds the JSON that is
//! meant. Some channels need an authorisation, which the application's own server signs: see
//! [`ChannelKind`] and [`Grant`].
//!
//! Source: the protocol's page at pusher.com, and pusher-js 8, Reverb 1.10 and soketi 1.6, where they
//! differ from it.
//!
//! # Examples
//!
//! ```
//! use bellwire_protocol::pusher::{ClientFrame, ServerFrame};
//!
//! let request = r#"{"event":"pusher:subscribe","data":{"channel":"jobs"}}"#;
//! if let ClientFrame::Subscribe { channel, .. } = ClientFrame::decode(request)? {
//!     let answer = ServerFrame::Subscribed { channel, members: None };
//!     let expected = r#"{"event":"pusher_internal:subscription_succeeded","channel":"jobs","data":"{}"}"#;
//!     assert_eq!(answer.encode(), expected);
//! }
//! # Ok::<(), bellwire_protocol::DecodeError>(())
//! ```

mod channel_kind;
mod client_frame;
mod grant;
mod roster;
mod server_frame;
mod wire;

pub use self::channel_kind::ChannelKind;
pub use self::client_frame::ClientFrame;
pub use self::grant::Grant;
pub use self::server_frame::ServerFrame;

/// What the names of events begin with that clients send to each other.
pub const CLIENT_EVENT_PREFIX: &str = "client-";

/// The version of the protocol that is spoken here.
pub const VERSION: u32 = 7;

/// Whether an event's name is a word of the protocol, and no event.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::pusher;
///
/// assert!(pusher::is_reserved("pusher:ping"));
/// assert!(pusher::is_reserved("pusher_internal:member_added"));
/// assert!(!pusher::is_reserved("client-typing"));
/// ```
#[must_use]
pub fn is_reserved(event: &str) -> bool {
    event.starts_with("pusher:") || event.starts_with("pusher_internal:")
}

/// The codes of errors, which are also those of closes.
///
/// Their hundreds say what a client does: from 4000 it stays away, from 4100 it backs off, from 4200
/// it returns at once; what is refused from 4300 on leaves the connection as it is.
pub mod error_code {
    /// The application takes connections over TLS only.
    pub const TLS_ONLY: u16 = 4000;
    /// There is no application with this key.
    pub const UNKNOWN_APPLICATION: u16 = 4001;
    /// The application has as many connections as it may.
    pub const OVER_QUOTA: u16 = 4004;
    /// The path leads nowhere.
    pub const UNKNOWN_PATH: u16 = 4005;
    /// What the client names as the version of the protocol is no number.
    pub const BAD_VERSION: u16 = 4006;
    /// The server does not speak the version of the protocol that the client names.
    pub const UNSUPPORTED_VERSION: u16 = 4007;
    /// The client names no version of the protocol.
    pub const NO_VERSION: u16 = 4008;
    /// The signature is wrong, or there is none.
    pub const UNAUTHORIZED: u16 = 4009;
    /// The server is too busy for another connection.
    pub const OVER_CAPACITY: u16 = 4100;
    /// The client is to connect again; as an error, a message could not be read.
    pub const RECONNECT: u16 = 4200;
    /// The client did not answer a ping.
    pub const NO_PONG: u16 = 4201;
    /// A client event is not allowed, or there were too many.
    pub const CLIENT_EVENT_REFUSED: u16 = 4301;
}
