//! The HTTP API under `/api`: who asks, what for, and the answer. What may be done is the market's
//! to say, and what follows the announcer's.

mod bids;
mod completion;
mod jobs;
mod messages;
mod money;
mod notifications;
mod session;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};

use super::market::MarketError;
use crate::app::State;
use crate::error::Refusal;

pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/session", post(session::sign_in))
        .route("/jobs", get(jobs::jobs).post(jobs::create))
        .route("/my-jobs", get(jobs::my_jobs))
        .route("/jobs/{id}", get(jobs::job))
        .route("/jobs/{id}/accept", post(jobs::accept))
        .route("/jobs/{id}/complete", post(jobs::complete))
        .route("/jobs/{id}/refund", post(jobs::refund))
        .route("/jobs/{id}/status", post(jobs::change_status))
        .route("/jobs/{id}/mark-complete", post(completion::mark_complete))
        .route("/jobs/{id}/approve-completion", post(completion::approve_completion))
        .route("/jobs/{id}/bids", get(bids::bids).post(bids::submit))
        .route("/bids/{id}/accept", post(bids::accept))
        .route("/bids/{id}/reject", post(bids::reject))
        .route("/jobs/{id}/messages", get(messages::messages).post(messages::say))
        .route("/jobs/{id}/payments", post(money::pay))
        .route("/stats", get(jobs::stats))
        .route("/wallet", get(money::wallet))
        .route("/notifications", get(notifications::notifications))
        .fallback(async || Refusal::new(StatusCode::NOT_FOUND, "there is no such address"))
}

impl From<MarketError> for Refusal {
    fn from(error: MarketError) -> Self {
        let status = match error {
            MarketError::NoSuchJob | MarketError::NoSuchBid => StatusCode::NOT_FOUND,
            MarketError::OnlyEmployers | MarketError::OnlyWorkers | MarketError::NotYours => {
                StatusCode::FORBIDDEN
            }
            MarketError::NotOpen
            | MarketError::NotInProgress
            | MarketError::AwaitingApproval
            | MarketError::Over
            | MarketError::NotReopened
            | MarketError::Decided
            | MarketError::HasBid
            | MarketError::NotMarkedComplete
            | MarketError::NoWorker => StatusCode::CONFLICT,
            MarketError::BadTitle
            | MarketError::BadKind
            | MarketError::BadDescription
            | MarketError::BadMessage
            | MarketError::PaysNothing
            | MarketError::NoAmount
            | MarketError::NotEnoughMoney => StatusCode::UNPROCESSABLE_ENTITY,
            MarketError::TooManyJobs | MarketError::TooManyBids => StatusCode::INSUFFICIENT_STORAGE,
        };
        Self::new(status, error.to_string())
    }
}
