use axum::Json;
use axum::extract::{Path, State as Extract};
use serde::Serialize;

use super::signed::Signed;
use crate::app::State;

/// An answer that says nothing but that it was done.
#[derive(Debug, Serialize)]
pub(super) struct Done {}

/// `POST /apps/{app_id}/users/{user}/terminate_connections`
pub(super) async fn terminate(
    Extract(state): Extract<State>,
    Path((_, user)): Path<(String, String)>,
    _: Signed,
) -> Json<Done> {
    state.pusher.registry().terminate(&user);
    Json(Done {})
}
