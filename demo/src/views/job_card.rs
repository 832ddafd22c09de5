use bellwire_demo_api::{Job, JobId};
use bellwire_ui::key;
use bellwire_ui::view::{Dynamic, dynamic};
use leptos::prelude::*;

use super::{failure, loading, status_pill};
use crate::api;
use crate::query::{Query, use_query};

/// A job, fetched again whenever it is stale.
pub(crate) fn use_job(id: JobId) -> Query<Job> {
    use_query(
        key!["job", id],
        move || async move { api::get::<Job>(&format!("jobs/{id}"), None).await },
    )
}

/// A job in all its states: on its way, failed, there.
pub(crate) fn job_view(
    job: Query<Job>,
    content: impl FnMut(Job) -> AnyView + Send + 'static,
) -> Dynamic {
    changed_job_view(job, move || job.with(Job::clone), content)
}

/// The same, where what is shown is not quite what was fetched.
pub(crate) fn changed_job_view(
    fetched: Query<Job>,
    job: impl Fn() -> Option<Job> + Send + 'static,
    mut content: impl FnMut(Job) -> AnyView + Send + 'static,
) -> Dynamic {
    dynamic(move || match (job(), fetched.error()) {
        (Some(job), _) => content(job),
        (None, None) => loading(),
        (None, Some(words)) => failure(words, move || fetched.refetch()),
    })
}

/// What a job is, and below it what can be done about it.
#[component]
pub(crate) fn JobCard(job: Job, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    let worker = job.worker.map(|worker| format!("taken by {}", worker.name));
    view! {
        <article class="card">
            <div class="heading">
                <h1>{job.title}</h1>
                {status_pill(job.status)}
            </div>
            <p class="facts">
                <strong>{job.pay_amount_usd.to_string()}</strong>
                <span>{job.job_type}</span>
                <span>"posted by "{job.employer.name}</span>
                <span>{worker}</span>
            </p>
            <p class="description">{job.description}</p>
            {children.map(|children| children())}
        </article>
    }
}
