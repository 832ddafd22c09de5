use axum::extract::{Path, State as Extract};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use bellwire_demo_api::{Job, JobId, JobMessage, NewJob, Session, SignIn, Stats, Wallet};

use super::announcement::Announcer;
use super::market::MarketError;
use super::signed_in::SignedIn;
use crate::app::State;
use crate::error::{Body, Refusal};

pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/session", post(sign_in))
        .route("/jobs", get(jobs).post(create))
        .route("/my-jobs", get(my_jobs))
        .route("/jobs/{id}", get(job))
        .route("/jobs/{id}/accept", post(accept))
        .route("/jobs/{id}/complete", post(complete))
        .route("/jobs/{id}/refund", post(refund))
        .route("/jobs/{id}/messages", get(messages))
        .route("/stats", get(stats))
        .route("/wallet", get(wallet))
        .fallback(async || Refusal::new(StatusCode::NOT_FOUND, "there is no such address"))
}

async fn sign_in(
    Extract(state): Extract<State>,
    Body(sign_in): Body<SignIn>,
) -> Result<Json<Session>, Refusal> {
    state.marketplace.sessions.sign_in(sign_in.role).map(Json).map_err(|error| {
        tracing::error!(%error, "a token could not be signed");
        Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "the server could not sign a token")
    })
}

async fn jobs(Extract(state): Extract<State>) -> Json<Vec<Job>> {
    Json(state.marketplace.market().jobs())
}

async fn my_jobs(Extract(state): Extract<State>, SignedIn(user): SignedIn) -> Json<Vec<Job>> {
    Json(state.marketplace.market().jobs_of(&user))
}

async fn job(Extract(state): Extract<State>, Path(id): Path<JobId>) -> Result<Json<Job>, Refusal> {
    Ok(Json(state.marketplace.market().job(id)?.clone()))
}

async fn create(
    Extract(state): Extract<State>,
    SignedIn(user): SignedIn,
    announcer: Announcer,
    Body(new): Body<NewJob>,
) -> Result<(StatusCode, Json<Job>), Refusal> {
    let job = state.marketplace.market().create(&user, &new)?;
    announcer.created(&job);
    Ok((StatusCode::CREATED, Json(job)))
}

async fn accept(
    Extract(state): Extract<State>,
    SignedIn(user): SignedIn,
    Path(id): Path<JobId>,
    announcer: Announcer,
) -> Result<Json<Job>, Refusal> {
    let job = state.marketplace.market().accept(&user, id)?;
    announcer.accepted(&job, user.id);
    Ok(Json(job))
}

async fn complete(
    Extract(state): Extract<State>,
    SignedIn(user): SignedIn,
    Path(id): Path<JobId>,
    announcer: Announcer,
) -> Result<Json<Job>, Refusal> {
    let job = state.marketplace.market().complete(&user, id)?;
    announcer.completed(&job, &user);
    Ok(Json(job))
}

async fn refund(
    Extract(state): Extract<State>,
    SignedIn(user): SignedIn,
    Path(id): Path<JobId>,
    announcer: Announcer,
) -> Result<Json<Job>, Refusal> {
    let job = state.marketplace.market().refund(&user, id)?;
    announcer.refunded(&job);
    Ok(Json(job))
}

async fn messages(
    Extract(state): Extract<State>,
    Path(id): Path<JobId>,
) -> Result<Json<Vec<JobMessage>>, Refusal> {
    state.marketplace.market().job(id)?;
    Ok(Json(state.marketplace.messages(id)))
}

async fn stats(Extract(state): Extract<State>) -> Json<Stats> {
    Json(state.marketplace.market().stats())
}

async fn wallet(Extract(state): Extract<State>, SignedIn(user): SignedIn) -> Json<Wallet> {
    Json(state.marketplace.market().wallet(&user))
}

impl From<MarketError> for Refusal {
    fn from(error: MarketError) -> Self {
        let status = match error {
            MarketError::NoSuchJob => StatusCode::NOT_FOUND,
            MarketError::OnlyEmployers | MarketError::OnlyWorkers | MarketError::NotYours => {
                StatusCode::FORBIDDEN
            }
            MarketError::NotOpen | MarketError::NotInProgress | MarketError::Over => {
                StatusCode::CONFLICT
            }
            MarketError::BadTitle
            | MarketError::BadKind
            | MarketError::BadDescription
            | MarketError::PaysNothing
            | MarketError::NotEnoughMoney => StatusCode::UNPROCESSABLE_ENTITY,
            MarketError::TooManyJobs => StatusCode::INSUFFICIENT_STORAGE,
        };
        Self::new(status, error.to_string())
    }
}
