use bellwire_protocol::envelope::{
    self, Capabilities, ClientFrame, Departure, Loss, ServerFrame, Standing, close_code,
};
use bellwire_protocol::{ChannelName, DecodeError, Payload, Position, Publication};

use super::subscriptions::Wanted;
use super::{Address, CloseFrame, FailReason, Frame, MessageId, Token};

/// The protocol a client speaks: a value, chosen when the client is built.
///
/// # Examples
///
/// ```
/// use bellwire::Protocol;
///
/// let plain = Protocol::envelope().without_welcome();
/// ```
#[cfg_attr(feature = "trace", derive(serde::Serialize, serde::Deserialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protocol(Kind);

#[cfg_attr(feature = "trace", derive(serde::Serialize, serde::Deserialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Envelope { welcome: Welcome, token: TokenPlace },
}

#[cfg_attr(feature = "trace", derive(serde::Serialize, serde::Deserialize))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Welcome {
    Awaited,
    /// The server says nothing until it has something to say.
    Absent,
}

#[cfg_attr(feature = "trace", derive(serde::Serialize, serde::Deserialize))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TokenPlace {
    /// The parameter that servers without a protocol for it read.
    Url,
    FirstMessage,
}

/// A server's message in words that all protocols share.
#[derive(Debug)]
pub(super) enum Inbound {
    Welcome { capabilities: Capabilities, max_frame: Option<usize> },
    Subscribed { channels: Vec<ChannelName>, positions: Vec<(ChannelName, Standing)> },
    Unsubscribed { channels: Vec<ChannelName>, is_numbered: bool },
    Ping,
    Pong { positions: Vec<(ChannelName, Standing)> },
    Acknowledged { id: MessageId, channel: Option<ChannelName>, position: Option<Position> },
    Gap { channel: Option<ChannelName>, loss: Loss, position: Option<Position> },
    GoingAway(Departure),
    Refused { id: Option<MessageId>, channels: Vec<ChannelName>, message: String },
    Publication(Publication),
}

/// What a close code asks of the client.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    BackOff,
    /// A new token may help.
    Renew,
    Stop(FailReason),
}

impl Protocol {
    /// JSON envelopes `{type, data, timestamp}`, as PayChain's server and Bellwire's own speak
    /// them. See [`bellwire_protocol::envelope`].
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{Client, Protocol};
    ///
    /// let client = Client::builder("/ws").protocol(Protocol::envelope()).build()?;
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    #[must_use]
    pub fn envelope() -> Self {
        Self(Kind::Envelope { welcome: Welcome::Awaited, token: TokenPlace::Url })
    }

