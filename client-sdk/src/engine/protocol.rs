use bellwire_protocol::envelope::{self, ClientFrame, ServerFrame, close_code};
use bellwire_protocol::{ChannelName, DecodeError, Publication};

use super::{CloseFrame, FailReason, Frame};

/// The protocol a client speaks: a value, chosen when the client is built.
///
/// # Examples
///
/// ```
/// use bellwire::Protocol;
///
/// let plain = Protocol::envelope().without_welcome();
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protocol(Kind);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Envelope { welcome: Welcome },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Welcome {
    Awaited,
    /// The server says nothing until it has something to say.
    Absent,
}

/// A server's message in words that all protocols share.
#[derive(Debug)]
pub(super) enum Inbound {
    Welcome,
    Subscribed(Vec<ChannelName>),
    Unsubscribed(Vec<ChannelName>),
    Ping,
    Pong,
    Publication(Publication),
}

/// What a close code asks of the client.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    BackOff,
    Stop(FailReason),
}

impl Protocol {
    /// JSON envelopes `{type, data, timestamp}`, as PayChain's server and Bellwire's own speak
    /// them. See [`bellwire_protocol::envelope`].
    #[must_use]
    pub fn envelope() -> Self {
        Self(Kind::Envelope { welcome: Welcome::Awaited })
    }

    /// Counts a connection as made when it opens: for servers that send no `connected` message.
    #[must_use]
    pub fn without_welcome(mut self) -> Self {
        match &mut self.0 {
            Kind::Envelope { welcome } => *welcome = Welcome::Absent,
        }
        self
    }

    pub(super) fn url(&self, base: &str) -> String {
        match self.0 {
            Kind::Envelope { .. } => {
                let separator = if base.contains('?') { '&' } else { '?' };
                format!("{base}{separator}{}", envelope::VERSION_QUERY)
            }
        }
    }

    pub(super) fn awaits_welcome(&self) -> bool {
        match self.0 {
            Kind::Envelope { welcome } => welcome == Welcome::Awaited,
        }
    }

    pub(super) fn subscribe(&self, channels: Vec<ChannelName>) -> Frame {
        match self.0 {
            Kind::Envelope { .. } => {
                Frame::Text(ClientFrame::Subscribe { channels, id: None }.encode())
            }
        }
    }

    pub(super) fn unsubscribe(&self, channels: Vec<ChannelName>) -> Frame {
        match self.0 {
            Kind::Envelope { .. } => {
                Frame::Text(ClientFrame::Unsubscribe { channels, id: None }.encode())
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

    pub(super) fn publish(&self, publication: &Publication) -> Frame {
        match self.0 {
            Kind::Envelope { .. } => Frame::Text(ClientFrame::encode_publication(publication)),
        }
    }

    /// Reads the messages of one frame.
    pub(super) fn decode<'a>(
        &self,
        text: &'a str,
    ) -> impl Iterator<Item = Result<Inbound, DecodeError>> + use<'a> {
        match self.0 {
            Kind::Envelope { .. } => ServerFrame::decode(text)
                .filter_map(|frame| frame.map(Inbound::from_envelope).transpose()),
        }
    }

    pub(super) fn verdict(&self, close: &CloseFrame) -> Verdict {
        match (&self.0, close.code) {
            (Kind::Envelope { .. }, close_code::UNAUTHORIZED) => {
                Verdict::Stop(FailReason::Unauthorized(close.clone()))
            }
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
            ServerFrame::Connected(_) => Some(Self::Welcome),
            ServerFrame::Subscribed { channels, .. } => Some(Self::Subscribed(channels)),
            ServerFrame::Unsubscribed { channels, .. } => Some(Self::Unsubscribed(channels)),
            ServerFrame::Ping => Some(Self::Ping),
            ServerFrame::Pong => Some(Self::Pong),
            ServerFrame::Publication(publication) => Some(Self::Publication(publication)),
            // A frame of a later version of the protocol crate.
            _ => None,
        }
    }
}
