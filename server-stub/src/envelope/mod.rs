//! PayChain's WebSocket server: `/ws`, `POST /broadcast`, `/health` and `/stats`.

mod broadcast;
mod socket;
mod stats;

use axum::Router;
use axum::routing::{any, get, post};

use crate::app::State;

pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/ws", any(socket::connect))
        .route("/broadcast", post(broadcast::broadcast))
        .route("/health", get(stats::health))
        .route("/stats", get(stats::stats))
}
