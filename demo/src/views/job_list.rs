use bellwire_demo_api::Job;
use bellwire_ui::view::dynamic;
use leptos::prelude::*;

use super::{failure, loading, status_pill};
use crate::query::Query;
use crate::route::Route;

/// A list of jobs in all its states: on its way, failed, empty, there.
#[component]
pub(crate) fn JobList(jobs: Query<Vec<Job>>, empty: &'static str) -> impl IntoView {
    dynamic(move || match (jobs.with(Vec::clone), jobs.error()) {
        (None, None) => loading(),
        (None, Some(words)) => failure(words, move || jobs.refetch()),
        (Some(list), None) => rows(list, empty),
        (Some(list), Some(words)) => {
            let failure = failure(words, move || jobs.refetch());
            vec![failure, rows(list, empty)].into_any()
        }
    })
}

fn rows(jobs: Vec<Job>, empty: &'static str) -> AnyView {
    if jobs.is_empty() {
        return view! { <p class="empty">{empty}</p> }.into_any();
    }
    view! { <ul class="jobs">{jobs.into_iter().map(row).collect_view()}</ul> }.into_any()
}

fn row(job: Job) -> impl IntoView {
    view! {
        <li>
            <a class="job" href=Route::Job(job.id).href()>
                <span class="job-title">{job.title}</span>
                <span class="job-kind">{job.job_type}</span>
                <span class="job-pay">{job.pay_amount_usd.to_string()}</span>
                {status_pill(job.status)}
            </a>
        </li>
    }
}
