use std::time::Duration;

use bellwire_protocol::envelope::{Capabilities, Departure, Loss, PresenceNews, Standing};
use bellwire_protocol::{ChannelName, Position, Publication};

use crate::engine::{CloseFrame, MessageId};

/// A server's message in words that all protocols share.
#[derive(Debug)]
pub(in crate::engine) enum Inbound {
    Welcome(Welcome),
    Subscribed {
        channels: Vec<ChannelName>,
        positions: Vec<(ChannelName, Standing)>,
    },
    Unsubscribed {
        channels: Vec<ChannelName>,
        is_numbered: bool,
    },
    Ping,
    Pong {
        positions: Vec<(ChannelName, Standing)>,
    },
    Acknowledged {
        id: MessageId,
        channel: Option<ChannelName>,
        position: Option<Position>,
    },
    Gap {
        channel: Option<ChannelName>,
        loss: Loss,
        position: Option<Position>,
    },
    GoingAway(Departure),
    Refused {
        id: Option<MessageId>,
        channels: Vec<ChannelName>,
        message: String,
    },
    /// The server says what is wrong by a code, and not with what. Before its welcome that is why
    /// there will be none.
    Error(CloseFrame),
    Presence {
        channel: ChannelName,
        news: PresenceNews,
    },
    SignedIn {
        id: Box<str>,
    },
    Publication(Publication),
}

/// What a server says of itself and of the connection.
#[derive(Debug, Default)]
pub(in crate::engine) struct Welcome {
    pub(in crate::engine) capabilities: Capabilities,
    pub(in crate::engine) max_frame: Option<usize>,
    /// The name that authorisations are made out to.
    pub(in crate::engine) socket_id: Option<Box<str>>,
    /// How long the server wants to hear nothing at most.
    pub(in crate::engine) idle_limit: Option<Duration>,
}
