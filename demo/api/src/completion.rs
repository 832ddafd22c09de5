use bellwire_protocol::job_status::PaymentMethod;
use serde::{Deserialize, Serialize};

/// The employer agrees that a job is done: `POST /api/jobs/{id}/approve-completion`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApproveCompletion {
    /// How it is paid. What is paid by hand comes from no wallet: what was put aside for the job goes
    /// back to the employer's.
    pub payment_method: PaymentMethod,
}
