use bellwire_protocol::Event;
use serde::{Deserialize, Serialize};

use crate::JobId;

/// How an employer pays for a job that is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum PaymentMethod {
    /// Through GCash.
    Gcash,
    /// By hand.
    Cash,
}

/// The employer agrees that a job is done: `POST /api/jobs/{id}/approve-completion`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApproveCompletion {
    /// How it is paid.
    pub payment_method: PaymentMethod,
}

/// A step on the way to a job that is done; what both parties hear on the job's own socket.
///
/// # Examples
///
/// ```
/// use bellwire_demo_api::{CompletionStep, JobStatusUpdate};
///
/// let update: JobStatusUpdate = serde_json::from_str(
///     r#"{"event":"worker_marked_complete","job_id":5,"worker_marked_complete":true,
///         "client_marked_complete":false,"awaiting_client_verification":true,
///         "timestamp":"2025-11-06T12:34:56.789Z"}"#,
/// )?;
/// assert_eq!(update.event, CompletionStep::WorkerMarkedComplete);
/// assert_eq!(update.payment_method, None);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Event)]
pub struct JobStatusUpdate {
    /// Which step.
    pub event: CompletionStep,
    /// The job.
    pub job_id: JobId,
    /// Whether the worker says that it is done.
    pub worker_marked_complete: bool,
    /// Whether the employer agrees.
    pub client_marked_complete: bool,
    /// Whether the employer is to say so now; only with the worker's step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub awaiting_client_verification: Option<bool>,
    /// How it is paid; only with the employer's step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_method: Option<PaymentMethod>,
    /// When that was, as RFC 3339 has it.
    pub timestamp: String,
}

/// Who has taken a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CompletionStep {
    /// The worker says that the job is done.
    WorkerMarkedComplete,
    /// The employer agrees.
    ClientApprovedCompletion,
}
