use bellwire_demo_api::{Job, Role};
use bellwire_ui::{BadgeLabels, ConnectionBadge};
use leptos::prelude::*;

use super::market::use_market;
use crate::route::Scene;
use crate::session::use_session;
use crate::views::{JobList, NewJobForm, figure};

#[component]
pub(super) fn Dashboard() -> impl IntoView {
    let market = use_market();
    let session = use_session();
    // Whoever signs in as somebody else gets another dashboard.
    let is_employer = session.user_now().is_some_and(|user| user.role == Role::Employer);
    let hint = match is_employer {
        true => "Post a job here, and watch it arrive in a second window where you are the worker.",
        false => {
            "Take a job here, and watch the news arrive in a second window where you are the \
             employer."
        }
    };
    let mut figures = vec![
        figure("Open jobs", market.stats, |stats| stats.open.to_string()),
        figure("In progress", market.stats, |stats| stats.in_progress.to_string()),
        figure("Completed", market.stats, |stats| stats.completed.to_string()),
        figure("Paid out", market.stats, |stats| stats.paid_usd.to_string()),
        figure("Your wallet", market.wallet, |wallet| wallet.balance_usd.to_string()),
    ];
    if is_employer {
        figures.push(figure("Locked", market.wallet, |wallet| wallet.locked_usd.to_string()));
    }
    view! {
        <div class="heading">
            <h1>"Dashboard"</h1>
            <ConnectionBadge labels=BadgeLabels::live_updates()/>
        </div>
        <p class="hint">
            {hint} " " <a href="/" target="_blank" rel="noopener">"Open a second window"</a>
        </p>
        <dl class="figures">{figures}</dl>
        {is_employer.then(|| {
            view! { <NewJobForm created=move |job: Job| market.changed(job.id)/> }
        })}
        <h2>"My jobs"</h2>
        <JobList
            scene=Scene::PayChain
            jobs=market.my_jobs
            empty="Nothing here yet. Jobs that you post or take show up here."
        />
    }
}
