use std::fmt;
use std::time::Duration;

use bellwire_protocol::{ChannelName, Payload, Publication};
use serde::{Deserialize, Serialize};

use super::denial::Denial;
use crate::engine::sealed::Seals;
use crate::engine::{
    ChannelAuth, CloseFrame, Engine, Frame, Grant, Input, Instant, Network, Page, Stored,
    SubscriptionId, Token, TokenError, TransportEvent, TransportId,
};

/// Something that went into an engine, in a form that can be written down.
///
/// # Examples
///
/// ```
/// use bellwire::engine::Call;
///
/// let call: Call = serde_json::from_str(r#"{"call":"subscribe","channel":"jobs"}"#)?;
/// assert_eq!(call.to_string(), "subscribe to jobs");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "call")]
#[non_exhaustive]
pub enum Call {
    /// [`Engine::connect`].
    Connect,
    /// [`Engine::disconnect`].
    Disconnect,
    /// [`Engine::subscribe`].
    Subscribe {
        /// The channel.
        channel: String,
    },
    /// [`Engine::unsubscribe`].
    Unsubscribe {
        /// The number of the subscription, counted from 1.
        id: u64,
    },
    /// [`Engine::send`].
    Send(Message),
    /// [`Engine::whisper`].
    Whisper(Message),
    /// [`Input::Timeout`].
    Timeout,
    /// [`Input::Transport`].
    Transport {
        /// The number of the transport, counted from 1.
        id: u64,
        /// What happened to it.
        event: Happening,
    },
    /// The network came.
    Online,
    /// The network went.
    Offline,
    /// [`Page::Visible`].
    Visible,
    /// [`Page::Hidden`].
    Hidden,
    /// [`Page::Frozen`].
    Frozen,
    /// [`Page::Resumed`].
    Resumed,
    /// There is a token, which is not written down.
    Token {
        /// For how many microseconds it is good, if it says so.
        lifetime_us: Option<u64>,
    },
    /// There is no token.
    NoToken {
        /// Why not; nothing when nobody is signed in.
        unavailable: Option<String>,
    },
    /// [`Input::ChannelAuth`], without what was signed.
    ChannelAuth {
        /// The connection's name.
        socket_id: String,
        /// Each channel, and why it is not permitted, if it is not.
        answers: Vec<(String, Option<Denial>)>,
    },
    /// [`Input::Restored`].
    Restored {
        /// The messages, oldest first.
        messages: Vec<Kept>,
    },
}

/// Something that happened to a transport.
///
/// # Examples
///
/// ```
/// use bellwire::engine::Happening;
///
/// let closed = Happening::Closed { code: 1012, reason: "deploy".into() };
/// assert_eq!(closed.to_string(), "closed 1012 deploy");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Happening {
    /// [`TransportEvent::Opened`].
    Opened,
    /// A text frame arrived.
    Received {
        /// The text.
        text: String,
    },
    /// A binary frame arrived.
    ReceivedBinary {
        /// The bytes.
        bytes: Vec<u8>,
    },
    /// [`TransportEvent::Oversized`].
    Oversized {
        /// The size of the frame.
        size: usize,
    },
    /// [`TransportEvent::Refused`].
    Refused {
        /// The platform's words.
        reason: String,
    },
    /// [`TransportEvent::Ending`].
    Ending,
    /// [`TransportEvent::Closed`].
    Closed {
        /// The close code.
        code: u16,
        /// The peer's words.
        reason: String,
    },
}

/// A message of the application, its payload as JSON.
///
/// # Examples
///
/// ```
/// use bellwire::engine::{Call, Message};
///
/// let message: Message = serde_json::from_str(r#"{"event":"chat","data":"\"hello\""}"#)?;
/// assert_eq!(Call::Send(message).to_string(), "send chat to the server \"hello\"");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    event: String,
    channel: Option<String>,
    data: String,
    key: Option<String>,
}

/// A message that an earlier page has left behind.
///
/// # Examples
///
/// ```
/// use bellwire::engine::{Call, Kept};
///
/// let json = r#"{"message":{"event":"chat","data":"5"},"expires_in_us":60000000}"#;
/// let kept: Kept = serde_json::from_str(json)?;
/// let call = Call::Restored { messages: vec![kept.clone(), kept] };
/// assert_eq!(call.to_string(), "restored 2 messages");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    message: Message,
    expires_in_us: u64,
}

impl Call {
    pub(super) fn send(message: &Publication) -> Self {
        Self::Send(Message::new(message))
    }

    pub(super) fn whisper(message: &Publication) -> Self {
        Self::Whisper(Message::new(message))
    }

