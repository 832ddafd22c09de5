use serde::{Deserialize, Serialize};

use crate::{JobId, Usd};

/// Money for a job's worker, beside what the job pays: `POST /api/jobs/{id}/payments`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPayment {
    /// How much; more than nothing.
    pub amount: Usd,
}

/// A payment that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// The job.
    pub job_id: JobId,
    /// How much.
    pub amount: Usd,
}
