//! Pusher's HTTP API, by which applications publish events and ask who is there. Every request is
//! signed; errors are a status and a sentence of text.

mod attributes;
mod channels;
mod events;
mod signature;
mod signed;
mod users;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use bellwire_protocol::ChannelName;

use super::subscription::is_valid_name;
use crate::app::State;

/// An answer that is an error.
type Refusal = (StatusCode, String);

pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/apps/{app_id}/events", post(events::trigger))
        .route("/apps/{app_id}/batch_events", post(events::trigger_batch))
        .route("/apps/{app_id}/channels", get(channels::list))
        .route("/apps/{app_id}/channels/{channel}", get(channels::show))
        .route("/apps/{app_id}/channels/{channel}/users", get(channels::users))
        .route("/apps/{app_id}/users/{user}/terminate_connections", post(users::terminate))
}

fn bad_request(words: impl Into<String>) -> Refusal {
    (StatusCode::BAD_REQUEST, words.into())
}

fn channel_name(name: &str) -> Result<ChannelName, Refusal> {
    let channel = ChannelName::try_from(name).ok().filter(|_| is_valid_name(name));
    channel.ok_or_else(|| bad_request("a channel has an invalid name"))
}
