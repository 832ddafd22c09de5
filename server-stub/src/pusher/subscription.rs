use bellwire_protocol::pusher::{ChannelKind, Grant, ServerFrame};
use bellwire_protocol::{ChannelName, Member, Payload};
use serde::Deserialize;

use super::channel::MAX_MEMBERS;
use super::credentials::Credentials;
use super::registry::MAX_CHANNELS;
use super::signed_in_user::{MAX_USER_ID, is_valid_user_id};
use super::socket_id::SocketId;

/// The longest name of a channel, in bytes; Pusher's limit.
const MAX_NAME: usize = 164;
/// How much is known of a user in a presence channel, in bytes of JSON; Pusher's limit.
const MAX_USER_INFO: usize = 1024;

/// Why a connection is not subscribed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum SubscribeError {
    #[error(
        "Invalid channel name: 1 to {MAX_NAME} letters, digits and characters of _ - = @ , . ; are \
         one"
    )]
    Name,
    #[error("The channel needs an authorisation, and `auth` is missing")]
    NoGrant,
    #[error(
        "Invalid signature: expected `auth` to be the key, a colon and the HMAC SHA256 hex digest \
         of the socket id, a colon and the channel name; with another colon and `channel_data` \
         where there is one"
    )]
    Signature,
    #[error(
        "Invalid channel_data: expected JSON with a `user_id` of at most {MAX_USER_ID} bytes and a \
         `user_info` of at most {MAX_USER_INFO}"
    )]
    Member,
    #[error("Only the user who is signed in may subscribe to this channel")]
    AnotherUser,
    #[error("The channel has {MAX_MEMBERS} members, and no room for another")]
    Full,
    #[error("A connection has at most {MAX_CHANNELS} channels")]
    TooManyChannels,
    #[error("Existing subscription to channel")]
    AlreadySubscribed,
}

impl SubscribeError {
    /// The error in the words of the wire.
    pub(super) fn frame(self, channel: ChannelName) -> ServerFrame {
        match self {
            // The subscription that exists goes on, so it has not failed.
            Self::AlreadySubscribed => {
                ServerFrame::Error { code: None, message: format!("{self} {channel}") }
            }
            Self::Name
            | Self::NoGrant
            | Self::Signature
            | Self::Member
            | Self::AnotherUser
            | Self::Full
            | Self::TooManyChannels => ServerFrame::SubscriptionRefused {
                channel,
                status: Some(401),
                message: self.to_string(),
            },
        }
    }
}

/// Whether a connection may subscribe to a channel; returns who it is, in a presence channel.
pub(super) fn check(
    credentials: &Credentials,
    socket: SocketId,
    user: Option<&str>,
    channel: &ChannelName,
    grant: Option<&Grant>,
) -> Result<Option<Member>, SubscribeError> {
    let name = channel.as_str();
    let kind = ChannelKind::of(channel);
    match kind {
        ChannelKind::User => {
            let owner = name.strip_prefix(ChannelKind::USER_PREFIX);
            return if user.is_some() && user == owner {
                Ok(None)
            } else {
                Err(SubscribeError::AnotherUser)
            };
        }
        _ if !is_valid_name(name) => return Err(SubscribeError::Name),
        ChannelKind::Public => return Ok(None),
        ChannelKind::Private | ChannelKind::Encrypted | ChannelKind::Presence => {}
    }
    let Grant { auth, channel_data, .. } = grant.ok_or(SubscribeError::NoGrant)?;
    // Applications may sign something about the subscriber of a private channel as well.
    let channel_data = channel_data.as_deref();
    if !credentials.allows_channel(auth, socket, name, channel_data) {
        return Err(SubscribeError::Signature);
    }
    match kind {
        ChannelKind::Presence => {
            channel_data.and_then(read_member).map(Some).ok_or(SubscribeError::Member)
        }
        ChannelKind::Public | ChannelKind::Private | ChannelKind::Encrypted | ChannelKind::User => {
            Ok(None)
        }
    }
}

