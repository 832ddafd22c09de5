use bellwire_demo_api::Job;
use bellwire_ui::view::dynamic;
use leptos::prelude::*;

use super::{failure, loading, status_pill};
use crate::query::Query;
use crate::route::{Page, Scene};

/// A list of jobs in all its states: on its way, failed, empty, there.
#[component]
pub(crate) fn JobList(
    /// Whose pages the rows lead to.
    scene: Scene,
    jobs: Query<Vec<Job>>,
    /// Which of them.
    #[prop(default = |_| true)]
    which: fn(&Job) -> bool,
    /// What is said where there is none.
    empty: &'static str,
) -> impl IntoView {
    let chosen = move |jobs: &Vec<Job>| -> Vec<Job> {
        jobs.iter().filter(|job| which(job)).cloned().collect()
    };

    dynamic(move || match (jobs.with(chosen), jobs.error()) {
        (None, None) => loading(),
        (None, Some(words)) => failure(words, move || jobs.refetch()),
        (Some(list), None) => rows(scene, list, empty),
        (Some(list), Some(words)) => {
            let failure = failure(words, move || jobs.refetch());
            vec![failure, rows(scene, list, empty)].into_any()
        }
    })
}

fn rows(scene: Scene, jobs: Vec<Job>, empty: &'static str) -> AnyView {
    if jobs.is_empty() {
        return view! { <p class="empty">{empty}</p> }.into_any();
    }
    view! { <ul class="jobs">{jobs.into_iter().map(|job| row(scene, job)).collect_view()}</ul> }
        .into_any()
}

fn row(scene: Scene, job: Job) -> impl IntoView {
    view! {
        <li>
            <a class="job" href=scene.href(Page::Job(job.id))>
                <span class="job-title">{job.title}</span>
                <span class="job-kind">{job.job_type}</span>
                <span class="job-pay">{job.pay_amount_usd.to_string()}</span>
                {status_pill(job.status)}
            </a>
        </li>
    }
}
