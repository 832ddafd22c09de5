use super::recovery::{Loss, Standing};
use super::wire::{Incoming, Outgoing};
use super::{Departure, Welcome};
use crate::{ChannelName, DecodeError, Payload, Position, Publication, json};

/// What a server says to a client.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::envelope::ServerFrame;
///
/// fn log(frame: &ServerFrame) -> String {
///     match frame {
///         ServerFrame::Publication(message) => format!("received {}", message.event),
///         ServerFrame::Error { message, .. } => format!("refused: {message}"),
///         other => format!("{other:?}"),
///     }
/// }
/// assert_eq!(log(&ServerFrame::Ping), "Ping");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ServerFrame {
    /// The first message on a connection.
    Connected(Welcome),
    /// Confirms a subscription.
    Subscribed {
        /// The channels; empty where the server does not repeat them.
        channels: Vec<ChannelName>,
        /// The id of the request, where it had one.
        id: Option<Payload>,
        /// Where the channels stand; nothing where the server keeps no history.
        positions: Vec<(ChannelName, Standing)>,
    },
    /// Confirms that channels were given back.
    Unsubscribed {
        /// The channels; empty where the server does not repeat them.
        channels: Vec<ChannelName>,
        /// The id of the request, where it had one.
        id: Option<Payload>,
    },
    /// Asks for a pong.
    Ping,
    /// Answers the client's ping.
    Pong {
        /// Where some of the client's channels stand, now and then: a client that has not seen so
        /// much has lost something without noticing.
        positions: Vec<(ChannelName, Standing)>,
    },
    /// A message has arrived, and will be dealt with once.
    Ack {
        /// The id of the message.
        id: Payload,
        /// Its channel, when it was published there.
        channel: Option<ChannelName>,
        /// Its place in the channel's history; the sender is not sent its own message.
        position: Option<Position>,
    },
    /// Publications will not come.
    Gap {
        /// Their channel; `None` stands for messages that go to every connection.
        channel: Option<ChannelName>,
        /// Why.
        loss: Loss,
        /// Where the channel goes on.
        position: Option<Position>,
    },
    /// The server will soon close the connection, and asks to be called again.
    GoingAway(Departure),
    /// Something the client said was refused.
    Error {
        /// The id of what is refused, where it had one.
        id: Option<Payload>,
        /// The channels that are not subscribed.
        channels: Vec<ChannelName>,
        /// What is wrong, for people.
        message: String,
    },
    /// A message of the application.
    Publication(Publication),
}

impl ServerFrame {
    /// Reads one frame, which holds one message or a JSON array of them, and calls `visit` with each.
    ///
    /// A message that cannot be read does not harm its neighbours in the array.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::envelope::ServerFrame;
    ///
    /// let mut messages = Vec::new();
    /// ServerFrame::decode(r#"[{"type":"ping"},{"no":"type"}]"#, &mut |message| {
    ///     messages.push(message);
    /// });
    /// assert!(matches!(&messages[..], [Ok(ServerFrame::Ping), Err(_)]));
    /// ```
    pub fn decode(text: &str, visit: &mut dyn FnMut(Result<Self, DecodeError>)) {
        if !text.trim_ascii_start().starts_with('[') {
            visit(Self::decode_message(text));
            return;
        }
        let mut messages = Vec::new();
        match json::for_each_item(text, &mut |item| messages.push(item)) {
            Ok(()) => messages.into_iter().for_each(|item| visit(Self::decode_message(item))),
            Err(error) => visit(Err(error)),
        }
    }

    fn decode_message(text: &str) -> Result<Self, DecodeError> {
        let incoming = Incoming::read(text)?;
        match &*incoming.kind {
            "connected" => {
                Ok(Self::Connected(incoming.data().map(Welcome::read).unwrap_or_default()))
            }
            "subscribed" => Ok(Self::Subscribed {
                channels: incoming.channels()?,
                id: incoming.id(),
                positions: incoming.positions(),
            }),
            "unsubscribed" => {
                Ok(Self::Unsubscribed { channels: incoming.channels()?, id: incoming.id() })
            }
            "ping" => Ok(Self::Ping),
            "pong" => Ok(Self::Pong { positions: incoming.positions() }),
            "ack" => Ok(Self::Ack {
                id: incoming.id().ok_or_else(|| DecodeError::malformed("an `ack` has no `id`"))?,
                channel: incoming.channel()?,
                position: incoming.position(),
            }),
            "gap" => {
                let reason = incoming.field_of_data("reason").and_then(json::string);
                Ok(Self::Gap {
                    channel: incoming.channel()?,
                    loss: Loss::read(reason.as_deref().unwrap_or_default()),
                    position: incoming.position(),
                })
            }
            "going_away" => {
                Ok(Self::GoingAway(incoming.data().map(Departure::read).unwrap_or_default()))
            }
            "error" => {
                let message = incoming.field_of_data("message").and_then(json::string);
                Ok(Self::Error {
                    id: incoming.id(),
                    // A sentence matters more than what it is about.
                    channels: incoming.channels().unwrap_or_default(),
                    message: message.unwrap_or_default().into_owned(),
                })
            }
            _ => Ok(Self::Publication(incoming.publication()?)),
        }
    }

