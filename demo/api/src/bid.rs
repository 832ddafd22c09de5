use serde::{Deserialize, Serialize};

use crate::{JobId, Usd, User};

/// The number of a bid.
pub type BidId = u64;

/// A worker's offer to do a job: `GET /api/jobs/{id}/bids`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bid {
    /// Its number.
    pub id: BidId,
    /// The job.
    pub job_id: JobId,
    /// Who would do it.
    pub worker: User,
    /// For how much.
    pub amount: Usd,
    /// What else the worker has to say.
    pub message: String,
    /// What became of it.
    pub status: BidStatus,
}

/// What became of a bid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BidStatus {
    /// The employer has not decided.
    Pending,
    /// The job is the worker's.
    Accepted,
    /// The employer does not want it.
    Rejected,
}

/// An offer to be made: `POST /api/jobs/{id}/bids`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewBid {
    /// For how much; more than nothing.
    pub amount: Usd,
    /// What else the worker has to say.
    #[serde(default)]
    pub message: String,
}
