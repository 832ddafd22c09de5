use bellwire_demo_api::{Job, JobId, JobStatus, Role};
use bellwire_ui::{BadgeLabels, ConnectionBadge};
use leptos::prelude::*;

use super::conversation::Conversation;
use super::market::use_market;
use crate::route::{Page, Scene};
use crate::session::use_session;
use crate::views::{JobCard, Steps, job_view, step, use_job};

#[component]
pub(super) fn JobDetails(id: JobId) -> impl IntoView {
    let details = job_view(use_job(id), |job| {
        let actions = job.clone();
        view! { <JobCard job><Actions job=actions/></JobCard> }.into_any()
    });
    view! {
        <div class="heading">
            <a class="back" href=Scene::PayChain.href(Page::Jobs)>"← All jobs"</a>
            <ConnectionBadge labels=BadgeLabels::live()/>
        </div>
        {details}
        <Conversation id/>
    }
}

/// What this user can do about this job now.
#[component]
fn Actions(job: Job) -> impl IntoView {
    let market = use_market();
    let user = use_session().user_now();
    let is_mine = user.as_ref() == Some(&job.employer);
    let is_my_work = user.is_some() && user == job.worker;
    let is_worker = user.is_some_and(|user| user.role == Role::Worker);
    let steps = match job.status {
        JobStatus::Open if is_worker => vec![step("Accept job", "primary", &job, "accept")],
        JobStatus::InProgress if is_my_work => {
            vec![step("Mark as complete", "primary", &job, "complete")]
        }
        JobStatus::Open | JobStatus::InProgress if is_mine => {
            vec![step("Cancel and refund", "quiet", &job, "refund")]
        }
        JobStatus::Open | JobStatus::InProgress | JobStatus::Completed | JobStatus::Refunded => {
            Vec::new()
        }
    };
    view! { <Steps steps done=move || market.changed(job.id)/> }
}
