//! A small realtime server to build and test against.
//!
//! It speaks the envelope protocol on `/ws` and takes broadcasts on `POST /broadcast`, as
//! PayChain's WebSocket server does; it speaks the Pusher protocol on `/app/{key}`, with the HTTP
//! API on `/apps/{app_id}` and Laravel's `/broadcasting/auth`, as SharedJox needs them; it keeps
//! inboxes on `/ws/notifications/{user_id}/` and tells of a job's status on `/ws/job/{job_id}/`, as
//! Django Channels servers do; and it plays the Job Service that the demo needs. All state is in
//! memory.

#![deny(missing_docs)]

mod app;
mod envelope;
mod error;
mod hub;
mod inbox;
mod marketplace;
mod options;
mod presence;
mod pusher;
mod socket;
mod timestamp;

pub use self::app::{App, AppError};
pub use self::options::Options;
