use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State as Extract};
use bellwire_protocol::ChannelName;
use bellwire_protocol::pusher::ChannelKind;
use serde::Serialize;
use tokio::time::Instant;

use super::attributes::{Attribute, Attributes};
use super::signed::Signed;
use super::{Refusal, bad_request, channel_name};
use crate::app::State;

#[derive(Debug, Serialize)]
pub(super) struct Channels {
    channels: BTreeMap<ChannelName, Attributes>,
}

/// `GET /apps/{app_id}/channels`: those that somebody is subscribed to.
pub(super) async fn list(
    Extract(state): Extract<State>,
    signed: Signed,
) -> Result<Json<Channels>, Refusal> {
    let prefix = signed.parameter("filter_by_prefix").unwrap_or_default();
    let asked = Attribute::read_all(signed.parameter("info"));
    if asked.contains(&Attribute::UserCount) && !prefix.starts_with("presence-") {
        return Err(bad_request(
            "user_count may only be requested for presence channels - please supply \
             filter_by_prefix beginning with presence-",
        ));
    }
    let now = Instant::now();
    let registry = state.pusher.registry();
    let channels = registry.channels().filter(|(name, _)| {
        name.as_str().starts_with(prefix) && ChannelKind::of(name) != ChannelKind::User
    });
    let channels = channels
        .map(|(name, _)| (name.clone(), Attributes::of(&registry, now, name, &asked)))
        .collect();
    Ok(Json(Channels { channels }))
}

/// `GET /apps/{app_id}/channels/{channel}`
pub(super) async fn show(
    Extract(state): Extract<State>,
    Path((_, name)): Path<(String, String)>,
    signed: Signed,
) -> Result<Json<Attributes>, Refusal> {
    let name = channel_name(&name)?;
    let asked = Attribute::read_all(signed.parameter("info"));
    if let Some(words) = asked.iter().find_map(|attribute| attribute.refusal(&name)) {
        return Err(bad_request(words));
    }
    let registry = state.pusher.registry();
    let mut attributes = Attributes::of(&registry, Instant::now(), &name, &asked);
    attributes.occupied = Some(registry.channel(&name).is_some());
    Ok(Json(attributes))
}

#[derive(Debug, Serialize)]
pub(super) struct Users {
    users: Vec<User>,
}

#[derive(Debug, Serialize)]
struct User {
    id: String,
}

/// `GET /apps/{app_id}/channels/{channel}/users`
pub(super) async fn users(
    Extract(state): Extract<State>,
    Path((_, name)): Path<(String, String)>,
    _: Signed,
) -> Result<Json<Users>, Refusal> {
    let name = channel_name(&name)?;
    if ChannelKind::of(&name) != ChannelKind::Presence {
        return Err(bad_request("users can only be retrieved for presence channels"));
    }
    let registry = state.pusher.registry();
    let ids = registry.channel(&name).into_iter().flat_map(|channel| channel.presence.users());
    Ok(Json(Users { users: ids.map(|id| User { id: id.to_owned() }).collect() }))
}
