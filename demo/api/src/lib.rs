//! What the demo marketplace and its server say to each other: the events of PayChain's Job
//! Service, the status updates of a job's own socket, and the requests and answers of the HTTP API.
//!
//! The server writes these types and the page reads them, so the two cannot disagree.

#![deny(missing_docs)]

// `#[derive(Event)]` names the crate that applications know.
extern crate bellwire_protocol as bellwire;

mod bid;
mod completion;
mod event;
mod job;
mod payment;
mod session;
mod usd;

pub use bellwire_protocol::job_status::{CompletionStep, JobStatusUpdate, PaymentMethod};

pub use self::bid::{Bid, BidId, BidStatus, NewBid};
pub use self::completion::ApproveCompletion;
pub use self::event::{JobAccepted, JobCompleted, JobCreated, JobMessage, JobRefunded};
pub use self::job::{
    Job, JobId, JobStatus, NewJob, NewMessage, NewStatus, Stats, Wallet, job_channel,
};
pub use self::payment::{NewPayment, Payment};
pub use self::session::{ApiError, Role, Session, SignIn, User, UserId};
pub use self::usd::Usd;