    /// Writes the frame, stamped with the server's time where the frame has none of its own.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::envelope::ServerFrame;
    ///
    /// assert_eq!(
    ///     ServerFrame::Ping.encode("2025-11-01T12:00:00Z"),
    ///     r#"{"type":"ping","timestamp":"2025-11-01T12:00:00Z"}"#
    /// );
    /// ```
    #[must_use]
    pub fn encode(&self, timestamp: &str) -> String {
        let written;
        let outgoing = match self {
            Self::Connected(welcome) => {
                written = welcome.write();
                Outgoing { kind: "connected", data: Some(&written), ..Outgoing::default() }
            }
            Self::Subscribed { channels, id, positions } => Outgoing {
                kind: "subscribed",
                channels,
                id: id.as_ref().map(Payload::as_json),
                positions,
                ..Outgoing::default()
            },
            Self::Unsubscribed { channels, id } => Outgoing {
                kind: "unsubscribed",
                channels,
                id: id.as_ref().map(Payload::as_json),
                ..Outgoing::default()
            },
            Self::Ping => Outgoing { kind: "ping", ..Outgoing::default() },
            Self::Pong { positions } => Outgoing { kind: "pong", positions, ..Outgoing::default() },
            Self::Ack { id, channel, position } => Outgoing {
                kind: "ack",
                id: Some(id.as_json()),
                channel: channel.as_ref(),
                position: position.as_ref(),
                ..Outgoing::default()
            },
            Self::Gap { channel, loss, position } => {
                written = json::object_of_strings(&[("reason", loss.word())]);
                Outgoing {
                    kind: "gap",
                    channel: channel.as_ref(),
                    data: Some(&written),
                    position: position.as_ref(),
                    ..Outgoing::default()
                }
            }
            Self::GoingAway(departure) => {
                written = departure.write();
                Outgoing { kind: "going_away", data: Some(&written), ..Outgoing::default() }
            }
            Self::Error { id, channels, message } => {
                written = json::object_of_strings(&[("message", message)]);
                Outgoing {
                    kind: "error",
                    id: id.as_ref().map(Payload::as_json),
                    channels,
                    data: Some(&written),
                    ..Outgoing::default()
                }
            }
            Self::Publication(publication) => Outgoing::publication(publication),
        };
        let timestamp = outgoing.timestamp.or(Some(timestamp));
        Outgoing { timestamp, ..outgoing }.write()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;
    use crate::envelope::{Capabilities, Recovery};

    fn decode(text: &str) -> Vec<Result<ServerFrame, DecodeError>> {
        let mut frames = Vec::new();
        ServerFrame::decode(text, &mut |frame| frames.push(frame));
        frames
    }

    fn decode_one(text: &str) -> Result<ServerFrame, DecodeError> {
        let mut frames = decode(text);
        assert_eq!(frames.len(), 1, "{text}");
        frames.remove(0)
    }

    fn publication(text: &str) -> Publication {
        match decode_one(text) {
            Ok(ServerFrame::Publication(publication)) => publication,
            other => panic!("{other:?}"),
        }
    }

    fn subscribed(channels: Vec<ChannelName>) -> ServerFrame {
        ServerFrame::Subscribed { channels, id: None, positions: Vec::new() }
    }

    fn position(offset: u64) -> Position {
        Position { epoch: "k3".try_into().unwrap(), offset }
    }

    #[test]
    fn reads_the_documented_welcome() {
        let text = r#"{"type":"connected","data":{"connection_id":"uuid-here"},
            "timestamp":"2025-11-01T12:00:00.000Z"}"#;
        let expected = ServerFrame::Connected(Welcome::plain("uuid-here".to_owned()));
        assert_eq!(decode_one(text), Ok(expected));
    }

    #[test]
    fn a_welcome_without_data_is_a_welcome() {
        for text in [r#"{"type":"connected"}"#, r#"{"type":"connected","data":"hello"}"#] {
            assert_eq!(decode_one(text), Ok(ServerFrame::Connected(Welcome::default())));
        }
    }