    /// Counts a connection as made when it opens: for servers that send no `connected` message.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::engine::{Input, Output, TransportEvent};
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Engine, Instant};
    /// # let now = Instant::ZERO;
    ///
    /// let protocol = Protocol::envelope().without_welcome();
    /// let mut engine = Engine::new(Config::new("/ws"), protocol, 42, now);
    /// engine.connect(now);
    /// if let Some(Output::Transport { id, .. }) = engine.poll_output() {
    ///     engine.handle_input(now, Input::Transport { id, event: TransportEvent::Opened });
    /// }
    /// assert!(engine.status().is_connected());
    /// ```
    #[must_use]
    pub fn without_welcome(mut self) -> Self {
        match &mut self.0 {
            Kind::Envelope { welcome, .. } => *welcome = Welcome::Absent,
        }
        self
    }

    /// Sends the token as the first message of each connection instead of in the URL, where proxies
    /// and servers like to write it down. For servers that await it there.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{Client, Protocol, TokenError};
    ///
    /// let client = Client::builder("/ws")
    ///     .protocol(Protocol::envelope().with_token_in_first_message())
    ///     .token_provider(async || Ok::<_, TokenError>("secret"))
    ///     .build()?;
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    #[must_use]
    pub fn with_token_in_first_message(mut self) -> Self {
        match &mut self.0 {
            Kind::Envelope { token, .. } => *token = TokenPlace::FirstMessage,
        }
        self
    }

    pub(super) fn address(&self, base: &str, token: Option<&Token>) -> Address {
        match self.0 {
            Kind::Envelope { token: place, .. } => {
                let mut address = Address::new(base);
                address.add_parameter(envelope::VERSION_QUERY);
                if let (TokenPlace::Url, Some(token)) = (place, token) {
                    address.add_parameter(envelope::TOKEN_QUERY);
                    address.add_value(token.reveal());
                }
                address
            }
        }
    }

    /// What a new connection begins with.
    pub(super) fn first_message(&self, token: Option<&Token>) -> Option<Frame> {
        match self.0 {
            Kind::Envelope { token: TokenPlace::FirstMessage, .. } => {
                token.map(|token| self.authenticate(token))
            }
            Kind::Envelope { token: TokenPlace::Url, .. } => None,
        }
    }

    pub(super) fn authenticate(&self, token: &Token) -> Frame {
        match self.0 {
            Kind::Envelope { .. } => {
                let token = token.reveal().to_owned();
                Frame::Secret(ClientFrame::Auth { token }.encode())
            }
        }
    }

    pub(super) fn awaits_welcome(&self) -> bool {
        match self.0 {
            Kind::Envelope { welcome, .. } => welcome == Welcome::Awaited,
        }
    }

    pub(super) fn subscribe(&self, wanted: Wanted) -> Frame {
        let Wanted { channels, recover } = wanted;
        match self.0 {
            Kind::Envelope { .. } => {
                Frame::Text(ClientFrame::Subscribe { channels, id: None, recover }.encode())
            }
        }
    }

    /// With a number, which the answer bears as well.
    pub(super) fn unsubscribe(&self, channels: Vec<ChannelName>, id: Option<MessageId>) -> Frame {
        match self.0 {
            Kind::Envelope { .. } => {
                let id = id.map(|id| Payload::from(id.number()));
                Frame::Text(ClientFrame::Unsubscribe { channels, id }.encode())
            }
        }
    }

    pub(super) fn ping(&self) -> Frame {
        match self.0 {
            Kind::Envelope { .. } => Frame::Text(ClientFrame::Ping.encode()),
        }
    }

    pub(super) fn pong(&self) -> Frame {
        match self.0 {
            Kind::Envelope { .. } => Frame::Text(ClientFrame::Pong.encode()),
        }
    }

    /// Writes a message; with an id, the server is asked to acknowledge it.
    pub(super) fn publish(&self, publication: &Publication, id: Option<MessageId>) -> Frame {
        match self.0 {
            Kind::Envelope { .. } => {
                let id = id.map(|id| id.number().to_string());
                Frame::Text(ClientFrame::encode_publication(publication, id.as_deref()))
            }
        }
    }

    /// Whether an event's name is a word of the protocol, which the server would take for a command.
    pub(super) fn is_reserved(&self, event: &str) -> bool {
        match self.0 {
            Kind::Envelope { .. } => envelope::is_reserved(event),
        }
    }

    /// Reads the messages of one frame.
    pub(super) fn decode(&self, text: &str, visit: &mut dyn FnMut(Result<Inbound, DecodeError>)) {
        match self.0 {
            Kind::Envelope { .. } => ServerFrame::decode(text, &mut |frame| match frame {
                Ok(frame) => {
                    if let Some(message) = Inbound::from_envelope(frame) {
                        visit(Ok(message));
                    }
                }
                Err(error) => visit(Err(error)),
            }),
        }
    }

    pub(super) fn verdict(&self, close: &CloseFrame) -> Verdict {
        match (&self.0, close.code) {
            (Kind::Envelope { .. }, close_code::UNAUTHORIZED) => Verdict::Renew,
            (Kind::Envelope { .. }, close_code::FORBIDDEN) => {
                Verdict::Stop(FailReason::Forbidden(close.clone()))
            }
            (Kind::Envelope { .. }, _) => Verdict::BackOff,
        }
    }
}

impl Inbound {
    fn from_envelope(frame: ServerFrame) -> Option<Self> {
        match frame {
            ServerFrame::Connected(envelope::Welcome { capabilities, max_frame, .. }) => {
                Some(Self::Welcome { capabilities, max_frame })
            }
            ServerFrame::Subscribed { channels, positions, .. } => {
                Some(Self::Subscribed { channels, positions })
            }
            ServerFrame::Unsubscribed { channels, id } => {
                Some(Self::Unsubscribed { channels, is_numbered: id.is_some() })
            }
            ServerFrame::Ping => Some(Self::Ping),
            ServerFrame::Pong { positions } => Some(Self::Pong { positions }),
            ServerFrame::Ack { id, channel, position } => {
                Some(Self::Acknowledged { id: message_id(&id)?, channel, position })
            }
            ServerFrame::Gap { channel, loss, position } => {
                Some(Self::Gap { channel, loss, position })
            }
            ServerFrame::GoingAway(departure) => Some(Self::GoingAway(departure)),
            ServerFrame::Error { id, channels, message } => {
                Some(Self::Refused { id: id.as_ref().and_then(message_id), channels, message })
            }
            ServerFrame::Publication(publication) => Some(Self::Publication(publication)),
            // A frame of a later version of the protocol crate.
            _ => None,
        }
    }
}

/// Ours are numbers; anything else answers nothing that we said.
fn message_id(id: &Payload) -> Option<MessageId> {
    id.as_number().map(MessageId::new)
}
