//! What the demo marketplace and its server say to each other: the events of PayChain's Job
//! Service, and the requests and answers of its HTTP API.
//!
//! The server writes these types and the page reads them, so the two cannot disagree.

#![deny(missing_docs)]

// `#[derive(Event)]` names the crate that applications know.
extern crate bellwire_protocol as bellwire;

mod event;
mod job;
mod session;
mod usd;

pub use self::event::{JobAccepted, JobCompleted, JobCreated, JobMessage, JobRefunded};
pub use self::job::{Job, JobId, JobStatus, NewJob, Stats, Wallet, job_channel};
pub use self::session::{ApiError, Role, Session, SignIn, User, UserId};
pub use self::usd::Usd;