    #[test]
    fn a_confirmation_names_its_channels_where_the_server_likes() {
        let jobs = vec!["jobs".parse().unwrap()];
        for text in [
            r#"{"type":"subscribed","channels":["jobs"]}"#,
            r#"{"type":"subscribed","data":{"channels":["jobs"]},"timestamp":"…"}"#,
        ] {
            assert_eq!(decode_one(text), Ok(subscribed(jobs.clone())));
        }
        assert_eq!(decode_one(r#"{"type":"subscribed"}"#), Ok(subscribed(Vec::new())));
    }

    #[test]
    fn a_publication_keeps_its_payload_as_it_is() {
        let text = r#"{"type":"job_created","data":{"title":"a \"b\"","n":1.50},"extra":[]}"#;
        let publication = publication(text);
        assert_eq!(publication.event, "job_created");
        assert_eq!(publication.data.as_json(), r#"{"title":"a \"b\"","n":1.50}"#);
        assert_eq!(publication.timestamp, None);
    }

    #[test]
    fn a_publication_without_data_or_with_an_odd_timestamp_is_not_lost() {
        let publication = publication(r#"{"type":"tick","timestamp":1730462400}"#);
        assert_eq!(publication.data, Payload::null());
        assert_eq!(publication.timestamp, None);
    }

    #[test]
    fn a_channel_of_another_type_is_an_error() {
        let error = decode_one(r#"{"type":"tick","channel":5}"#).unwrap_err();
        assert!(error.to_string().starts_with("the field `channel` of `tick`"), "{error}");
    }

    #[test]
    fn one_bad_message_does_not_spoil_its_batch() {
        let frames = decode(r#" [{"type":"pong"}, 5, {"type":"ping"}]"#);
        assert_eq!(frames[0], Ok(ServerFrame::Pong { positions: Vec::new() }));
        assert!(frames[1].is_err());
        assert_eq!(frames[2], Ok(ServerFrame::Ping));
    }

    #[test]
    fn what_is_written_reads_back_with_the_server_s_time() {
        let jobs: ChannelName = "jobs".parse().unwrap();
        let id = Payload::encode(&7).unwrap();
        let standing = |recovery| (jobs.clone(), Standing { position: position(44), recovery });
        let capabilities = Capabilities { ack: true, auth: true, presence: true, recovery: true };
        let frames = [
            ServerFrame::Connected(Welcome::default()),
            ServerFrame::Connected(Welcome::versioned("5f".to_owned(), capabilities)),
            ServerFrame::Subscribed {
                channels: vec![jobs.clone()],
                id: Some(id.clone()),
                positions: vec![standing(Recovery::Impossible(Loss::Expired))],
            },
            ServerFrame::Subscribed { channels: Vec::new(), id: None, positions: Vec::new() },
            ServerFrame::Unsubscribed { channels: Vec::new(), id: None },
            ServerFrame::Pong { positions: vec![standing(Recovery::NotAsked)] },
            ServerFrame::Pong { positions: vec![standing(Recovery::Complete)] },
            ServerFrame::Ack {
                id: id.clone(),
                channel: Some(jobs.clone()),
                position: Some(position(45)),
            },
            ServerFrame::Gap { channel: Some(jobs.clone()), loss: Loss::Dropped, position: None },
            ServerFrame::GoingAway(Departure {
                reason: "drain".to_owned(),
                reconnect_within: Some((Duration::ZERO, Duration::from_secs(5))),
            }),
            ServerFrame::Error {
                id: Some(id),
                channels: vec![jobs.clone()],
                message: "too many".to_owned(),
            },
            ServerFrame::Publication(Publication {
                timestamp: Some("2025-11-01T12:00:00.000Z".to_owned()),
                position: Some(position(42)),
                key: Some("0192".into()),
                ..Publication::new("job_created", Some(jobs), Payload::encode(&123).unwrap())
            }),
        ];
        for frame in frames {
            assert_eq!(decode_one(&frame.encode("later")), Ok(frame));
        }
        assert_eq!(
            ServerFrame::Ping.encode("2025-11-01T12:00:00.000Z"),
            r#"{"type":"ping","timestamp":"2025-11-01T12:00:00.000Z"}"#
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in ".{0,200}") {
            decode(&text);
            let _ = crate::envelope::ClientFrame::decode(&text);
        }

        #[test]
        fn no_value_of_a_known_field_makes_the_reader_panic(
            kind in "connected|subscribed|unsubscribed|pong|ack|gap|going_away|error|auth|job",
            field in "data|channel|channels|timestamp|id|key|epoch|offset|positions|recover",
            value in r#"null|5|"x"|""|\[\]|\[5\]|\{\}|\{"channels":[1]\}|\[\["#,
        ) {
            let text = format!(r#"{{"type":"{kind}","{field}":{value}}}"#);
            decode(&text);
            let _ = crate::envelope::ClientFrame::decode(&text);
        }
    }
}
