use bellwire_demo_api::{Job, JobId, JobStatus, Role};
use bellwire_ui::view::{dynamic, text};
use bellwire_ui::{BadgeLabels, ConnectionBadge, key};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::conversation::Conversation;
use super::{failure, loading, status_pill};
use crate::api;
use crate::market::use_market;
use crate::query::use_query;
use crate::route::Route;
use crate::session::use_session;

#[component]
pub(crate) fn JobDetails(id: JobId) -> impl IntoView {
    let job = use_query(key!["job", id], move || async move {
        api::get::<Job>(&format!("jobs/{id}"), None).await
    });
    let details = dynamic(move || match (job.with(Job::clone), job.error()) {
        (Some(job), _) => view! { <Details job/> }.into_any(),
        (None, None) => loading(),
        (None, Some(words)) => failure(words, move || job.refetch()),
    });
    view! {
        <div class="heading">
            <a class="back" href=Route::Jobs.href()>"← All jobs"</a>
            <ConnectionBadge labels=BadgeLabels::live()/>
        </div>
        {details}
        <Conversation id/>
    }
}

#[component]
fn Details(job: Job) -> impl IntoView {
    let worker = job.worker.as_ref().map(|worker| format!("taken by {}", worker.name));
    view! {
        <article class="card">
            <div class="heading">
                <h1>{job.title.clone()}</h1>
                {status_pill(job.status)}
            </div>
            <p class="facts">
                <strong>{job.pay_amount_usd.to_string()}</strong>
                <span>{job.job_type.clone()}</span>
                <span>"posted by "{job.employer.name.clone()}</span>
                <span>{worker}</span>
            </p>
            <p class="description">{job.description.clone()}</p>
            <Actions job/>
        </article>
    }
}

/// What this user can do about this job now.
#[component]
fn Actions(job: Job) -> impl IntoView {
    let market = use_market();
    let user = use_session().user_now();
    let error = RwSignal::new(String::new());
    let is_mine = user.as_ref() == Some(&job.employer);
    let is_my_work = user.is_some() && user == job.worker;
    let is_worker = user.is_some_and(|user| user.role == Role::Worker);
    let actions: &[(&str, &str, &str)] = match job.status {
        JobStatus::Open if is_worker => &[("accept", "Accept job", "primary")],
        JobStatus::InProgress if is_my_work => &[("complete", "Mark as complete", "primary")],
        JobStatus::Open | JobStatus::InProgress if is_mine => {
            &[("refund", "Cancel and refund", "quiet")]
        }
        JobStatus::Open | JobStatus::InProgress | JobStatus::Completed | JobStatus::Refunded => &[],
    };
    let buttons = actions
        .iter()
        .map(|&(action, words, class)| {
            let act = move |_| {
                spawn_local(async move {
                    if let Err(words) = market.act(job.id, action).await {
                        // The view may be another by now.
                        error.try_set(words);
                    }
                });
            };
            view! { <button type="button" class=class on:click=act>{words}</button> }
        })
        .collect_view();
    view! {
        <div class="actions">{buttons}</div>
        <p class="error" role="alert">{text(move || error.get())}</p>
    }
}
