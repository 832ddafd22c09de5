//! The events, with the fields that PayChain's documentation gives them.

use bellwire_protocol::Event;
use serde::{Deserialize, Serialize};

use crate::{JobId, Usd, UserId};

/// An employer has posted a job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Event)]
pub struct JobCreated {
    /// The job.
    pub job_id: JobId,
    /// Its title.
    pub title: String,
    /// What it pays.
    pub pay_amount_usd: Usd,
    /// Its kind, such as `development`.
    pub job_type: String,
}

/// A worker has taken a job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Event)]
pub struct JobAccepted {
    /// The job.
    pub job_id: JobId,
    /// Who took it.
    pub worker_id: UserId,
}

/// A worker has finished a job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Event)]
pub struct JobCompleted {
    /// The job.
    pub job_id: JobId,
    /// Whether the money is on its way; not where the worker is paid by hand.
    pub payment_released: bool,
}

/// A job has ended without being done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Event)]
pub struct JobRefunded {
    /// The job.
    pub job_id: JobId,
    /// `expired` or `cancelled`.
    pub reason: String,
}

/// A line of the conversation about a job; travels on the job's channel, in both directions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Event)]
pub struct JobMessage {
    /// The job.
    pub job_id: JobId,
    /// The writer's mark, by which a line that comes twice is known again.
    pub key: String,
    /// The writer's name.
    pub author: String,
    /// What was said.
    pub text: String,
}
