use bellwire_protocol::envelope::PresenceNews;
use bellwire_protocol::pusher::{
    self, CLIENT_EVENT_PREFIX, ChannelKind, ClientFrame, Grant, ServerFrame, error_code,
};
use bellwire_protocol::{ChannelName, DecodeError, Publication};

use super::Verdict;
use super::inbound::{Inbound, Welcome};
use crate::engine::{Address, CloseFrame, FailReason, Frame};

/// The Pusher protocol, version 7.
#[cfg_attr(feature = "trace", derive(serde::Serialize, serde::Deserialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pusher {
    pub(super) key: Box<str>,
    /// Without it the compiler knows that there is no such protocol, and leaves out what speaks it.
    pub(super) built: Built,
}

/// Something that only a build with the feature `pusher` has.
#[cfg(feature = "pusher")]
#[cfg_attr(feature = "trace", derive(serde::Serialize, serde::Deserialize))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Built;

/// Something that only a build with the feature `pusher` has.
#[cfg(not(feature = "pusher"))]
#[cfg_attr(feature = "trace", derive(serde::Serialize, serde::Deserialize))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Built {}

impl Pusher {
    /// The base may be the server alone, or what stands before `/app/`.
    pub(super) fn address(&self, base: &str) -> Address {
        let mut address = Address::new(base);
        address.add_segment("app");
        address.add_segment(&self.key);
        // Hosts that count clients know the parameter `flash` from those of long ago.
        address.add_parameter(concat!(
            "protocol=7&client=bellwire&version=",
            env!("CARGO_PKG_VERSION"),
            "&flash=false"
        ));
        address
    }
}

/// What stands for being signed in: it is permitted, asked for, confirmed and refused as a channel is.
pub(super) const SIGN_IN: &str = "#sign-in";

pub(super) fn needs_grant(channel: &ChannelName) -> bool {
    channel.as_str() == SIGN_IN || ChannelKind::of(channel).needs_grant()
}

pub(super) fn subscribe(channel: ChannelName) -> Frame {
    Frame::Text(ClientFrame::Subscribe { channel, grant: None }.encode())
}

pub(super) fn subscribe_with(channel: ChannelName, grant: Grant) -> Frame {
    let frame = if channel.as_str() == SIGN_IN {
        let Grant { auth, channel_data, .. } = grant;
        ClientFrame::SignIn { auth, user_data: channel_data.unwrap_or_default() }
    } else {
        ClientFrame::Subscribe { channel, grant: Some(grant) }
    };
    Frame::Secret(frame.encode())
}

/// Nobody can sign out but by leaving.
pub(super) fn unsubscribe(channel: ChannelName) -> Option<Frame> {
    let is_channel = channel.as_str() != SIGN_IN;
    is_channel.then(|| Frame::Text(ClientFrame::Unsubscribe { channel }.encode()))
}

pub(super) fn ping() -> Frame {
    Frame::Text(ClientFrame::Ping.encode())
}

pub(super) fn pong() -> Frame {
    Frame::Text(ClientFrame::Pong.encode())
}

/// A client may send nothing but client events.
pub(super) fn publish(publication: &Publication) -> Option<Frame> {
    let channel = publication.channel.as_ref().filter(|_| can_send(publication))?;
    Some(Frame::Text(ClientFrame::encode_event(&publication.event, channel, &publication.data)))
}

pub(super) fn can_send(publication: &Publication) -> bool {
    publication.event.starts_with(CLIENT_EVENT_PREFIX)
        && publication
            .channel
            .as_ref()
            .is_some_and(|channel| ChannelKind::of(channel).takes_client_events())
}

pub(super) fn decode(text: &str, visit: &mut dyn FnMut(Result<Inbound, DecodeError>)) {
    match ServerFrame::decode(text) {
        Ok(ServerFrame::Subscribed { channel, members }) => {
            let channels = vec![channel.clone()];
            visit(Ok(Inbound::Subscribed { channels, positions: Vec::new() }));
            if let Some(members) = members {
                visit(Ok(Inbound::Presence { channel, news: PresenceNews::Here(members) }));
            }
        }
        Ok(ServerFrame::SignedIn { id }) => {
            let channels = ChannelName::try_from(SIGN_IN).into_iter().collect();
            visit(Ok(Inbound::Subscribed { channels, positions: Vec::new() }));
            visit(Ok(Inbound::SignedIn { id }));
        }
        Ok(frame) => {
            if let Some(message) = inbound(frame) {
                visit(Ok(message));
            }
        }
        Err(error) => visit(Err(error)),
    }
}

fn inbound(frame: ServerFrame) -> Option<Inbound> {
    match frame {
        ServerFrame::Established { socket_id, activity_timeout } => {
            Some(Inbound::Welcome(Welcome {
                socket_id: Some(socket_id.into()),
                idle_limit: activity_timeout,
                ..Welcome::default()
            }))
        }
        ServerFrame::Ping => Some(Inbound::Ping),
        ServerFrame::Pong => Some(Inbound::Pong { positions: Vec::new() }),
        ServerFrame::SubscriptionRefused { channel, message, .. } => {
            Some(Inbound::Refused { id: None, channels: vec![channel], message })
        }
        ServerFrame::MemberAdded { channel, member } => {
            Some(Inbound::Presence { channel, news: PresenceNews::Joined(member) })
        }
        ServerFrame::MemberRemoved { channel, id } => {
            Some(Inbound::Presence { channel, news: PresenceNews::Left(id) })
        }
        ServerFrame::Error { code, message } => {
            Some(Inbound::Error(CloseFrame { code: code.unwrap_or_default(), reason: message }))
        }
        ServerFrame::Event(publication) => Some(Inbound::Publication(publication)),
        // A frame of a later version of the protocol crate, or one that has been dealt with.
        ServerFrame::Subscribed { .. } | ServerFrame::SignedIn { .. } | _ => None,
    }
}

/// Reverb counts connections, and so passes: a client that comes back later may be let in.
pub(super) fn verdict(close: &CloseFrame) -> Verdict {
    match close.code {
        error_code::OVER_QUOTA => Verdict::BackOff,
        error_code::UNAUTHORIZED => Verdict::Stop(FailReason::Forbidden(close.clone())),
        4000..4100 => Verdict::Stop(FailReason::Rejected(close.clone())),
        4200..4300 => Verdict::AtOnce,
        _ => Verdict::BackOff,
    }
}

pub(super) fn is_reserved(event: &str) -> bool {
    pusher::is_reserved(event)
}

/// Whether an error is about a subscription that waits for its answer; Reverb does not say which.
pub(super) fn refuses_subscription(error: &CloseFrame) -> bool {
    error.code == error_code::UNAUTHORIZED
}

/// Whether an error is Reverb's for a message of a kind that it does not know.
pub(super) fn is_bewildered(error: &CloseFrame) -> bool {
    error.code == error_code::RECONNECT
}
