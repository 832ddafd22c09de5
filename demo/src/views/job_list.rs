use bellwire_demo_api::Job;
use leptos::prelude::*;

use super::{status_name, status_words};
use crate::query::Query;
use crate::route::Route;

/// A list of jobs in all its states: on its way, failed, empty, there.
#[component]
pub(crate) fn JobList(jobs: Query<Vec<Job>>, empty: &'static str) -> impl IntoView {
    move || {
        match (jobs.with(Vec::clone), jobs.error()) {
        (None, None) => view! { <div class="skeleton" aria-label="Loading" role="img"></div> }.into_any(),
        (None, Some(words)) => failure(jobs, words).into_any(),
        (Some(list), error) => view! {
            {error.map(|words| failure(jobs, words))}
            {if list.is_empty() {
                view! { <p class="empty">{empty}</p> }.into_any()
            } else {
                view! { <ul class="jobs">{list.into_iter().map(row).collect_view()}</ul> }.into_any()
            }}
        }
        .into_any(),
    }
    }
}

fn failure(jobs: Query<Vec<Job>>, words: String) -> impl IntoView {
    view! {
        <p class="error" role="alert">
            {words} " "
            <button type="button" class="quiet" on:click=move |_| jobs.refetch()>"Try again"</button>
        </p>
    }
}

fn row(job: Job) -> impl IntoView {
    view! {
        <li>
            <a class="job" href=Route::Job(job.id).href()>
                <span class="job-title">{job.title}</span>
                <span class="job-kind">{job.job_type}</span>
                <span class="job-pay">{job.pay_amount_usd.to_string()}</span>
                <span class="status" data-status=status_name(job.status)>{status_words(job.status)}</span>
            </a>
        </li>
    }
}
