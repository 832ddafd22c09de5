//! The wire types of Bellwire's protocols and the code that reads and writes them.
//!
//! Client and server share this crate. It knows JSON and nothing else: no clock, no I/O, no
//! browser. What it reads comes from a network, so every reader returns a [`DecodeError`] where
//! the bytes make no sense and never panics.
//!
//! # Examples
//!
//! ```
//! use bellwire_protocol::envelope::ClientFrame;
//! use bellwire_protocol::{Payload, Publication};
//!
//! let tick = Publication::new("tick", None, Payload::encode(&5)?);
//! let frame = ClientFrame::Publish { publication: tick, id: None };
//! assert_eq!(frame.encode(), r#"{"type":"tick","data":5}"#);
//! assert_eq!(ClientFrame::decode(&frame.encode())?, frame);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![deny(missing_docs)]

// The derive names the crate that applications know.
extern crate self as bellwire;

pub mod envelope;
pub mod inbox;
pub mod job_status;
pub mod pusher;

mod channel;
mod decode_error;
mod event;
mod json;
mod member;
mod position;
mod publication;
mod unescape;

pub use bellwire_protocol_derive::Event;

pub use self::channel::{ChannelName, InvalidChannelName};
pub use self::decode_error::DecodeError;
pub use self::event::Event;
pub use self::member::Member;
pub use self::position::{Epoch, InvalidEpoch, Position};
pub use self::publication::{Payload, Publication};
