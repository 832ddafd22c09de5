use bellwire_demo_api::{Job, JobId, JobStatus, Role, User};
use bellwire_ui::view::dynamic;
use bellwire_ui::{ConnectionBadge, PresenceAvatars, PresenceLabels, use_channel};
use leptos::prelude::*;

use super::jox::use_jox;
use crate::route::{Page, Scene};
use crate::session::use_session;
use crate::views::{JobCard, Steps, job_view, step, use_job};

#[component]
pub(super) fn JobPage(id: JobId) -> impl IntoView {
    let user = use_session().user_now();
    let job = use_job(id);
    // The job's own channel is for who has posted it and who has claimed it.
    let is_party = {
        let user = user.clone();
        Memo::new(move |_| job.with(|job| is_party(user.as_ref(), job)).unwrap_or_default())
    };
    let own_channel = dynamic(move || is_party.get().then(|| view! { <OwnChannel id/> }));
    let details = job_view(job, move |job| {
        let (actions, user) = (job.clone(), user.clone());
        view! { <JobCard job><Actions job=actions user/></JobCard> }.into_any()
    });
    let labels = PresenceLabels { list: "Looking at this job".into(), ..PresenceLabels::english() };
    view! {
        <div class="heading">
            <a class="back" href=Scene::SharedJox.href(Page::Home)>"← Discovery"</a>
            <ConnectionBadge/>
            <PresenceAvatars channel=format!("presence-job.{id}") labels/>
        </div>
        {details}
        {own_channel}
    }
}

/// Listens to what becomes of the job.
#[component]
fn OwnChannel(id: JobId) -> impl IntoView {
    use_channel(format!("private-job.{id}"));
}

#[component]
fn Actions(job: Job, user: Option<User>) -> impl IntoView {
    let jox = use_jox();
    let is_mine = user.as_ref() == Some(&job.employer);
    let is_my_work = user.is_some() && user == job.worker;
    let is_freelancer = user.is_some_and(|user| user.role == Role::Worker);
    let steps = match job.status {
        JobStatus::Open if is_freelancer => vec![step("Claim job", "primary", &job, "accept")],
        JobStatus::InProgress if is_my_work => vec![step("Deliver", "primary", &job, "complete")],
        JobStatus::Open | JobStatus::InProgress if is_mine => {
            vec![step("Cancel and refund", "quiet", &job, "refund")]
        }
        JobStatus::Open | JobStatus::InProgress | JobStatus::Completed | JobStatus::Refunded => {
            Vec::new()
        }
    };
    view! { <Steps steps done=move || jox.changed(job.id)/> }
}

fn is_party(user: Option<&User>, job: &Job) -> bool {
    user.is_some_and(|user| *user == job.employer || job.worker.as_ref() == Some(user))
}
