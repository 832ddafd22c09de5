use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use bellwire_protocol::ChannelName;
use bellwire_protocol::pusher::{ChannelKind, is_reserved};
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::attributes::{Attribute, Attributes};
use super::signed::Signed;
use super::{Refusal, bad_request, channel_name};
use crate::app::State;
use crate::pusher::client_events::{MAX_DATA, MAX_NAME};
use crate::pusher::signed_in_user::is_valid_user_id;
use crate::pusher::{Event, Pusher, SocketId};

/// How many channels one event may go to; Pusher's limit.
const MAX_CHANNELS: usize = 100;
/// How many events come in one batch; Pusher's limit.
const MAX_BATCH: usize = 10;

/// An event as the application asks for it.
#[derive(Debug, Deserialize)]
struct Request {
    name: String,
    data: String,
    #[serde(default)]
    channels: Vec<String>,
    #[serde(default)]
    channel: Option<String>,
    #[serde(default)]
    socket_id: Option<String>,
    #[serde(default)]
    info: Option<String>,
}

/// The channels with what was asked of them.
#[derive(Debug, Default, Serialize)]
pub(super) struct Triggered {
    #[serde(skip_serializing_if = "Option::is_none")]
    channels: Option<BTreeMap<ChannelName, Attributes>>,
}

/// `POST /apps/{app_id}/events`
pub(super) async fn trigger(
    Extract(state): Extract<State>,
    signed: Signed,
) -> Result<Json<Triggered>, Refusal> {
    let order = Order::read(signed.body()?)?;
    let attributes = order.carry_out(&state.pusher);
    Ok(Json(Triggered { channels: (!order.asked.is_empty()).then_some(attributes) }))
}

#[derive(Debug, Deserialize)]
struct BatchRequest {
    batch: Vec<Request>,
}

/// What was asked of the channel of each event, in their order.
#[derive(Debug, Default, Serialize)]
pub(super) struct TriggeredBatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    batch: Option<Vec<Attributes>>,
}

/// `POST /apps/{app_id}/batch_events`
pub(super) async fn trigger_batch(
    Extract(state): Extract<State>,
    signed: Signed,
) -> Result<Json<TriggeredBatch>, Refusal> {
    let BatchRequest { batch } = signed.body()?;
    if batch.len() > MAX_BATCH {
        return Err(bad_request(format!("a batch has at most {MAX_BATCH} events")));
    }
    // All are read before the first is sent.
    let orders = batch.into_iter().map(Order::read).collect::<Result<Vec<_>, _>>()?;
    let is_asked = orders.iter().any(|order| !order.asked.is_empty());
    let attributes = orders.iter().map(|order| {
        let mut attributes = order.carry_out(&state.pusher);
        attributes.pop_first().map(|(_, attributes)| attributes).unwrap_or_default()
    });
    let attributes: Vec<_> = attributes.collect();
    Ok(Json(TriggeredBatch { batch: is_asked.then_some(attributes) }))
}

/// An event and where it goes.
#[derive(Debug)]
struct Order {
    event: Event,
    channels: Vec<ChannelName>,
    except: Option<SocketId>,
    asked: Vec<Attribute>,
}

impl Order {
    fn read(request: Request) -> Result<Self, Refusal> {
        let Request { name, data, mut channels, channel, socket_id, info } = request;
        if name.is_empty() || name.chars().count() > MAX_NAME {
            return Err(bad_request(format!("an event's name has 1 to {MAX_NAME} characters")));
        }
        if is_reserved(&name) {
            return Err(bad_request(format!("`{name}` is a word of the protocol, and no event")));
        }
        if data.len() > MAX_DATA {
            let words = format!(
                "The data content of this event exceeds the allowed maximum ({MAX_DATA} bytes)"
            );
            return Err((StatusCode::PAYLOAD_TOO_LARGE, words));
        }
        channels.extend(channel);
        if !(1..=MAX_CHANNELS).contains(&channels.len()) {
            return Err(bad_request(format!("an event goes to 1 to {MAX_CHANNELS} channels")));
        }
        channels.sort();
        channels.dedup();
        let channels = channels.iter().map(|name| receiver(name)).collect::<Result<_, _>>()?;
        let except = socket_id
            .map(|id| id.parse().map_err(|_| bad_request("`socket_id` names no connection")))
            .transpose()?;
        let asked = Attribute::read_all(info.as_deref());
        Ok(Self { event: Event { name, data }, channels, except, asked })
    }

    fn carry_out(&self, pusher: &Pusher) -> BTreeMap<ChannelName, Attributes> {
        pusher.publish(&self.channels, &self.event, self.except);
        let (registry, now) = (pusher.registry(), Instant::now());
        let channels = self.channels.iter();
        channels
            .map(|name| (name.clone(), Attributes::of(&registry, now, name, &self.asked)))
            .collect()
    }
}

/// A channel, or the user that is meant by the name of theirs.
fn receiver(name: &str) -> Result<ChannelName, Refusal> {
    match name.strip_prefix(ChannelKind::USER_PREFIX) {
        Some(user) if is_valid_user_id(user) => {
            ChannelName::try_from(name).map_err(|error| bad_request(error.to_string()))
        }
        Some(_) | None => channel_name(name),
    }
}
