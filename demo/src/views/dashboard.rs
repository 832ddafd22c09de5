use bellwire_demo_api::Role;
use bellwire_ui::{BadgeLabels, ConnectionBadge};
use leptos::prelude::*;

use super::job_list::JobList;
use super::new_job::NewJobForm;
use crate::market::use_market;
use crate::query::Query;
use crate::session::use_session;

#[component]
pub(crate) fn Dashboard() -> impl IntoView {
    let market = use_market();
    let session = use_session();
    let is_employer = Memo::new(move |_| session.is(Role::Employer));
    view! {
        <div class="heading">
            <h1>"Dashboard"</h1>
            <ConnectionBadge labels=BadgeLabels::live_updates()/>
        </div>
        <p class="hint">
            {move || if is_employer.get() {
                "Post a job here, and watch it arrive in a second window where you are the worker."
            } else {
                "Take a job here, and watch the news arrive in a second window where you are the employer."
            }}
            " "
            <a href="/" target="_blank" rel="noopener">"Open a second window"</a>
        </p>
        <dl class="figures">
            {figure("Open jobs", market.stats, |stats| stats.open.to_string())}
            {figure("In progress", market.stats, |stats| stats.in_progress.to_string())}
            {figure("Completed", market.stats, |stats| stats.completed.to_string())}
            {figure("Paid out", market.stats, |stats| stats.paid_usd.to_string())}
            {figure("Your wallet", market.wallet, |wallet| wallet.balance_usd.to_string())}
            {move || is_employer.get().then(|| {
                figure("Locked", market.wallet, |wallet| wallet.locked_usd.to_string())
            })}
        </dl>
        {move || is_employer.get().then(|| view! { <NewJobForm/> })}
        <h2>"My jobs"</h2>
        <JobList
            jobs=market.my_jobs
            empty="Nothing here yet. Jobs that you post or take show up here."
        />
    }
}

fn figure<T: Send + Sync>(
    name: &'static str,
    query: Query<T>,
    text: impl Fn(&T) -> String + Copy + Send + 'static,
) -> impl IntoView {
    view! {
        <div class="figure">
            <dt>{name}</dt>
            <dd>{move || query.with(text).unwrap_or_else(|| "–".to_owned())}</dd>
        </div>
    }
}
