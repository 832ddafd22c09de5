use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{PaymentMethod, Usd, User};

/// The number of a job.
pub type JobId = u64;

/// The channel on which a job's conversation travels.
///
/// # Examples
///
/// ```
/// assert_eq!(bellwire_demo_api::job_channel(5), "job.5");
/// ```
#[must_use]
pub fn job_channel(job: JobId) -> String {
    format!("job.{job}")
}

/// A job, as the API shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// Its number.
    pub id: JobId,
    /// Its title.
    pub title: String,
    /// What is to be done.
    pub description: String,
    /// What it pays.
    pub pay_amount_usd: Usd,
    /// Its kind, such as `development`.
    pub job_type: String,
    /// How far it is.
    pub status: JobStatus,
    /// Who pays.
    pub employer: User,
    /// Who does it, once somebody does.
    pub worker: Option<User>,
    /// Whether the worker says that it is done.
    #[serde(default)]
    pub worker_marked_complete: bool,
    /// Whether the employer agrees.
    #[serde(default)]
    pub client_marked_complete: bool,
    /// How it is paid, once the employer has said so.
    #[serde(default)]
    pub payment_method: Option<PaymentMethod>,
}

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobStatus {
    /// Anybody may take it.
    Open,
    /// Somebody has taken it.
    InProgress,
    /// Done and paid.
    Completed,
    /// Ended without being done; the money went back.
    Refunded,
}

impl JobStatus {
    /// The status's name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::InProgress => "in_progress",
            Self::Completed => "completed",
            Self::Refunded => "refunded",
        }
    }
}

impl fmt::Display for JobStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A step to be taken by the status it leads to: `POST /api/jobs/{id}/status`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewStatus {
    /// How far the job shall be.
    pub status: JobStatus,
}

/// A job to be posted: `POST /api/jobs`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewJob {
    /// Its title; not empty.
    pub title: String,
    /// What is to be done.
    #[serde(default)]
    pub description: String,
    /// What it pays; more than nothing.
    pub pay_amount_usd: Usd,
    /// Its kind, such as `development`.
    pub job_type: String,
}

/// A line to be added to the conversation about a job: `POST /api/jobs/{id}/messages`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewMessage {
    /// What is said; not empty.
    pub text: String,
}

/// The marketplace in numbers: `GET /api/stats`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Stats {
    /// Jobs that anybody may take.
    pub open: usize,
    /// Jobs that are being done.
    pub in_progress: usize,
    /// Jobs that are done.
    pub completed: usize,
    /// What workers have earned.
    pub paid_usd: Usd,
}

/// A user's money: `GET /api/wallet`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Wallet {
    /// What can be spent.
    pub balance_usd: Usd,
    /// What is promised to jobs that are not done.
    pub locked_usd: Usd,
}
