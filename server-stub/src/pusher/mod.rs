//! Pusher's hosted service, as one application sees it: WebSockets on `/app/{key}`, the HTTP API on
//! `/apps/{app_id}/…`, and the two endpoints under `/broadcasting` that the application itself
//! would have.

mod broadcasting;
mod cache;
mod channel;
mod client_events;
mod connections;
mod credentials;
mod encryption_key;
mod event;
mod http;
mod liveness;
mod membership;
mod pusher;
mod registry;
mod signed_in_user;
mod socket;
mod socket_id;
mod subscription;

use axum::Router;
use axum::routing::{any, post};

pub(crate) use self::credentials::Credentials;
pub(crate) use self::event::Event;
pub(crate) use self::pusher::Pusher;
pub(crate) use self::socket_id::SocketId;
use crate::app::State;

pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/app/{key}", any(socket::connect))
        .route("/broadcasting/auth", post(broadcasting::authorize))
        .route("/broadcasting/user-auth", post(broadcasting::authenticate))
        .merge(http::routes())
}
