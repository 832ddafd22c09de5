use bellwire::inbox::NewNotification;
use bellwire_demo_api::{Job, JobId, Role};
use bellwire_ui::invalidation::{Invalidation, InvalidationRules};
use bellwire_ui::{ConnectionBadge, key, use_invalidation};
use leptos::prelude::*;

use crate::api;
use crate::query::{Query, use_query};
use crate::route::Scene;
use crate::session::use_session;
use crate::views::{Board, NewJobForm};

/// The jobs, and what makes them stale.
#[derive(Clone, Copy)]
pub(super) struct CleaningMarket {
    jobs: Query<Vec<Job>>,
    invalidation: Invalidation,
}

/// A notification says that something has happened to a job, and the job says what.
pub(super) fn provide_cleaning() {
    let rules = InvalidationRules::new().on::<NewNotification>(|rule| {
        rule.stale(key!["jobs"])
            .stale_each(key!["job"], |event| event.notification.job_id.unwrap_or_default())
    });
    provide_context(CleaningMarket {
        jobs: use_query(key!["jobs"], async || api::get("jobs", None).await),
        invalidation: use_invalidation(rules),
    });
}

pub(super) fn use_cleaning() -> CleaningMarket {
    expect_context()
}

impl CleaningMarket {
    /// What we do ourselves is fresh at once. What belongs to the job is stale with it.
    pub(super) fn changed(self, id: JobId) {
        self.invalidation.mark_stale(key!["jobs"]);
        self.invalidation.mark_stale(key!["job", id]);
    }
}

#[component]
pub(super) fn CleaningJobs() -> impl IntoView {
    let market = use_cleaning();
    let is_client = use_session().user_now().is_some_and(|user| user.role == Role::Employer);
    let hint = match is_client {
        true => {
            "Post a job, and wait for bids: each is a notification, in a toast and in the bell."
        }
        false => {
            "Open a job and bid for it. The bell tells when there is a new one, and who got it."
        }
    };
    view! {
        <div class="heading">
            <h1>"Cleaning jobs"</h1>
            <ConnectionBadge/>
        </div>
        <p class="hint">{hint}</p>
        {is_client.then(|| view! { <NewJobForm created=move |job: Job| market.changed(job.id)/> })}
        <Board
            scene=Scene::Cleaning
            jobs=market.jobs
            open="Open for bids"
            empty="No jobs to bid for."
            taken="Given away"
        />
    }
}
