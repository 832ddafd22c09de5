use std::rc::Rc;

use bellwire_demo_api::{Job, JobId, JobStatus, Role, User};
use bellwire_ui::view::{dynamic, text};
use bellwire_ui::{BadgeLabels, ConnectionBadge, UseOptimistic, use_optimistic};
use leptos::prelude::*;

use super::conversation::Conversation;
use super::market::touched;
use crate::route::{Page, Scene};
use crate::session::use_session;
use crate::views::{Act, JobCard, Step, buttons, changed_job_view, step, take, use_job};

#[component]
pub(super) fn JobDetails(id: JobId) -> impl IntoView {
    let fetched = use_job(id);
    let job = use_optimistic(move || fetched.with(Job::clone));
    let details = changed_job_view(
        fetched,
        move || job.value(),
        move |card| {
            let now = card.clone();
            view! { <JobCard job=card><Actions now job/></JobCard> }.into_any()
        },
    );
    view! {
        <div class="heading">
            <a class="back" href=Scene::PayChain.href(Page::Jobs)>"← All jobs"</a>
            <ConnectionBadge labels=BadgeLabels::live()/>
        </div>
        {details}
        <p class="error" role="alert">{text(move || job.error().unwrap_or_default())}</p>
        <Conversation id/>
    }
}

/// What this user can do about this job now. It is done with the click, and undone where the server
/// says no; until it has answered, there is nothing else to do.
#[component]
fn Actions(now: Job, job: UseOptimistic<Job>) -> impl IntoView {
    let session = use_session();
    let user = session.user_now();
    let next = user.and_then(|user| next_step(user, &now));
    dynamic(move || {
        let (step, status, worker) = next.clone().filter(|_| !job.is_pending())?;
        let act: Act = Rc::new(move |path| {
            let worker = worker.clone();
            let change = move |job: &mut Job| {
                job.status = status;
                job.worker.clone_from(&worker);
            };
            job.apply(change, take(session, path), touched(now.id));
        });
        Some(buttons(vec![step], &act))
    })
}

/// What somebody can do, and what becomes of the job and its worker.
fn next_step(user: User, job: &Job) -> Option<(Step, JobStatus, Option<User>)> {
    let is_mine = user == job.employer;
    let is_my_work = job.worker.as_ref() == Some(&user);
    let worker = job.worker.clone();
    match job.status {
        JobStatus::Open if user.role == Role::Worker => {
            let accept = step("Accept job", "primary", job, "accept");
            Some((accept, JobStatus::InProgress, Some(user)))
        }
        JobStatus::InProgress if is_my_work => {
            let complete = step("Mark as complete", "primary", job, "complete");
            Some((complete, JobStatus::Completed, worker))
        }
        JobStatus::Open | JobStatus::InProgress if is_mine => {
            let refund = step("Cancel and refund", "quiet", job, "refund");
            Some((refund, JobStatus::Refunded, worker))
        }
        JobStatus::Open | JobStatus::InProgress | JobStatus::Completed | JobStatus::Refunded => {
            None
        }
    }
}
