//! The two endpoints at which a Laravel application would say who may subscribe to what.

use std::collections::BTreeMap;

use axum::Form;
use axum::Json;
use axum::extract::State as Extract;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use bellwire_demo_api::{User, UserId};
use bellwire_protocol::ChannelName;
use bellwire_protocol::pusher::ChannelKind;
use serde::Serialize;

use super::pusher::Pusher;
use super::socket_id::SocketId;
use super::subscription::is_valid_name;
use crate::app::State;
use crate::error::Refusal;
use crate::marketplace::{Marketplace, SignedIn};

/// How many channels one request may name.
const MAX_CHANNELS: usize = 100;

type Fields = Result<Form<Vec<(String, String)>>, FormRejection>;

/// A permission in the words of `POST /broadcasting/auth`.
#[derive(Debug, Serialize)]
struct Permission {
    auth: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    channel_data: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shared_secret: Option<String>,
}

/// What becomes of one of several channels.
#[derive(Debug, Serialize)]
struct Verdict {
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Permission>,
}

/// Who somebody is in a presence channel.
#[derive(Debug, Serialize)]
struct ChannelData<'a> {
    user_id: String,
    user_info: UserInfo<'a>,
}

#[derive(Debug, Serialize)]
struct UserInfo<'a> {
    /// Echo hands on this and not the id beside it.
    id: UserId,
    name: &'a str,
}

/// `POST /broadcasting/auth`: one channel, or several as pusher-js's plug-ins ask for them.
pub(super) async fn authorize(
    Extract(state): Extract<State>,
    SignedIn(user): SignedIn,
    fields: Fields,
) -> Result<Response, Refusal> {
    let fields = read(fields)?;
    let socket = socket(&fields)?;
    let permission = |name: &str| permission(&state, &user, socket, name);
    if let Some((_, name)) = fields.iter().find(|(field, _)| field == "channel_name") {
        let permission = permission(name).ok_or_else(|| {
            Refusal::new(StatusCode::FORBIDDEN, format!("you may not subscribe to `{name}`"))
        })?;
        return Ok(Json(permission).into_response());
    }
    let names = fields.iter().filter(|(field, _)| field.starts_with("channel_name["));
    let verdicts: BTreeMap<_, _> = names
        .map(|(_, name)| {
            let data = permission(name);
            let status = if data.is_some() { StatusCode::OK } else { StatusCode::FORBIDDEN };
            (name, Verdict { status: status.as_u16(), data })
        })
        .collect();
    if verdicts.is_empty() {
        return Err(unusable("`channel_name` is missing"));
    }
    Ok(Json(verdicts).into_response())
}

/// `POST /broadcasting/user-auth`
pub(super) async fn authenticate(
    Extract(state): Extract<State>,
    SignedIn(user): SignedIn,
    fields: Fields,
) -> Result<Response, Refusal> {
    #[derive(Serialize)]
    struct UserData<'a> {
        id: String,
        user_info: UserInfo<'a>,
    }
    #[derive(Serialize)]
    struct Proof {
        auth: String,
        user_data: String,
    }
    let socket = socket(&read(fields)?)?;
    let user_data = UserData { id: user.id.to_string(), user_info: UserInfo::of(&user) };
    let user_data = serde_json::to_string(&user_data).unwrap_or_default();
    let auth = state.pusher.credentials.sign_user(socket, &user_data);
    Ok(Json(Proof { auth, user_data }).into_response())
}

fn read(fields: Fields) -> Result<Vec<(String, String)>, Refusal> {
    let Form(fields) =
        fields.map_err(|rejection| Refusal::new(rejection.status(), rejection.body_text()))?;
    let names = fields.iter().filter(|(field, _)| field.starts_with("channel_name"));
    if names.count() > MAX_CHANNELS {
        return Err(unusable("that are too many channels"));
    }
    Ok(fields)
}

fn socket(fields: &[(String, String)]) -> Result<SocketId, Refusal> {
    let id = fields.iter().find(|(field, _)| field == "socket_id");
    let (_, id) = id.ok_or_else(|| unusable("`socket_id` is missing"))?;
    id.parse().map_err(|_| unusable("`socket_id` is not two numbers with a dot between them"))
}

fn unusable(words: &str) -> Refusal {
    Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, words)
}

/// The permission to subscribe, for whom the channel is meant.
fn permission(state: &State, user: &User, socket: SocketId, name: &str) -> Option<Permission> {
    let Pusher { credentials, encryption_key, .. } = &*state.pusher;
    let channel = ChannelName::try_from(name).ok().filter(|_| is_valid_name(name))?;
    let kind = ChannelKind::of(&channel);
    if !is_for(user, &state.marketplace, kind, name) {
        return None;
    }
    let channel_data = (kind == ChannelKind::Presence).then(|| {
        let data = ChannelData { user_id: user.id.to_string(), user_info: UserInfo::of(user) };
        serde_json::to_string(&data).unwrap_or_default()
    });
    let shared_secret =
        (kind == ChannelKind::Encrypted).then(|| encryption_key.shared_secret(name));
    let auth = credentials.sign_channel(socket, name, channel_data.as_deref());
    Some(Permission { auth, channel_data, shared_secret })
}

/// SharedJox's rules: some channels are for some users, and all others for everybody who is signed
/// in.
fn is_for(user: &User, marketplace: &Marketplace, kind: ChannelKind, name: &str) -> bool {
    let prefix = match kind {
        ChannelKind::Private => "private-",
        ChannelKind::Encrypted => "private-encrypted-",
        ChannelKind::Presence => "presence-",
        // They need no permission, and a signature for one would be good for nothing.
        ChannelKind::Public | ChannelKind::User => return false,
    };
    let name = name.strip_prefix(prefix).unwrap_or(name);
    if let Some(id) = name.strip_prefix("user.") {
        return id == user.id.to_string();
    }
    // Whoever looks at a job may be seen to.
    if kind == ChannelKind::Presence {
        return true;
    }
    if let Some(id) = name.strip_prefix("job.") {
        return id.parse().is_ok_and(|id| marketplace.is_party(user, id));
    }
    true
}

impl<'a> UserInfo<'a> {
    fn of(user: &'a User) -> Self {
        Self { id: user.id, name: &user.name }
    }
}
