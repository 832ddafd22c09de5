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
use leptos::prelude::*;

fn status_pill(status: JobStatus) -> AnyView {
    let (name, words) = match status {
        JobStatus::Open => ("open", "Open"),
        JobStatus::InProgress => ("in-progress", "In progress"),
        JobStatus::Completed => ("completed", "Completed"),
        JobStatus::Refunded => ("refunded", "Refunded"),
    };
    view! { <span class="status" data-status=name>{words}</span> }.into_any()
}

/// Stands where data will be.
fn loading() -> AnyView {
    view! { <div class="skeleton" aria-label="Loading" role="img"></div> }.into_any()
}

/// Says why there is no data, or none that is fresh.
fn failure(words: String, retry: impl Fn() + 'static) -> AnyView {
    view! {
        <p class="error" role="alert">
            {words} " "
            <button type="button" class="quiet" on:click=move |_| retry()>"Try again"</button>
        </p>
    }
    .into_any()
}
