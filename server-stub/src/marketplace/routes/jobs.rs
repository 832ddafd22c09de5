use axum::Json;
use axum::extract::{Path, State as Extract};
use axum::http::StatusCode;
use bellwire_demo_api::{Job, JobId, JobStatus, NewJob, NewStatus, Stats};

use crate::app::State;
use crate::error::{Body, Refusal};
use crate::marketplace::announcement::Announcer;
use crate::marketplace::market::MarketError;
use crate::marketplace::signed_in::SignedIn;

pub(super) async fn jobs(Extract(state): Extract<State>) -> Json<Vec<Job>> {
    Json(state.marketplace.market().jobs())
}

pub(super) async fn my_jobs(
    Extract(state): Extract<State>,
    SignedIn(user): SignedIn,
) -> Json<Vec<Job>> {
    Json(state.marketplace.market().jobs_of(&user))
}

pub(super) async fn job(
    Extract(state): Extract<State>,
    Path(id): Path<JobId>,
) -> Result<Json<Job>, Refusal> {
    Ok(Json(state.marketplace.market().job(id)?.clone()))
}

pub(super) async fn create(
    Extract(state): Extract<State>,
    SignedIn(user): SignedIn,
    announcer: Announcer,
    Body(new): Body<NewJob>,
) -> Result<(StatusCode, Json<Job>), Refusal> {
    let tell = |job: &_| announcer.created(job);
    let job = state.marketplace.change(|market| market.create(&user, &new), tell)?;
    Ok((StatusCode::CREATED, Json(job)))
}

pub(super) async fn accept(
    Extract(state): Extract<State>,
    SignedIn(user): SignedIn,
    Path(id): Path<JobId>,
    announcer: Announcer,
) -> Result<Json<Job>, Refusal> {
    let tell = |job: &_| announcer.accepted(job, &user);
    let job = state.marketplace.change(|market| market.accept(&user, id), tell)?;
    Ok(Json(job))
}

pub(super) async fn complete(
    Extract(state): Extract<State>,
    SignedIn(user): SignedIn,
    Path(id): Path<JobId>,
    announcer: Announcer,
) -> Result<Json<Job>, Refusal> {
    let tell = |job: &_| announcer.completed(job, &user);
    let job = state.marketplace.change(|market| market.complete(&user, id), tell)?;
    Ok(Json(job))
}

pub(super) async fn refund(
    Extract(state): Extract<State>,
    SignedIn(user): SignedIn,
    Path(id): Path<JobId>,
    announcer: Announcer,
) -> Result<Json<Job>, Refusal> {
    let tell = |job: &_| announcer.refunded(job);
    let job = state.marketplace.change(|market| market.refund(&user, id), tell)?;
    Ok(Json(job))
}

/// Takes the step that leads to a status: the same as the step's own address.
pub(super) async fn change_status(
    state: Extract<State>,
    user: SignedIn,
    id: Path<JobId>,
    announcer: Announcer,
    Body(new): Body<NewStatus>,
) -> Result<Json<Job>, Refusal> {
    match new.status {
        JobStatus::InProgress => accept(state, user, id, announcer).await,
        JobStatus::Completed => complete(state, user, id, announcer).await,
        JobStatus::Refunded => refund(state, user, id, announcer).await,
        JobStatus::Open => Err(MarketError::NotReopened.into()),
    }
}

pub(super) async fn stats(Extract(state): Extract<State>) -> Json<Stats> {
    Json(state.marketplace.market().stats())
}
