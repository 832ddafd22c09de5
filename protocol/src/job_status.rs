//! What both parties of a job hear on the job's own socket, as Django Channels servers send it: who
//! has said that it is done.
//!
//! ```text
//! S> {"type":"job_status_update","data":{"event":"worker_marked_complete","job_id":123,…}}
//! ```

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};

use crate::{Event, Payload};

/// How the client of a job pays once it is done.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::job_status::PaymentMethod;
///
/// assert_eq!(serde_json::to_string(&PaymentMethod::Gcash)?, r#""GCASH""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum PaymentMethod {
    /// Through GCash.
    Gcash,
    /// By hand.
    Cash,
}

/// A step on the way to a job that is done; what both parties hear on the job's own socket.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::job_status::{CompletionStep, JobStatusUpdate};
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
    pub job_id: u64,
    /// Whether the worker says that it is done; servers say it with the worker's step at least.
    #[serde(default, deserialize_with = "known_or_default")]
    pub worker_marked_complete: bool,
    /// Whether the client agrees; servers say it with the client's step at least.
    #[serde(default, deserialize_with = "known_or_default")]
    pub client_marked_complete: bool,
    /// Whether the client is to say so now; only with the worker's step.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "known")]
    pub awaiting_client_verification: Option<bool>,
    /// How it is paid; only with the client's step, and none where it is a way that is not known here.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "known")]
    pub payment_method: Option<PaymentMethod>,
    /// When that was, as RFC 3339 has it; empty where the server does not say.
    #[serde(default, deserialize_with = "known_or_default")]
    pub timestamp: String,
}

/// Who has taken a step.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::job_status::CompletionStep;
///
/// let step: CompletionStep = serde_json::from_str(r#""client_approved_completion""#)?;
/// assert_eq!(step, CompletionStep::ClientApprovedCompletion);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CompletionStep {
    /// The worker says that the job is done.
    WorkerMarkedComplete,
    /// The client agrees.
    ClientApprovedCompletion,
}

/// What is not as expected is not known; the rest counts.
fn known<'de, D: Deserializer<'de>, T: DeserializeOwned>(field: D) -> Result<Option<T>, D::Error> {
    Ok(Payload::deserialize(field)?.read().ok())
}

fn known_or_default<'de, D, T>(field: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned + Default,
{
    Ok(known(field)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_is_not_as_expected_costs_nothing_else() {
        let odd = r#"{"event":"client_approved_completion","job_id":5,"payment_method":"MAYA",
            "timestamp":null,"worker_marked_complete":null,"awaiting_client_verification":"?"}"#;
        let odd: JobStatusUpdate = serde_json::from_str(odd).unwrap();
        assert_eq!((odd.payment_method, odd.timestamp.as_str()), (None, ""));
        let cash = r#"{"event":"client_approved_completion","job_id":5,"payment_method":"CASH"}"#;
        let cash: JobStatusUpdate = serde_json::from_str(cash).unwrap();
        assert_eq!(cash.payment_method, Some(PaymentMethod::Cash));
    }
}