/// Whether a channel may have this name; the channels of users have names of their own.
pub(super) fn is_valid_name(name: &str) -> bool {
    (1..=MAX_NAME).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-=@,.;".contains(&byte))
}

/// Who joins a presence channel, as the application has signed it.
#[derive(Deserialize)]
struct ChannelData {
    user_id: UserId,
    #[serde(default = "Payload::null")]
    user_info: Payload,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum UserId {
    Text(String),
    Number(serde_json::Number),
}

fn read_member(channel_data: &str) -> Option<Member> {
    let ChannelData { user_id, user_info: info } = serde_json::from_str(channel_data).ok()?;
    let id = match user_id {
        UserId::Text(text) => text,
        UserId::Number(number) => number.to_string(),
    };
    let is_small = is_valid_user_id(&id) && info.as_json().len() <= MAX_USER_INFO;
    is_small.then(|| Member { id: id.into(), info })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credentials() -> Credentials {
        let [app_id, key, secret] = ["1", "key", "secret"].map(str::to_owned);
        Credentials { app_id, key, secret }
    }

    fn socket() -> SocketId {
        SocketId::new(1, 2)
    }

    fn checked(channel: &str, data: Option<&str>) -> Result<Option<Member>, SubscribeError> {
        let grant = Grant {
            auth: credentials().sign_channel(socket(), channel, data),
            channel_data: data.map(str::to_owned),
            shared_secret: None,
        };
        check(&credentials(), socket(), Some("7"), &channel.parse().unwrap(), Some(&grant))
    }

    #[test]
    fn a_member_is_who_the_application_says() {
        let member = |id: &str, info: &str| {
            Ok(Some(Member { id: id.into(), info: Payload::from_json(info).unwrap() }))
        };
        for (data, expected) in [
            (r#"{"user_id":"7"}"#, member("7", "null")),
            (r#"{"user_id":7,"user_info":{"name":"Ada"}}"#, member("7", r#"{"name":"Ada"}"#)),
            (r#"{"user_id":""}"#, Err(SubscribeError::Member)),
            (r#"{"user_id":null}"#, Err(SubscribeError::Member)),
            (r#"{"user_info":{}}"#, Err(SubscribeError::Member)),
            ("7", Err(SubscribeError::Member)),
            (&format!(r#"{{"user_id":"{}"}}"#, "x".repeat(129)), Err(SubscribeError::Member)),
            (
                &format!(r#"{{"user_id":"7","user_info":"{}"}}"#, "x".repeat(1023)),
                Err(SubscribeError::Member),
            ),
        ] {
            assert_eq!(checked("presence-a", Some(data)), expected, "{data}");
        }
        assert_eq!(checked("presence-a", None), Err(SubscribeError::Member));
        assert_eq!(checked("private-a", None), Ok(None));
        assert_eq!(checked("private-a", Some("anything")), Ok(None));
    }

    #[test]
    fn names_keep_to_the_rules() {
        for name in ["jobs", "job.5", "a_-=@,.;Z9", &"x".repeat(164)] {
            assert_eq!(checked(name, None), Ok(None), "{name}");
        }
        for name in ["a b", "#jobs", "ä", "a:b", "a/b", &"x".repeat(165), "private-a:b"] {
            assert_eq!(checked(name, None), Err(SubscribeError::Name), "{name}");
        }
    }

    #[test]
    fn the_channel_of_a_user_is_for_that_user() {
        assert_eq!(checked("#server-to-user-7", None), Ok(None));
        assert_eq!(checked("#server-to-user-8", None), Err(SubscribeError::AnotherUser));
        let channel = "#server-to-user-7".parse().unwrap();
        let stranger = check(&credentials(), socket(), None, &channel, None);
        assert_eq!(stranger, Err(SubscribeError::AnotherUser));
    }
}
