use axum::Json;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use bellwire_demo_api::{Session, SignIn};

use crate::app::State;
use crate::error::{Body, Refusal};

pub(super) async fn sign_in(
    Extract(state): Extract<State>,
    Body(sign_in): Body<SignIn>,
) -> Result<Json<Session>, Refusal> {
    state.marketplace.sessions.sign_in(sign_in.role).map(Json).map_err(|error| {
        tracing::error!(%error, "a token could not be signed");
        Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "the server could not sign a token")
    })
}
