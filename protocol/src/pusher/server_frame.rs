use std::time::Duration;

use super::roster;
use super::wire::{Data, Incoming, Outgoing, fields, id};
use crate::{ChannelName, DecodeError, Member, Publication, json};

/// What a server says to the client.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::pusher::ServerFrame;
///
/// let text = r#"{"event":"job.posted","channel":"jobs","data":"{\"id\":5}"}"#;
/// match ServerFrame::decode(text)? {
///     ServerFrame::Event(publication) => assert_eq!(publication.data.as_json(), r#"{"id":5}"#),
///     other => unreachable!("{other:?}"),
/// }
/// # Ok::<(), bellwire_protocol::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ServerFrame {
    /// Welcomes the client; the first message of each connection.
    Established {
        /// The connection's name, such as `123.456`: authorisations are made out to it.
        socket_id: String,
        /// How long the client may hear nothing before it asks for a sign of life; `None` where the
        /// server leaves it to the client.
        activity_timeout: Option<Duration>,
    },
    /// Asks for a pong.
    Ping,
    /// Answers the client's ping.
    Pong,
    /// The client is subscribed.
    Subscribed {
        /// The channel.
        channel: ChannelName,
        /// Everybody in it, the client among them; `None` unless it is a presence channel.
        members: Option<Vec<Member>>,
    },
    /// The client is not subscribed.
    SubscriptionRefused {
        /// The channel.
        channel: ChannelName,
        /// The status, in the numbers of HTTP.
        status: Option<u16>,
        /// Why, for people to read.
        message: String,
    },
    /// A user has come, with the first connection.
    MemberAdded {
        /// The presence channel.
        channel: ChannelName,
        /// Who it is.
        member: Member,
    },
    /// A user has gone, with the last connection.
    MemberRemoved {
        /// The presence channel.
        channel: ChannelName,
        /// The user's id.
        id: Box<str>,
    },
    /// The server knows who the user is.
    SignedIn {
        /// The user's id.
        id: Box<str>,
    },
    /// Something went wrong. What it was the server does not say but in words and by a code; a close
    /// may follow.
    Error {
        /// One of [`error_code`](super::error_code), or another.
        code: Option<u16>,
        /// Why, for people to read.
        message: String,
    },
    /// An event of the application, or one of the protocol that only the application can use, such
    /// as `pusher:cache_miss`.
    Event(Publication),
}

const ESTABLISHED: &str = "pusher:connection_established";
const SUBSCRIBED: &str = "pusher_internal:subscription_succeeded";
const SUBSCRIPTION_REFUSED: &str = "pusher:subscription_error";
const MEMBER_ADDED: &str = "pusher_internal:member_added";
const MEMBER_REMOVED: &str = "pusher_internal:member_removed";
const SIGNED_IN: &str = "pusher:signin_success";

impl ServerFrame {
    /// Reads one frame.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::pusher::ServerFrame;
    ///
    /// assert_eq!(ServerFrame::decode(r#"{"event":"pusher:pong"}"#), Ok(ServerFrame::Pong));
    /// assert!(ServerFrame::decode("[]").is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// Fails when the text is no message of the protocol, or lacks what its event needs.
    pub fn decode(text: &str) -> Result<Self, DecodeError> {
        let incoming = Incoming::read(text)?;
        match &*incoming.event {
            ESTABLISHED => established(&incoming),
            "pusher:ping" => Ok(Self::Ping),
            "pusher:pong" => Ok(Self::Pong),
            SUBSCRIBED => Ok(Self::Subscribed {
                channel: incoming.some_channel()?,
                members: roster::read(&incoming.data_or_none()),
            }),
            SUBSCRIPTION_REFUSED => {
                let data = incoming.data_or_none();
                let [status, error] = fields(&data, ["status", "error"]);
                Ok(Self::SubscriptionRefused {
                    channel: incoming.some_channel()?,
                    status: status.and_then(small_number),
                    message: words(error),
                })
            }
            MEMBER_ADDED => Ok(Self::MemberAdded {
                channel: incoming.some_channel()?,
                member: member(&incoming)?,
            }),
            MEMBER_REMOVED => Ok(Self::MemberRemoved {
                channel: incoming.some_channel()?,
                id: member(&incoming)?.id,
            }),
            SIGNED_IN => signed_in(&incoming),
            "pusher:error" => {
                let data = incoming.data_or_none();
                let [code, message] = fields(&data, ["code", "message"]);
                Ok(Self::Error { code: code.and_then(small_number), message: words(message) })
            }
            _ => event(&incoming),
        }
    }

