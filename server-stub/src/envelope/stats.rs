use axum::Json;
use axum::extract::State as Extract;
use serde::Serialize;

use crate::app::State;
use crate::hub::Stats;

#[derive(Debug, Serialize)]
pub(super) struct Health {
    status: &'static str,
    service: &'static str,
    connections: Stats,
}

/// `GET /health`
pub(super) async fn health(Extract(state): Extract<State>) -> Json<Health> {
    Json(Health { status: "healthy", service: "websocket-server", connections: state.hub.stats() })
}

/// `GET /stats`
pub(super) async fn stats(Extract(state): Extract<State>) -> Json<Stats> {
    Json(state.hub.stats())
}
