use bellwire_demo_api::{Bid, Job, JobMessage, JobStatus, Usd, User};
use bellwire_protocol::inbox::Priority;

use crate::inbox::Draft;

/// To workers: there is something to do.
pub(super) fn job_created(job: &Job) -> Draft {
    let message = format!("{} posted a {} job in your area.", job.employer.name, job.job_type);
    about(job, "job_created", format!("New Job Available: {}", job.title), message)
}

/// To the employer: somebody would do it.
pub(super) fn bid_received(job: &Job, bid: &Bid) -> Draft {
    let (worker, amount) = (&bid.worker.name, bid.amount);
    let message = format!("{worker} has submitted a bid of {amount} for your job: {}.", job.title);
    let draft = about(job, "bid_received", format!("New Bid from {worker}"), message);
    Draft { priority: Priority::High, ..draft }
}

/// To the worker: the job is yours.
pub(super) fn bid_accepted(job: &Job, bid: &Bid) -> Draft {
    let (title, employer) = (&job.title, &job.employer.name);
    let message =
        format!("Your bid of {} for \"{title}\" has been accepted by {employer}.", bid.amount);
    let draft = about(job, "bid_accepted", "Your Bid Was Accepted!".to_owned(), message);
    Draft { priority: Priority::Urgent, ..draft }
}

/// To the worker: the job is not yours.
pub(super) fn bid_rejected(job: &Job) -> Draft {
    let message = format!("Your bid for \"{}\" was not accepted.", job.title);
    let draft = about(job, "bid_rejected", "Bid Not Accepted".to_owned(), message);
    Draft { priority: Priority::Low, ..draft }
}

/// To the other party: somebody has taken a step.
pub(super) fn job_status_changed(job: &Job, by: &User, before: JobStatus) -> Draft {
    let words = |status: JobStatus| status.as_str().replace('_', " ");
    let (before, now) = (words(before), words(job.status));
    let message = format!("{} changed the status from {before} to {now}.", by.name);
    about(job, "job_status_changed", format!("Job Status Changed: {}", job.title), message)
}

/// To the worker: there is money.
pub(super) fn payment_received(job: &Job, amount: Usd) -> Draft {
    let message = format!("You have received a payment of {amount} for job: {}.", job.title);
    let draft = about(job, "payment_received", format!("Payment Received: {amount}"), message);
    Draft { priority: Priority::High, action_url: "/payments".to_owned(), ..draft }
}

/// To the other party: somebody has written.
pub(super) fn message_received(message: &JobMessage) -> Draft {
    Draft {
        kind: "message_received",
        title: format!("New Message from {}", message.author),
        message: message.text.clone(),
        priority: Priority::Medium,
        action_url: format!("/messages?room={}", message.job_id),
        job_id: message.job_id,
    }
}

fn about(job: &Job, kind: &'static str, title: String, message: String) -> Draft {
    Draft {
        kind,
        title,
        message,
        priority: Priority::Medium,
        action_url: format!("/jobs?job={}", job.id),
        job_id: job.id,
    }
}