    /// Writes the frame, with its data within a string.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::pusher::ServerFrame;
    ///
    /// assert_eq!(ServerFrame::Pong.encode(), r#"{"event":"pusher:pong","data":"{}"}"#);
    /// ```
    #[must_use]
    pub fn encode(&self) -> String {
        match self {
            Self::Established { socket_id, activity_timeout } => {
                let mut data = String::from("{\"socket_id\":");
                json::write_string(&mut data, socket_id);
                if let Some(timeout) = activity_timeout {
                    data.push_str(&format!(",\"activity_timeout\":{}", timeout.as_secs()));
                }
                data.push('}');
                written(ESTABLISHED, None, &data)
            }
            Self::Ping => written("pusher:ping", None, "{}"),
            Self::Pong => written("pusher:pong", None, "{}"),
            Self::Subscribed { channel, members } => {
                let data = members.as_deref().map_or_else(|| "{}".to_owned(), roster::write);
                written(SUBSCRIBED, Some(channel), &data)
            }
            Self::SubscriptionRefused { channel, status, message } => {
                let mut data = String::from("{\"type\":\"AuthError\",\"error\":");
                json::write_string(&mut data, message);
                if let Some(status) = status {
                    data.push_str(&format!(",\"status\":{status}"));
                }
                data.push('}');
                written(SUBSCRIPTION_REFUSED, Some(channel), &data)
            }
            Self::MemberAdded { channel, member } => {
                written(MEMBER_ADDED, Some(channel), &roster::write_member(member))
            }
            Self::MemberRemoved { channel, id } => {
                let data = json::object_of_strings(&[("user_id", id)]);
                written(MEMBER_REMOVED, Some(channel), &data)
            }
            Self::SignedIn { id } => {
                let user = json::object_of_strings(&[("id", id)]);
                written(SIGNED_IN, None, &json::object_of_strings(&[("user_data", &user)]))
            }
            Self::Error { code, message } => {
                let mut data = String::from("{\"message\":");
                json::write_string(&mut data, message);
                let code = code.map_or_else(|| "null".to_owned(), |code| code.to_string());
                data.push_str(&format!(",\"code\":{code}}}"));
                // Pusher's own server does not put this one into a string.
                let data = Some(Data::Value(&data));
                Outgoing { event: "pusher:error", data, ..Outgoing::default() }.write()
            }
            Self::Event(publication) => Outgoing {
                event: &publication.event,
                channel: publication.channel.as_ref(),
                data: Some(Data::WithinString(publication.data.as_json())),
                user_id: publication.user_id.as_deref(),
            }
            .write(),
        }
    }

    /// Writes an event whose data is any text: what an application hands over need not be JSON, and
    /// arrives as it was.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::pusher::ServerFrame;
    ///
    /// let text = ServerFrame::encode_event("greeted", Some(&"jobs".parse()?), "hello", None);
    /// assert_eq!(text, r#"{"event":"greeted","channel":"jobs","data":"hello"}"#);
    /// # Ok::<(), bellwire_protocol::InvalidChannelName>(())
    /// ```
    #[must_use]
    pub fn encode_event(
        event: &str,
        channel: Option<&ChannelName>,
        data: &str,
        user_id: Option<&str>,
    ) -> String {
        Outgoing { event, channel, data: Some(Data::WithinString(data)), user_id }.write()
    }
}

