use bellwire_demo_api::{
    Job, JobAccepted, JobCompleted, JobId, JobRefunded, JobStatus, Stats, Wallet,
};
use bellwire_ui::invalidation::{Invalidation, QueryKey};
use bellwire_ui::{key, use_channel, use_event, use_invalidation, use_notification_rules};
use leptos::prelude::*;

use crate::api;
use crate::query::{Query, use_query};
use crate::session::use_session;

use super::rules;

/// What every view shows a part of, and what one can do.
#[derive(Clone, Copy)]
pub(super) struct Market {
    pub(super) jobs: Query<Vec<Job>>,
    pub(super) my_jobs: Query<Vec<Job>>,
    pub(super) stats: Query<Stats>,
    pub(super) wallet: Query<Wallet>,
    invalidation: Invalidation,
}

/// Subscribes to the marketplace and keeps its data fresh while somebody is signed in.
pub(super) fn provide_market() {
    let session = use_session();
    let market = Market {
        jobs: use_query(key!["jobs"], async || api::get("jobs", None).await),
        my_jobs: use_query(key!["my-jobs"], move || async move {
            api::get("my-jobs", session.token().as_deref()).await
        }),
        stats: use_query(key!["stats"], async || api::get("stats", None).await),
        wallet: use_query(key!["wallet-balance"], move || async move {
            api::get("wallet", session.token().as_deref()).await
        }),
        invalidation: use_invalidation(rules::invalidation()),
    };
    use_channel("jobs");
    use_channel("payments");
    let role = Signal::derive(move || session.user().map(|user| user.role.as_str().into()));
    use_notification_rules(rules::notifications(market), role);
    market.follow_statuses();
    provide_context(market);
}

pub(super) fn use_market() -> Market {
    expect_context()
}

/// What depends on a job.
pub(super) fn touched(id: JobId) -> [QueryKey; 5] {
    [key!["jobs"], key!["job", id], key!["my-jobs"], key!["stats"], key!["wallet-balance"]]
}

impl Market {
    /// A job's title, or its number where the title is not known.
    pub(super) fn title(self, id: JobId) -> String {
        self.look_up(id, |job| job.title.clone()).unwrap_or_else(|| format!("Job #{id}"))
    }

    pub(super) fn look_up<U>(self, id: JobId, look: impl FnOnce(&Job) -> U) -> Option<U> {
        self.jobs.peek(|jobs| jobs.iter().find(|job| job.id == id).map(look)).flatten()
    }

    /// What we do ourselves is fresh at once, whether or not we hear of it.
    pub(super) fn changed(self, id: JobId) {
        touched(id).into_iter().for_each(|key| self.invalidation.mark_stale(key));
    }

    /// The list of all jobs is stale only when a job is added. What becomes of the others, the
    /// events say in full.
    fn follow_statuses(self) {
        let set = move |id: JobId, status: JobStatus| {
            self.jobs.patch(|jobs| {
                if let Some(job) = jobs.iter_mut().find(|job| job.id == id) {
                    job.status = status;
                }
            });
        };
        use_event(move |event: JobAccepted| set(event.job_id, JobStatus::InProgress));
        use_event(move |event: JobCompleted| set(event.job_id, JobStatus::Completed));
        use_event(move |event: JobRefunded| set(event.job_id, JobStatus::Refunded));
    }
}
