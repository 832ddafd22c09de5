use bellwire_protocol::inbox;
use bellwire_protocol::{DecodeError, Payload, Publication};

use super::inbound::Inbound;
use crate::engine::{Address, Frame, Token};

/// The inbox of Django Channels servers.
#[cfg_attr(feature = "trace", derive(serde::Serialize, serde::Deserialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Inbox {
    /// Without it the compiler knows that there is no such protocol, and leaves out what speaks it.
    pub(super) built: Built,
}

/// Something that only a build with the feature `inbox` has.
#[cfg(feature = "inbox")]
#[cfg_attr(feature = "trace", derive(serde::Serialize, serde::Deserialize))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Built;

/// Something that only a build with the feature `inbox` has.
#[cfg(not(feature = "inbox"))]
#[cfg_attr(feature = "trace", derive(serde::Serialize, serde::Deserialize))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Built {}

/// What is asked to see whether the server lives: it knows no ping, and this tells something as well.
const ASK: &str = "get_unread_count";
/// How that is answered.
const ANSWER: &str = "unread_count";

pub(super) fn address(base: &str, token: Option<&Token>) -> Address {
    let mut address = Address::new(base);
    if let Some(token) = token {
        address.add_parameter("token");
        address.add_value(token.reveal());
    }
    address
}

pub(super) fn ping() -> Frame {
    Frame::Text(inbox::encode_action(ASK, &Payload::null()))
}

pub(super) fn publish(publication: &Publication) -> Frame {
    Frame::Text(inbox::encode_action(&publication.event, &publication.data))
}

pub(super) fn decode(text: &str, visit: &mut dyn FnMut(Result<Inbound, DecodeError>)) {
    match inbox::decode(text) {
        Ok(publication) => {
            if publication.event == ANSWER {
                visit(Ok(Inbound::Pong { positions: Vec::new() }));
            }
            visit(Ok(Inbound::Publication(publication)));
        }
        Err(error) => visit(Err(error)),
    }
}
