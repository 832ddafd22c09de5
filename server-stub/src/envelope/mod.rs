//! PayChain's WebSocket server: `/ws`, `POST /broadcast`, `/health` and `/stats`.

mod admission;
mod broadcast;
mod member;
mod socket;
mod stats;

use axum::Router;
use axum::routing::{any, get, post};
use bellwire_protocol::envelope::is_reserved;

use crate::app::State;

pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/ws", any(socket::connect))
        .route("/broadcast", post(broadcast::broadcast))
        .route("/health", get(stats::health))
        .route("/stats", get(stats::stats))
}

/// Why nothing can be published under this name, if so. Clients would take such a message for the
/// server's own.
fn refusal_of_name(event: &str) -> Option<String> {
    if event.is_empty() {
        return Some("`type` cannot be empty".to_owned());
    }
    is_reserved(event).then(|| format!("`{event}` is a word of the protocol, and no event"))
}
