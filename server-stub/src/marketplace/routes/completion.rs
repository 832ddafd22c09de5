use axum::Json;
use axum::extract::{Path, State as Extract};
use bellwire_demo_api::{ApproveCompletion, Job, JobId};

use crate::app::State;
use crate::error::{Body, Refusal};
use crate::marketplace::announcement::Announcer;
use crate::marketplace::market::Market;
use crate::marketplace::signed_in::SignedIn;

pub(super) async fn mark_complete(
    Extract(state): Extract<State>,
    SignedIn(user): SignedIn,
    Path(id): Path<JobId>,
    announcer: Announcer,
) -> Result<Json<Job>, Refusal> {
    let tell = |job: &_| announcer.marked_complete(job);
    let job = state.marketplace.change(|market| market.mark_complete(&user, id), tell)?;
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
    let approve = |market: &mut Market| market.approve_completion(&user, id, method);
    let tell = |(job, worker): &_| announcer.approved(job, worker);
    let (job, _) = state.marketplace.change(approve, tell)?;
    Ok(Json(job))
}
