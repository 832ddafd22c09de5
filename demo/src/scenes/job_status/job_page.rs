use bellwire::job_status::{CompletionStep, JobStatusUpdate, PaymentMethod};
use bellwire_demo_api::{ApproveCompletion, Job, JobId, JobStatus, User};
use bellwire_ui::view::dynamic;
use bellwire_ui::{
    Completion, ConnectionBadge, JobCompletion, JobParty, RealtimeProvider, Toast, key,
    use_job_status, use_realtime,
};
use leptos::prelude::*;

use crate::api;
use crate::route::{Page, Scene};
use crate::session::use_session;
use crate::views::{JobCard, job_view, use_job};

#[component]
pub(super) fn JobPage(id: JobId, user: User) -> impl IntoView {
    let job = use_job(id);
    let party = Memo::new(move |_| job.with(|job| party(&user, job)).flatten());
    let is_under_way = Memo::new(move |_| {
        job.with(|job| matches!(job.status, JobStatus::InProgress | JobStatus::Completed))
            .unwrap_or_default()
    });
    let details = job_view(job, |job| view! { <JobCard job/> }.into_any());
    let completion = dynamic(move || match (party.get(), is_under_way.get()) {
        (Some(party), true) => view! { <Steps id party job/> }.into_any(),
        (Some(_), false) => view! {
            <Heading/>
            <p class="hint">"Nobody works on this job."</p>
        }
        .into_any(),
        (None, _) => view! { <Heading/> }.into_any(),
    });
    view! {
        {completion}
        {details}
    }
}

#[component]
fn Heading(#[prop(optional)] children: Option<Children>) -> impl IntoView {
    view! {
        <div class="heading">
            <a class="back" href=Scene::JobStatus.href(Page::Home)>"← My jobs"</a>
            {children.map(|children| children())}
        </div>
    }
}

/// The two steps, and the socket on which they are told.
#[component]
fn Steps(id: JobId, party: JobParty, job: crate::query::Query<Job>) -> impl IntoView {
    let status = use_job_status(id);
    let session = use_session();
    let realtime = use_realtime();
    let invalidation = realtime.invalidation();
    status.on_connected(move || job.refetch());
    status.on_update(move |update| {
        if let Some(toast) = news(party, update) {
            realtime.notify(toast);
        }
        invalidation.mark_stale(key!["job", id]);
    });
    Effect::new(move |_| {
        let known = job.with(|job| {
            Completion::new(
                // A job that was done in one step was done by the worker, and paid.
                job.worker_marked_complete,
                job.client_marked_complete || job.status == JobStatus::Completed,
                job.payment_method,
            )
        });
        status.learn(id, known.unwrap_or_default());
    });
    let mark = Action::new_local(move |(): &()| async move {
        let path = format!("jobs/{id}/mark-complete");
        api::post::<Job>(&path, session.token().as_deref(), &()).await.map(drop)
    });
    let approve = Action::new_local(move |&payment_method: &PaymentMethod| async move {
        let path = format!("jobs/{id}/approve-completion");
        let approval = ApproveCompletion { payment_method };
        api::post::<Job>(&path, session.token().as_deref(), &approval).await.map(drop)
    });
    view! {
        <Heading>
            <RealtimeProvider client=untrack(|| status.client())><ConnectionBadge/></RealtimeProvider>
        </Heading>
        <JobCompletion status party mark approve class="completion"/>
    }
}

fn party(user: &User, job: &Job) -> Option<JobParty> {
    if *user == job.employer {
        Some(JobParty::Client)
    } else {
        (job.worker.as_ref() == Some(user)).then_some(JobParty::Worker)
    }
}

/// What is news to a party: the other's step.
fn news(party: JobParty, update: &JobStatusUpdate) -> Option<Toast> {
    match (party, update.event) {
        (JobParty::Client, CompletionStep::WorkerMarkedComplete) => Some(
            Toast::info("The worker has marked this job as complete")
                .icon("⏳")
                .description("Please review and approve!"),
        ),
        (JobParty::Worker, CompletionStep::ClientApprovedCompletion) => {
            let toast = Toast::success("Job completion approved!").icon("✅");
            Some(toast.description(match update.payment_method {
                Some(PaymentMethod::Cash) => "Paid in cash: please upload a proof of payment.",
                Some(PaymentMethod::Gcash) | None => "The payment is on its way.",
            }))
        }
        (JobParty::Client, CompletionStep::ClientApprovedCompletion)
        | (JobParty::Worker, CompletionStep::WorkerMarkedComplete) => None,
    }
}
