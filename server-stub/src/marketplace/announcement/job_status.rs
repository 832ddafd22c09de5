use bellwire_demo_api::{CompletionStep, Job, JobStatusUpdate};

use crate::timestamp;

/// The worker says that the job is done.
pub(super) fn worker_marked_complete(job: &Job) -> JobStatusUpdate {
    JobStatusUpdate {
        awaiting_client_verification: Some(true),
        ..update(job, CompletionStep::WorkerMarkedComplete)
    }
}

/// The employer agrees.
pub(super) fn client_approved_completion(job: &Job) -> JobStatusUpdate {
    JobStatusUpdate {
        payment_method: job.payment_method,
        ..update(job, CompletionStep::ClientApprovedCompletion)
    }
}

fn update(job: &Job, event: CompletionStep) -> JobStatusUpdate {
    JobStatusUpdate {
        event,
        job_id: job.id,
        worker_marked_complete: job.worker_marked_complete,
        client_marked_complete: job.client_marked_complete,
        awaiting_client_verification: None,
        payment_method: None,
        timestamp: timestamp::now(),
    }
}
