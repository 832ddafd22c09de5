use bellwire_demo_api::{Job, JobAccepted, JobCompleted, JobCreated, JobRefunded, UserId};
use bellwire_protocol::{Event, Payload, Publication};
use serde::Serialize;

/// What the Job Service tells everybody, with the fields of its documentation.
pub(super) fn created(job: &Job) -> Publication {
    to_everybody(&JobCreated {
        job_id: job.id,
        title: job.title.clone(),
        pay_amount_usd: job.pay_amount_usd,
        job_type: job.job_type.clone(),
    })
}

pub(super) fn accepted(job: &Job, worker_id: UserId) -> Publication {
    to_everybody(&JobAccepted { job_id: job.id, worker_id })
}

pub(super) fn completed(job: &Job, payment_released: bool) -> Publication {
    to_everybody(&JobCompleted { job_id: job.id, payment_released })
}

pub(super) fn refunded(job: &Job) -> Publication {
    to_everybody(&JobRefunded { job_id: job.id, reason: "cancelled".to_owned() })
}

fn to_everybody<E: Event + Serialize>(event: &E) -> Publication {
    Publication::new(E::NAME, None, Payload::encode(event).unwrap_or_else(|_| Payload::null()))
}
