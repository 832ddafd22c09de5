use bellwire_demo_api::{Job, Role};
use bellwire_ui::ConnectionBadge;
use leptos::prelude::*;

use super::jox::use_jox;
use crate::route::Scene;
use crate::session::use_session;
use crate::views::{Board, NewJobForm, figure};

/// What there is to do, as it is posted.
#[component]
pub(super) fn Feed() -> impl IntoView {
    let jox = use_jox();
    let is_client = use_session().user_now().is_some_and(|user| user.role == Role::Employer);
    let figures = [
        figure("Available", jox.wallet, |wallet| wallet.balance_usd.to_string()),
        figure("In escrow", jox.wallet, |wallet| wallet.locked_usd.to_string()),
    ];
    view! {
        <div class="heading">
            <h1>"Discovery"</h1>
            <ConnectionBadge/>
        </div>
        <p class="hint">
            "Jobs show up here as they are posted. A wallet changes as soon as a job is claimed, done \
             or refunded."
        </p>
        <dl class="figures">{figures}</dl>
        {is_client.then(|| view! { <NewJobForm created=move |job: Job| jox.changed(job.id)/> })}
        <Board
            scene=Scene::SharedJox
            jobs=jox.jobs
            open="Open jobs"
            empty="Nothing to claim. A client can post a job."
            taken="Claimed and done"
        />
    }
}
