//! What a route shows.

mod browse;
mod conversation;
mod dashboard;
mod job_details;
mod job_list;
mod new_job;
mod sign_in;

pub(crate) use self::browse::Browse;
pub(crate) use self::dashboard::Dashboard;
pub(crate) use self::job_details::JobDetails;
pub(crate) use self::sign_in::SignIn;

use bellwire_demo_api::JobStatus;

fn status_words(status: JobStatus) -> &'static str {
    match status {
        JobStatus::Open => "Open",
        JobStatus::InProgress => "In progress",
        JobStatus::Completed => "Completed",
        JobStatus::Refunded => "Refunded",
    }
}

fn status_name(status: JobStatus) -> &'static str {
    match status {
        JobStatus::Open => "open",
        JobStatus::InProgress => "in-progress",
        JobStatus::Completed => "completed",
        JobStatus::Refunded => "refunded",
    }
}
