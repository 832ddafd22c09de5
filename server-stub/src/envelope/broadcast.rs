use axum::Json;
use axum::extract::State as Extract;
use axum::http::{HeaderMap, StatusCode, header};
use bellwire_protocol::{ChannelName, Payload, Publication};
use serde::{Deserialize, Serialize};

use super::refusal_of_name;
use crate::app::State;
use crate::error::{Body, Refusal};

/// What a backend service wants everybody to hear.
#[derive(Debug, Deserialize)]
pub(super) struct Broadcast {
    #[serde(rename = "type")]
    event: String,
    #[serde(default = "Payload::null")]
    data: Payload,
    #[serde(default)]
    channel: Option<ChannelName>,
}

#[derive(Debug, Serialize)]
pub(super) struct Broadcasted {
    status: &'static str,
    recipients: usize,
}

/// `POST /broadcast`
pub(super) async fn broadcast(
    Extract(state): Extract<State>,
    headers: HeaderMap,
    Body(broadcast): Body<Broadcast>,
) -> Result<Json<Broadcasted>, Refusal> {
    if let Some(token) = &state.broadcast_token {
        check_token(&headers, token)?;
    }
    if let Some(words) = refusal_of_name(&broadcast.event) {
        return Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, words));
    }
    let recipients =
        state.hub.publish(Publication::new(broadcast.event, broadcast.channel, broadcast.data));
    Ok(Json(Broadcasted { status: "ok", recipients }))
}

fn check_token(headers: &HeaderMap, token: &str) -> Result<(), Refusal> {
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    if given == Some(token) {
        return Ok(());
    }
    Err(Refusal::new(
        StatusCode::UNAUTHORIZED,
        "broadcasting needs the server's token as `Authorization: Bearer …`",
    ))
}
