use axum::Json;
use axum::extract::{Path, State as Extract};
use bellwire_demo_api::{ApproveCompletion, Job, JobId};

use crate::app::State;
use crate::error::{Body, Refusal};
use crate::marketplace::announcement::Announcer;
use crate::marketplace::signed_in::SignedIn;

pub(super) async fn mark_complete(
    Extract(state): Extract<State>,
    SignedIn(user): SignedIn,
    Path(id): Path<JobId>,
    announcer: Announcer,
) -> Result<Json<Job>, Refusal> {
    let job = state.marketplace.market().mark_complete(&user, id)?;
    announcer.marked_complete(&job);
    Ok(Json(job))
}

pub(super) async fn approve_completion(
    Extract(state): Extract<State>,
    SignedIn(user): SignedIn,
    Path(id): Path<JobId>,
    announcer: Announcer,
    Body(approval): Body<ApproveCompletion>,
) -> Result<Json<Job>, Refusal> {
    let method = approval.payment_method;
    let (job, worker) = state.marketplace.market().approve_completion(&user, id, method)?;
    announcer.approved(&job, &worker);
    Ok(Json(job))
}
