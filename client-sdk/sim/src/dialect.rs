use bellwire::Protocol;
use bellwire_protocol::envelope::{ClientFrame, ServerFrame};
use bellwire_protocol::pusher::{self, ChannelKind, error_code};
use bellwire_protocol::{ChannelName, Publication};

/// The protocol that a world speaks. Its server thinks in the words of the envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Bellwire's own.
    Envelope,
    /// Pusher's, with its permissions and its errors that name no channel.
    Pusher,
}

impl Dialect {
    pub(crate) fn protocol(self) -> Protocol {
        match self {
            Self::Envelope => Protocol::envelope(),
            Self::Pusher => Protocol::pusher("sim"),
        }
    }

    /// The name of the application's messages.
    pub(crate) fn message(self) -> &'static str {
        match self {
            Self::Envelope => "chat",
            Self::Pusher => "client-chat",
        }
    }

    /// What no server of this protocol may say.
    pub(crate) fn nonsense(self) -> [&'static str; 8] {
        match self {
            Self::Envelope => [
                "",
                "{",
                "null",
                r#"{"type":5}"#,
                r#"[{"type":"ping"},5,{"no":"type"}]"#,
                r#"{"type":"ack","id":"of another"}"#,
                r#"{"type":"gap","channel":"nobody's","data":{}}"#,
                r#"{"type":"subscribed","channels":["nobody's"],"positions":{"nobody's":[]}}"#,
            ],
            Self::Pusher => [
                "",
                "[]",
                r#"{"event":5}"#,
                r#"{"event":"pusher:ping"}"#,
                r#"{"event":"pusher:error","data":"{\"code\":4200,\"message\":\"what?\"}"}"#,
                r#"{"event":"pusher_internal:subscription_succeeded","channel":"nobody's"}"#,
                r#"{"event":"pusher_internal:member_removed","channel":"presence-room","data":"{}"}"#,
                r#"{"event":"news","channel":"nobody's","data":"5"}"#,
            ],
        }
    }

    /// Reads what a client says on a connection, or says what is wrong with it.
    pub(crate) fn read(self, connection: u64, text: &str) -> Result<ClientFrame, String> {
        match self {
            Self::Envelope => ClientFrame::decode(text).map_err(|error| error.to_string()),
            Self::Pusher => {
                let frame = pusher::ClientFrame::decode(text).map_err(|error| error.to_string())?;
                from_pusher(connection, frame)
            }
        }
    }

    /// Writes what the server says. `count` is how often it has refused.
    pub(crate) fn write(self, frame: &ServerFrame, count: u64) -> Vec<String> {
        match self {
            Self::Envelope => vec![frame.encode("2026-01-01T00:00:00.000Z")],
            Self::Pusher => {
                to_pusher(frame, count).iter().map(pusher::ServerFrame::encode).collect()
            }
        }
    }
}

/// The name of a connection, to which permissions are made out.
pub(crate) fn socket_id(connection: u64) -> String {
    format!("{connection}.1")
}

/// The permission to subscribe to a channel.
pub(crate) fn signature(socket_id: &str, channel: &ChannelName) -> String {
    format!("sim:{socket_id}:{channel}")
}

fn from_pusher(connection: u64, frame: pusher::ClientFrame) -> Result<ClientFrame, String> {
    match frame {
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

fn to_pusher(frame: &ServerFrame, count: u64) -> Vec<pusher::ServerFrame> {
    match frame {
        ServerFrame::Connected(welcome) => vec![pusher::ServerFrame::Established {
            socket_id: format!("{}.1", welcome.connection_id.as_deref().unwrap_or_default()),
            activity_timeout: Some(std::time::Duration::from_secs(20)),
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