fn established(incoming: &Incoming<'_>) -> Result<ServerFrame, DecodeError> {
    let data = incoming.data_or_none();
    let [socket_id, activity_timeout] = fields(&data, ["socket_id", "activity_timeout"]);
    let socket_id = socket_id.and_then(json::string).ok_or_else(|| incoming.lacks("socket_id"))?;
    let seconds = activity_timeout.and_then(json::number).filter(|seconds| *seconds > 0);
    Ok(ServerFrame::Established {
        socket_id: socket_id.into_owned(),
        activity_timeout: seconds.map(Duration::from_secs),
    })
}

fn member(incoming: &Incoming<'_>) -> Result<Member, DecodeError> {
    roster::read_member(&incoming.data_or_none()).ok_or_else(|| incoming.lacks("user_id"))
}

fn signed_in(incoming: &Incoming<'_>) -> Result<ServerFrame, DecodeError> {
    let data = incoming.data_or_none();
    let [user_data] = fields(&data, ["user_data"]);
    let user = user_data.and_then(json::string).unwrap_or_default();
    let [user_id] = fields(&user, ["id"]);
    let id = user_id.and_then(id).ok_or_else(|| incoming.lacks("user_data"))?;
    Ok(ServerFrame::SignedIn { id })
}

fn event(incoming: &Incoming<'_>) -> Result<ServerFrame, DecodeError> {
    let name = match &*incoming.event {
        // As pusher-js names it to applications.
        "pusher_internal:subscription_count" => "pusher:subscription_count",
        name => name,
    };
    Ok(ServerFrame::Event(Publication {
        user_id: incoming.user_id(),
        ..Publication::new(name, incoming.channel()?, incoming.payload())
    }))
}

fn written(event: &str, channel: Option<&ChannelName>, data: &str) -> String {
    let data = Some(Data::WithinString(data));
    Outgoing { event, channel, data, ..Outgoing::default() }.write()
}

fn small_number(value: &str) -> Option<u16> {
    json::number(value)?.try_into().ok()
}

