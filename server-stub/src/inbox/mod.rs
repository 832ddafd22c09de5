//! The two sockets of a Django Channels server: a user's notifications on
//! `/ws/notifications/{user_id}/`, and a job's status on `/ws/job/{job_id}/`. What happens is the
//! marketplace's business; here it is kept, told and marked as read.

mod action;
mod admission;
mod connections;
mod draft;
mod frame;
mod inbox;
mod inboxes;
mod membership;
mod registry;
mod socket;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::any;

pub(crate) use self::draft::Draft;
pub(crate) use self::inboxes::Inboxes;
use crate::app::State;
use crate::error::Refusal;

pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/ws/notifications/{user_id}", any(socket::notifications))
        .route("/ws/notifications/{user_id}/", any(socket::notifications))
        .route("/ws/job/{job_id}", any(socket::job_status))
        .route("/ws/job/{job_id}/", any(socket::job_status))
        // Not the demo's page, which every other unknown address is.
        .route(
            "/ws/{*path}",
            any(async || Refusal::new(StatusCode::NOT_FOUND, "there is no such socket")),
        )
}
