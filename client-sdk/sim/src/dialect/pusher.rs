//! Pusher's words for what the server thinks.

use std::time::Duration;

use bellwire_protocol::envelope::{ClientFrame, ServerFrame};
use bellwire_protocol::pusher::{self, ChannelKind, error_code};
use bellwire_protocol::{ChannelName, Publication};

/// What no server of this protocol may say.
pub(super) const NONSENSE: [&str; 8] = [
    "",
    "[]",
    r#"{"event":5}"#,
    r#"{"event":"pusher:ping"}"#,
    r#"{"event":"pusher:error","data":"{\"code\":4200,\"message\":\"what?\"}"}"#,
    r#"{"event":"pusher_internal:subscription_succeeded","channel":"nobody's"}"#,
    r#"{"event":"pusher_internal:member_removed","channel":"presence-room","data":"{}"}"#,
    r#"{"event":"news","channel":"nobody's","data":"5"}"#,
];

/// The name of a connection, to which permissions are made out.
pub(crate) fn socket_id(connection: u64) -> String {
    format!("{connection}.1")
}

/// The permission to subscribe to a channel.
pub(crate) fn signature(socket_id: &str, channel: &ChannelName) -> String {
    format!("sim:{socket_id}:{channel}")
}

pub(super) fn read(connection: u64, text: &str) -> Result<ClientFrame, String> {
    match pusher::ClientFrame::decode(text).map_err(|error| error.to_string())? {
        pusher::ClientFrame::Subscribe { channel, grant } => {
            let expected = ChannelKind::of(&channel)
                .needs_grant()
                .then(|| signature(&socket_id(connection), &channel));
            let given = grant.map(|grant| grant.auth);
            if given != expected {
                return Err(format!("{channel} with {given:?} in place of {expected:?}"));
            }
            Ok(ClientFrame::Subscribe { channels: vec![channel], id: None, recover: Vec::new() })
        }
        pusher::ClientFrame::Unsubscribe { channel } => {
            Ok(ClientFrame::Unsubscribe { channels: vec![channel], id: None })
        }
        pusher::ClientFrame::Ping => Ok(ClientFrame::Ping),
        pusher::ClientFrame::Pong => Ok(ClientFrame::Pong),
        pusher::ClientFrame::Event { event, channel, data } => Ok(ClientFrame::Publish {
            publication: Publication::new(event, Some(channel), data),
            id: None,
        }),
        other @ (pusher::ClientFrame::SignIn { .. } | _) => {
            Err(format!("nobody asked for {other:?}"))
        }
    }
}

pub(super) fn write(frame: &ServerFrame, count: u64) -> Vec<pusher::ServerFrame> {
    match frame {
        ServerFrame::Connected(welcome) => vec![pusher::ServerFrame::Established {
            socket_id: format!("{}.1", welcome.connection_id.as_deref().unwrap_or_default()),
            activity_timeout: Some(Duration::from_secs(20)),
        }],
        ServerFrame::Subscribed { channels, .. } => channels
            .iter()
            .map(|channel| pusher::ServerFrame::Subscribed {
                channel: channel.clone(),
                members: (ChannelKind::of(channel) == ChannelKind::Presence).then(Vec::new),
            })
            .collect(),
        ServerFrame::Ping => vec![pusher::ServerFrame::Ping],
        ServerFrame::Pong { .. } => vec![pusher::ServerFrame::Pong],
        ServerFrame::Error { channels, message, .. } => {
            let refuse = |channel: &ChannelName| {
                // Reverb does not say which it means.
                let is_nameless = ChannelKind::of(channel).needs_grant() && count.is_multiple_of(2);
                if is_nameless {
                    let code = Some(error_code::UNAUTHORIZED);
                    pusher::ServerFrame::Error { code, message: message.clone() }
                } else {
                    pusher::ServerFrame::SubscriptionRefused {
                        channel: channel.clone(),
                        status: Some(403),
                        message: message.clone(),
                    }
                }
            };
            channels.iter().map(refuse).collect()
        }
        ServerFrame::Publication(publication) => {
            vec![pusher::ServerFrame::Event(publication.clone())]
        }
        // It has no words for these.
        ServerFrame::Unsubscribed { .. }
        | ServerFrame::Ack { .. }
        | ServerFrame::Gap { .. }
        | ServerFrame::GoingAway(_)
        | _ => Vec::new(),
    }
}
