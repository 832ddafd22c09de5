//! What is said on the wire of a world. Its server thinks in the words of the envelope.

mod inbox;
mod pusher;

use bellwire::Protocol;
use bellwire_protocol::envelope::{ClientFrame, ServerFrame};
use bellwire_protocol::pusher::error_code;
use bellwire_protocol::{ChannelName, Payload};

pub(crate) use self::pusher::signature;

/// The protocol that a world speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Bellwire's own.
    Envelope,
    /// Pusher's, with its permissions and its errors that name no channel.
    Pusher,
    /// The inbox of a user: one socket, no channels, no welcome.
    Inbox,
    /// The envelope of a server that only sends, whatever its client may say.
    ListeningOnly,
}

impl Dialect {
    pub(crate) fn protocol(self) -> Protocol {
        match self {
            Self::Envelope => Protocol::envelope(),
            Self::Pusher => Protocol::pusher("sim"),
            Self::Inbox => Protocol::inbox(),
            Self::ListeningOnly => Protocol::envelope().without_welcome().listening_only(),
        }
    }

    /// Whether publications are of channels. Where they are not, every one is for this user, over
    /// every connection.
    pub(crate) fn has_channels(self) -> bool {
        match self {
            Self::Envelope | Self::Pusher => true,
            Self::Inbox | Self::ListeningOnly => false,
        }
    }

    /// Whether the open socket is all the welcome there is, and a token that is not accepted looks
    /// like a server that is away.
    pub(crate) fn opens_when_welcome(self) -> bool {
        match self {
            Self::Envelope | Self::Pusher => false,
            Self::Inbox | Self::ListeningOnly => true,
        }
    }

    /// Whether connections are made with a token, where there are tokens.
    pub(crate) fn connects_with_token(self) -> bool {
        match self {
            Self::Envelope | Self::Inbox | Self::ListeningOnly => true,
            Self::Pusher => false,
        }
    }

    /// Whether a server can take a new token on an open connection.
    pub(crate) fn takes_new_tokens(self) -> bool {
        match self {
            // Whether it does it says in a welcome that nobody else hears.
            Self::Envelope | Self::Pusher => true,
            Self::Inbox | Self::ListeningOnly => false,
        }
    }

    /// The code with which a server ends that will be back, and whether it says when.
    pub(crate) fn departure(self) -> (u16, bool) {
        match self {
            Self::Envelope => (1012, true),
            Self::Pusher => (error_code::RECONNECT, true),
            Self::Inbox | Self::ListeningOnly => (1012, false),
        }
    }

    /// The name of the application's messages.
    pub(crate) fn message(self) -> &'static str {
        match self {
            Self::Envelope | Self::ListeningOnly => "chat",
            Self::Pusher => "client-chat",
            Self::Inbox => inbox::MESSAGE,
        }
    }

    /// What the application says in the message of this number.
    pub(crate) fn data(self, number: u64) -> Payload {
        match self {
            Self::Envelope | Self::Pusher | Self::ListeningOnly => Payload::from(number),
            Self::Inbox => inbox::data(number),
        }
    }

    /// The number of a message or a publication; whatever else there is has none.
    pub(crate) fn number(self, data: &Payload) -> Option<u64> {
        match self {
            Self::Envelope | Self::Pusher | Self::ListeningOnly => data.read().ok(),
            Self::Inbox => inbox::number(data),
        }
    }

    /// What no server of this protocol may say.
    pub(crate) fn nonsense(self) -> [&'static str; 8] {
        match self {
            Self::Envelope | Self::ListeningOnly => [
                "",
                "{",
                "null",
                r#"{"type":5}"#,
                r#"[{"type":"ping"},5,{"no":"type"}]"#,
                r#"{"type":"ack","id":"of another"}"#,
                r#"{"type":"gap","channel":"nobody's","data":{}}"#,
                r#"{"type":"subscribed","channels":["nobody's"],"positions":{"nobody's":[]}}"#,
            ],
            Self::Pusher => pusher::NONSENSE,
            Self::Inbox => inbox::NONSENSE,
        }
    }

    /// Reads what a client says on a connection, or says what is wrong with it.
    pub(crate) fn read(self, connection: u64, text: &str) -> Result<ClientFrame, String> {
        match self {
            Self::Envelope => ClientFrame::decode(text).map_err(|error| error.to_string()),
            Self::Pusher => pusher::read(connection, text),
            Self::Inbox => inbox::read(text),
            Self::ListeningOnly => Err(format!("nobody listens to {text}")),
        }
    }

    /// Writes what the server says. `count` is how often it has refused.
    pub(crate) fn write(self, frame: &ServerFrame, count: u64) -> Vec<String> {
        match self {
            Self::Pusher => pusher::write(frame, count)
                .iter()
                .map(bellwire_protocol::pusher::ServerFrame::encode)
                .collect(),
            Self::Inbox => inbox::write(frame).into_iter().collect(),
            // It has no words for anything else.
            Self::ListeningOnly if !matches!(frame, ServerFrame::Publication(_)) => Vec::new(),
            Self::Envelope | Self::ListeningOnly => vec![frame.encode("2026-01-01T00:00:00.000Z")],
        }
    }
}

/// What stands for a channel in the books where there are none.
pub(crate) fn everything() -> ChannelName {
    // A word is a name.
    ChannelName::try_from("everything").unwrap_or_else(|_| unreachable!())
}