/// Words as they stand in JSON: a string, or whatever else is there.
fn words(value: Option<&str>) -> String {
    let value = value.unwrap_or_default();
    json::string(value).map_or_else(|| value.to_owned(), |words| words.into_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Payload;

    fn payload(data: &str) -> String {
        let text = format!(r#"{{"event":"x","channel":"jobs"{data}}}"#);
        match ServerFrame::decode(&text) {
            Ok(ServerFrame::Event(publication)) => publication.data.as_json().to_owned(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn data_comes_in_four_forms() {
        assert_eq!(payload(r#","data":"{\"a\":[1]}""#), r#"{"a":[1]}"#, "JSON within a string");
        assert_eq!(payload(r#","data":"just words""#), r#""just words""#, "a string");
        assert_eq!(payload(r#","data":{"a":[1]}"#), r#"{"a":[1]}"#, "a value");
        assert_eq!(payload(""), "null", "nothing");
        assert_eq!(payload(r#","data":"""#), r#""""#, "a string that holds nothing");
        assert_eq!(payload(r#","data":"5""#), "5");
        assert_eq!(payload(r#","data":"\"\\u00e9\"""#), r#""\u00e9""#, "a string within one");
    }

    #[test]
    fn errors_come_within_a_string_and_as_values() {
        let error = ServerFrame::Error { code: Some(4009), message: "no".to_owned() };
        let object = r#"{"event":"pusher:error","data":{"code":4009,"message":"no"}}"#;
        let string = r#"{"event":"pusher:error","data":"{\"code\":4009,\"message\":\"no\"}"}"#;
        assert_eq!(ServerFrame::decode(object).as_ref(), Ok(&error));
        assert_eq!(ServerFrame::decode(string).as_ref(), Ok(&error));
        let silent = ServerFrame::Error { code: None, message: String::new() };
        let text = r#"{"event":"pusher:error","data":{"code":null,"message":null}}"#;
        assert_eq!(ServerFrame::decode(text), Ok(silent));
    }

    #[test]
    fn an_error_without_a_code_says_so_as_pusher_does() {
        let error = ServerFrame::Error { code: None, message: "no".to_owned() };
        let text = r#"{"event":"pusher:error","data":{"message":"no","code":null}}"#;
        assert_eq!(error.encode(), text);
        assert_eq!(ServerFrame::decode(text), Ok(error));
    }

    #[test]
    fn text_that_is_no_json_arrives_as_it_was() {
        let channel: ChannelName = "jobs".parse().unwrap();
        for (data, meant) in [("he\"llo", r#""he\"llo""#), (" {} ", "{}"), ("", r#""""#)] {
            let text = ServerFrame::encode_event("x", Some(&channel), data, Some("7"));
            let value: serde_json::Value = serde_json::from_str(&text).unwrap();
            assert_eq!(value["data"], data);
            let event = Publication {
                user_id: Some("7".into()),
                ..Publication::new("x", Some(channel.clone()), Payload::from_json(meant).unwrap())
            };
            assert_eq!(ServerFrame::decode(&text), Ok(ServerFrame::Event(event)));
        }
    }

    #[test]
    fn a_welcome_without_a_time_leaves_it_to_the_client() {
        for timeout in ["", r#","activity_timeout":0"#, r#","activity_timeout":null"#] {
            let text = format!(
                r#"{{"event":"pusher:connection_established","data":{{"socket_id":"1.2"{timeout}}}}}"#
            );
            let established =
                ServerFrame::Established { socket_id: "1.2".to_owned(), activity_timeout: None };
            assert_eq!(ServerFrame::decode(&text), Ok(established));
        }
    }

    #[test]
    fn a_subscription_may_succeed_without_a_word() {
        let channel: ChannelName = "jobs".parse().unwrap();
        for data in ["", r#","data":"{}""#, r#","data":{}"#, r#","data":"[]""#] {
            let text = format!(
                r#"{{"event":"pusher_internal:subscription_succeeded","channel":"jobs"{data}}}"#
            );
            let subscribed = ServerFrame::Subscribed { channel: channel.clone(), members: None };
            assert_eq!(ServerFrame::decode(&text), Ok(subscribed));
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        let channel: ChannelName = "presence-job.5".parse().unwrap();
        let member =
            Member { id: "7".into(), info: Payload::from_json(r#"{"a":"é\n"}"#).unwrap() };
        for frame in [
            ServerFrame::Established {
                socket_id: "1.2".to_owned(),
                activity_timeout: Some(Duration::from_secs(30)),
            },
            ServerFrame::Ping,
            ServerFrame::Pong,
            ServerFrame::Subscribed { channel: channel.clone(), members: None },
            ServerFrame::Subscribed {
                channel: channel.clone(),
                members: Some(vec![member.clone()]),
            },
            ServerFrame::SubscriptionRefused {
                channel: channel.clone(),
                status: Some(403),
                message: "\"no\"".to_owned(),
            },
            ServerFrame::MemberAdded { channel: channel.clone(), member: member.clone() },
            ServerFrame::MemberRemoved { channel: channel.clone(), id: "7".into() },
            ServerFrame::SignedIn { id: "7".into() },
            ServerFrame::Error { code: Some(4009), message: "no".to_owned() },
            ServerFrame::Event(Publication {
                user_id: Some("7".into()),
                ..Publication::new("client-typing", Some(channel), member.info)
            }),
        ] {
            assert_eq!(ServerFrame::decode(&frame.encode()), Ok(frame));
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in ".{0,200}") {
            let _ = ServerFrame::decode(&text);
        }

        #[test]
        fn no_data_makes_the_reader_panic(
            event in "pusher:(connection_established|error|subscription_error|signin_success|x)|pusher_internal:(subscription_succeeded|member_added|member_removed)|x",
            data in r#"null|5|"x"|""|\{\}|"\{"|\[\]|\{"presence":(5|\{\}|\{"ids":5,"hash":5\})\}|\{"user_data":"5"\}|\{"socket_id":"1"\}|\{"user_id":(5|"x"|\[\])\}|\[\["#,
            channel in r#""jobs"|5|null|"""#,
        ) {
            let _ = ServerFrame::decode(
                &format!(r#"{{"event":"{event}","channel":{channel},"data":{data}}}"#),
            );
        }
    }
}
