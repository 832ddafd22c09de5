//! Bellwire's own protocol: JSON envelopes `{"type", "data", "timestamp"}`.
//!
//! ```text
//! S> {"type":"connected","data":{"connection_id":"…"},"timestamp":"…"}
//! C> {"type":"subscribe","channels":["jobs"]}
//! S> {"type":"subscribed","channels":["jobs"],"timestamp":"…"}
//! S> {"type":"job_created","data":{…},"timestamp":"…","channel":"jobs"}
//! C> {"type":"ping"}
//! S> {"type":"pong","timestamp":"…"}
//! C> {"type":"chat","channel":"job.5","data":{…}}
//! ```
//!
//! A server that offers more says so in its welcome, to clients that announce version 1:
//!
//! ```text
//! S> {"type":"connected","data":{"connection_id":"…","protocol":1,"capabilities":["ack","recovery"]}}
//! C> {"type":"subscribe","channels":["jobs"],"recover":{"jobs":{"epoch":"k3","offset":41}}}
//! S> {"type":"subscribed","channels":["jobs"],
//!     "positions":{"jobs":{"epoch":"k3","offset":42,"recovered":true}}}
//! S> {"type":"job_created","data":{…},"channel":"jobs","epoch":"k3","offset":42}
//! C> {"type":"chat","channel":"job.5","data":{…},"id":8,"key":"0192…"}
//! S> {"type":"ack","id":8,"channel":"job.5","epoch":"m9","offset":7}
//! S> {"type":"gap","channel":"jobs","data":{"reason":"dropped"},"epoch":"k3","offset":90}
//! S> {"type":"presence","channel":"presence-job.5","data":{"joined":{"id":"7"}}}
//! S> {"type":"going_away","data":{"reason":"drain","reconnect_within_ms":[0,5000]}}
//! ```
//!
//! Small FastAPI servers speak it by hand and differ in what they leave out. Reading is therefore
//! lenient: a missing `data` is `null`, a missing or odd `timestamp` is none, `channels` may stand
//! in `data`, unknown fields are ignored. Only what has no sensible reading is a
//! [`DecodeError`](crate::DecodeError).
//!
//! A client states its token in the URL, as `token`, or in an `auth` as its first message. A server
//! that is capable of `auth` takes a new one at any time:
//!
//! ```text
//! C> {"type":"auth","data":{"token":"…"}}
//! ```
//!
//! A client that can do more than the plain protocol says so with `?v=1` in the URL; older servers
//! ignore it. Such a client reads several messages in one frame, as a JSON array, and is told
//! which channel a message belongs to.
//!
//! # Examples
//!
//! ```
//! use bellwire_protocol::envelope::{ClientFrame, ServerFrame};
//!
//! let request = r#"{"type":"subscribe","channels":["jobs"],"id":7}"#;
//! if let ClientFrame::Subscribe { channels, id, .. } = ClientFrame::decode(request)? {
//!     let answer = ServerFrame::Subscribed { channels, id, positions: Vec::new() };
//!     assert_eq!(
//!         answer.encode("2025-11-01T12:00:00Z"),
//!         r#"{"type":"subscribed","channels":["jobs"],"timestamp":"2025-11-01T12:00:00Z","id":7}"#
//!     );
//! }
//! # Ok::<(), bellwire_protocol::DecodeError>(())
//! ```

mod capabilities;
mod client_frame;
mod departure;
mod presence;
mod recovery;
mod server_frame;
mod welcome;
mod wire;

pub use self::capabilities::Capabilities;
pub use self::client_frame::ClientFrame;
pub use self::departure::Departure;
pub use self::presence::{PRESENCE, PresenceNews, is_presence_channel};
pub use self::recovery::{Loss, Recovery, Standing};
pub use self::server_frame::ServerFrame;
pub use self::welcome::Welcome;

/// The parameter, with its value, that a client adds to the URL to announce this version.
pub const VERSION_QUERY: &str = "v=1";

/// The parameter of the URL in which a client states its token.
pub const TOKEN_QUERY: &str = "token";

/// The version this crate implements, as a server states it in its welcome.
pub const VERSION: u32 = 1;

/// Whether a type is a word of the protocol, which no application can use for its events.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::envelope::is_reserved;
///
/// assert!(is_reserved("subscribed"));
/// assert!(!is_reserved("job_created"));
/// ```
#[must_use]
pub fn is_reserved(kind: &str) -> bool {
    const RESERVED: [&str; 13] = [
        "ack",
        "auth",
        "connected",
        "error",
        "gap",
        "going_away",
        "ping",
        "pong",
        PRESENCE,
        "subscribe",
        "subscribed",
        "unsubscribe",
        "unsubscribed",
    ];
    RESERVED.contains(&kind)
}

/// Codes with which a server closes a connection on purpose.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::envelope::close_code;
///
/// fn comes_back(code: u16) -> bool {
///     !matches!(code, close_code::UNAUTHORIZED | close_code::FORBIDDEN)
/// }
/// assert!(comes_back(close_code::SERVICE_RESTART));
/// ```
pub mod close_code {
    /// The token is missing, wrong or expired.
    pub const UNAUTHORIZED: u16 = 4001;
    /// The user may not connect here, and a new token would change nothing.
    pub const FORBIDDEN: u16 = 4003;
    /// Too many messages in too short a time.
    pub const RATE_LIMITED: u16 = 4008;
    /// The server restarts; come back soon.
    pub const SERVICE_RESTART: u16 = 1012;
    /// The connection cannot keep up with what it is sent.
    pub const TRY_AGAIN_LATER: u16 = 1013;
}