    pub(super) fn input(input: &Input, now: Instant) -> Self {
        match input {
            Input::Timeout => Self::Timeout,
            Input::Transport { id, event } => {
                Self::Transport { id: id.number(), event: Happening::new(event) }
            }
            Input::Network(Network::Online) => Self::Online,
            Input::Network(Network::Offline) => Self::Offline,
            Input::Page(Page::Visible) => Self::Visible,
            Input::Page(Page::Hidden) => Self::Hidden,
            Input::Page(Page::Frozen) => Self::Frozen,
            Input::Page(Page::Resumed) => Self::Resumed,
            Input::Token(Ok(token)) => Self::Token { lifetime_us: token.lifetime().map(micros) },
            Input::Token(Err(TokenError::SignedOut)) => Self::NoToken { unavailable: None },
            Input::Token(Err(TokenError::Unavailable(reason))) => {
                Self::NoToken { unavailable: Some(reason.clone()) }
            }
            Input::ChannelAuth(ChannelAuth { socket_id, answers }) => Self::ChannelAuth {
                socket_id: socket_id.to_string(),
                answers: answers
                    .iter()
                    .map(|(channel, answer)| {
                        (channel.to_string(), answer.as_ref().err().map(Denial::new))
                    })
                    .collect(),
            },
            Input::Restored(messages) => {
                let keep = |stored: &Stored| Kept {
                    message: Message::new(&stored.message),
                    expires_in_us: micros(stored.expires_at.since(now)),
                };
                Self::Restored { messages: messages.iter().map(keep).collect() }
            }
        }
    }

    /// Does it again. What makes no sense any more, because somebody has changed it, is left out.
    pub(super) fn perform(&self, engine: &mut Engine, now: Instant) {
        let input = match self {
            Self::Connect => return engine.connect(now),
            Self::Disconnect => return engine.disconnect(now),
            Self::Subscribe { channel } => {
                if let Ok(channel) = ChannelName::try_from(channel.as_str()) {
                    engine.subscribe(now, channel);
                }
                return;
            }
            Self::Unsubscribe { id } => return engine.unsubscribe(now, SubscriptionId::new(*id)),
            Self::Send(message) => {
                if let Some(message) = message.to_publication() {
                    // That it was refused is a part of what happened.
                    let _ = engine.send(now, message);
                }
                return;
            }
            Self::Whisper(message) => {
                if let Some(message) = message.to_publication() {
                    engine.whisper(now, &message);
                }
                return;
            }
            Self::Timeout => Input::Timeout,
            Self::Transport { id, event } => {
                Input::Transport { id: TransportId::new(*id), event: event.to_event() }
            }
            Self::Online => Input::Network(Network::Online),
            Self::Offline => Input::Network(Network::Offline),
            Self::Visible => Input::Page(Page::Visible),
            Self::Hidden => Input::Page(Page::Hidden),
            Self::Frozen => Input::Page(Page::Frozen),
            Self::Resumed => Input::Page(Page::Resumed),
            Self::Token { lifetime_us } => {
                let lifetime = lifetime_us.map(Duration::from_micros);
                Input::Token(Ok(lifetime.into_iter().fold(Token::new("…"), Token::expires_in)))
            }
            Self::NoToken { unavailable: None } => Input::Token(Err(TokenError::SignedOut)),
            Self::NoToken { unavailable: Some(reason) } => {
                Input::Token(Err(TokenError::Unavailable(reason.clone())))
            }
            Self::ChannelAuth { socket_id, answers } => channel_auth(socket_id, answers),
            Self::Restored { messages } => {
                let restore = |kept: &Kept| {
                    let expires_at = now + Duration::from_micros(kept.expires_in_us);
                    Some(Stored { message: kept.message.to_publication()?, expires_at })
                };
                Input::Restored(messages.iter().filter_map(restore).collect())
            }
        };
        engine.handle_input(now, input);
    }
}

impl Call {
    /// How many bytes it holds that its words do not show.
    pub(super) fn unspoken(&self) -> usize {
        if let Self::Transport { event: Happening::ReceivedBinary { bytes }, .. } = self {
            bytes.len()
        } else if let Self::Restored { messages } = self {
            messages.iter().map(|Kept { message, .. }| message.data.len()).sum()
        } else {
            0
        }
    }

    /// Whether it permits a channel whose payloads are sealed. The key that comes with that is not
    /// kept.
    pub(super) fn hands_out_keys(&self) -> bool {
        let is_key = |(channel, denial): &(String, Option<Denial>)| {
            denial.is_none()
                && ChannelName::try_from(channel.as_str()).is_ok_and(|name| Seals::seals(&name))
        };
        matches!(self, Self::ChannelAuth { answers, .. } if answers.iter().any(is_key))
    }
}

