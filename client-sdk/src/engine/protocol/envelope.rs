use bellwire_protocol::envelope::{
    self, ClientFrame, ServerFrame, TOKEN_QUERY, VERSION_QUERY, close_code,
};
use bellwire_protocol::{ChannelName, DecodeError, Payload, Publication};

use super::inbound::{Inbound, Welcome};
use super::{TokenPlace, Verdict};
use crate::engine::subscriptions::Wanted;
use crate::engine::{Address, CloseFrame, FailReason, Frame, MessageId, Token};

/// Bellwire's own protocol, and PayChain's.
#[cfg_attr(feature = "trace", derive(serde::Serialize, serde::Deserialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Envelope {
    pub(super) awaits_welcome: bool,
    /// Whether the server listens to anything.
    pub(super) speaks: bool,
    pub(super) token: TokenPlace,
}

impl Envelope {
    pub(super) fn address(&self, base: &str, token: Option<&Token>) -> Address {
        let mut address = Address::new(base);
        address.add_parameter(VERSION_QUERY);
        if let (TokenPlace::Url, Some(token)) = (self.token, token) {
            address.add_parameter(TOKEN_QUERY);
            address.add_value(token.reveal());
        }
        address
    }

    pub(super) fn first_message(&self, token: Option<&Token>) -> Option<Frame> {
        match self.token {
            TokenPlace::FirstMessage => token.map(authenticate),
            TokenPlace::Url => None,
        }
    }
}

pub(super) fn authenticate(token: &Token) -> Frame {
    let token = token.reveal().to_owned();
    Frame::Secret(ClientFrame::Auth { token }.encode())
}

pub(super) fn subscribe(wanted: Wanted) -> Frame {
    let Wanted { channels, recover, .. } = wanted;
    Frame::Text(ClientFrame::Subscribe { channels, id: None, recover }.encode())
}

pub(super) fn unsubscribe(channels: Vec<ChannelName>, id: Option<MessageId>) -> Frame {
    let id = id.map(|id| Payload::from(id.number()));
    Frame::Text(ClientFrame::Unsubscribe { channels, id }.encode())
}

pub(super) fn ping() -> Frame {
    Frame::Text(ClientFrame::Ping.encode())
}

pub(super) fn pong() -> Frame {
    Frame::Text(ClientFrame::Pong.encode())
}

pub(super) fn publish(publication: &Publication, id: Option<MessageId>) -> Frame {
    let id = id.map(|id| id.number().to_string());
    Frame::Text(ClientFrame::encode_publication(publication, id.as_deref()))
}

pub(super) fn decode(text: &str, visit: &mut dyn FnMut(Result<Inbound, DecodeError>)) {
    ServerFrame::decode(text, &mut |frame| match frame {
        Ok(frame) => {
            if let Some(message) = inbound(frame) {
                visit(Ok(message));
            }
        }
        Err(error) => visit(Err(error)),
    });
}

pub(super) fn verdict(close: &CloseFrame) -> Verdict {
    match close.code {
        close_code::UNAUTHORIZED => Verdict::Renew,
        close_code::FORBIDDEN => Verdict::Stop(FailReason::Forbidden(close.clone())),
        _ => Verdict::BackOff,
    }
}

fn inbound(frame: ServerFrame) -> Option<Inbound> {
    match frame {
        ServerFrame::Connected(envelope::Welcome { capabilities, max_frame, .. }) => {
            Some(Inbound::Welcome(Welcome { capabilities, max_frame, ..Welcome::default() }))
        }
        ServerFrame::Subscribed { channels, positions, .. } => {
            Some(Inbound::Subscribed { channels, positions })
        }
        ServerFrame::Unsubscribed { channels, id } => {
            Some(Inbound::Unsubscribed { channels, is_numbered: id.is_some() })
        }
        ServerFrame::Ping => Some(Inbound::Ping),
        ServerFrame::Pong { positions } => Some(Inbound::Pong { positions }),
        ServerFrame::Ack { id, channel, position } => {
            Some(Inbound::Acknowledged { id: message_id(&id)?, channel, position })
        }
        ServerFrame::Gap { channel, loss, position } => {
            Some(Inbound::Gap { channel, loss, position })
        }
        ServerFrame::GoingAway(departure) => Some(Inbound::GoingAway(departure)),
        ServerFrame::Error { id, channels, message } => {
            Some(Inbound::Refused { id: id.as_ref().and_then(message_id), channels, message })
        }
        ServerFrame::Publication(publication) => Some(Inbound::Publication(publication)),
        // A frame of a later version of the protocol crate.
        _ => None,
    }
}

/// Ours are numbers; anything else answers nothing that we said.
fn message_id(id: &Payload) -> Option<MessageId> {
    id.as_number().map(MessageId::new)
}