/// Grants are kept without what was signed, and so are played again without.
fn channel_auth(socket_id: &str, answers: &[(String, Option<Denial>)]) -> Input {
    let answer = |(channel, denial): &(String, Option<Denial>)| {
        let auth = "…".to_owned();
        let grant = Grant { auth, channel_data: None, shared_secret: None };
        let answer = denial.as_ref().map_or(Ok(grant), |denial| Err(denial.to_error()));
        Some((ChannelName::try_from(channel.as_str()).ok()?, answer))
    };
    let answers = answers.iter().filter_map(answer).collect();
    Input::ChannelAuth(ChannelAuth { socket_id: socket_id.into(), answers })
}

impl Message {
    fn new(message: &Publication) -> Self {
        Self {
            event: message.event.to_string(),
            channel: message.channel.as_ref().map(ToString::to_string),
            data: message.data.as_json().to_owned(),
            key: message.key.as_deref().map(str::to_owned),
        }
    }

    fn to_publication(&self) -> Option<Publication> {
        let channel = self.channel.as_deref().map(ChannelName::try_from).transpose().ok()?;
        let data = Payload::from_json(self.data.clone()).ok()?;
        let key = self.key.as_deref().map(Into::into);
        Some(Publication { key, ..Publication::new(&self.event, channel, data) })
    }
}

impl Happening {
    fn new(event: &TransportEvent) -> Self {
        match event {
            TransportEvent::Opened => Self::Opened,
            TransportEvent::Received(Frame::Text(text) | Frame::Secret(text)) => {
                Self::Received { text: text.clone() }
            }
            TransportEvent::Received(Frame::Binary(bytes)) => {
                Self::ReceivedBinary { bytes: bytes.clone() }
            }
            TransportEvent::Oversized { size } => Self::Oversized { size: *size },
            TransportEvent::Refused { reason } => Self::Refused { reason: reason.clone() },
            TransportEvent::Ending => Self::Ending,
            TransportEvent::Closed(CloseFrame { code, reason }) => {
                Self::Closed { code: *code, reason: reason.clone() }
            }
        }
    }

    fn to_event(&self) -> TransportEvent {
        match self {
            Self::Opened => TransportEvent::Opened,
            Self::Received { text } => TransportEvent::Received(Frame::Text(text.clone())),
            Self::ReceivedBinary { bytes } => {
                TransportEvent::Received(Frame::Binary(bytes.clone()))
            }
            Self::Oversized { size } => TransportEvent::Oversized { size: *size },
            Self::Refused { reason } => TransportEvent::Refused { reason: reason.clone() },
            Self::Ending => TransportEvent::Ending,
            Self::Closed { code, reason } => {
                TransportEvent::Closed(CloseFrame { code: *code, reason: reason.clone() })
            }
        }
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connect => f.write_str("connect"),
            Self::Disconnect => f.write_str("disconnect"),
            Self::Subscribe { channel } => write!(f, "subscribe to {channel}"),
            Self::Unsubscribe { id } => write!(f, "unsubscribe #{id}"),
            Self::Send(message) => write!(f, "send {message}"),
            Self::Whisper(message) => write!(f, "whisper {message}"),
            Self::Timeout => f.write_str("timeout"),
            Self::Transport { id, event } => write!(f, "#{id} {event}"),
            Self::Online => f.write_str("online"),
            Self::Offline => f.write_str("offline"),
            Self::Visible => f.write_str("visible"),
            Self::Hidden => f.write_str("hidden"),
            Self::Frozen => f.write_str("frozen"),
            Self::Resumed => f.write_str("resumed"),
            Self::Token { lifetime_us: Some(micros) } => {
                write!(f, "token for {:?}", Duration::from_micros(*micros))
            }
            Self::Token { lifetime_us: None } => f.write_str("token"),
            Self::NoToken { unavailable: Some(reason) } => write!(f, "no token: {reason}"),
            Self::NoToken { unavailable: None } => f.write_str("no token: signed out"),
            Self::ChannelAuth { socket_id, answers } => {
                let permitted = answers.iter().filter(|(_, denial)| denial.is_none()).count();
                write!(f, "{permitted} of {} channels permitted to {socket_id}", answers.len())
            }
            Self::Restored { messages } => write!(f, "restored {} messages", messages.len()),
        }
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { event, channel, data, .. } = self;
        write!(f, "{event} to {} {data}", channel.as_deref().unwrap_or("the server"))
    }
}

impl fmt::Display for Happening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Opened => f.write_str("opened"),
            Self::Received { text } => write!(f, "received {text}"),
            Self::ReceivedBinary { bytes } => write!(f, "received {} bytes", bytes.len()),
            Self::Oversized { size } => write!(f, "received too much: {size}"),
            Self::Refused { reason } => write!(f, "refused: {reason}"),
            Self::Ending => f.write_str("ending"),
            Self::Closed { code, reason } => write!(f, "closed {code} {reason}"),
        }
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}
