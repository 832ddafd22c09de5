use std::{iter, option, vec};

use super::Welcome;
use super::wire::{Incoming, Outgoing};
use crate::{ChannelName, DecodeError, Payload, Publication, json};

/// What a server says to a client.
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
    Pong,
    /// A message of the application.
    Publication(Publication),
}

impl ServerFrame {
    /// Reads one frame, which holds one message or a JSON array of them.
    ///
    /// A message that cannot be read does not harm its neighbours in the array.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::envelope::ServerFrame;
    ///
    /// let mut frames = ServerFrame::decode(r#"[{"type":"pong"},{"no":"type"}]"#);
    /// assert_eq!(frames.next(), Some(Ok(ServerFrame::Pong)));
    /// assert!(frames.next().is_some_and(|second| second.is_err()));
    /// assert_eq!(frames.next(), None);
    /// ```
    #[must_use]
    pub fn decode(text: &str) -> ServerFrames<'_> {
        if !text.trim_ascii_start().starts_with('[') {
            return ServerFrames::one(Self::decode_message(text));
        }
        let mut messages = Vec::new();
        match json::for_each_item(text, &mut |item| messages.push(item)) {
            Ok(()) => ServerFrames { first: None.into_iter(), batch: messages.into_iter() },
            Err(error) => ServerFrames::one(Err(error)),
        }
    }

    fn decode_message(text: &str) -> Result<Self, DecodeError> {
        let incoming = Incoming::read(text)?;
        match &*incoming.kind {
            "connected" => {
                Ok(Self::Connected(incoming.data().map(Welcome::read).unwrap_or_default()))
            }
            "subscribed" => {
                Ok(Self::Subscribed { channels: incoming.channels()?, id: incoming.id() })
            }
            "unsubscribed" => {
                Ok(Self::Unsubscribed { channels: incoming.channels()?, id: incoming.id() })
            }
            "ping" => Ok(Self::Ping),
            "pong" => Ok(Self::Pong),
            event => Ok(Self::Publication(Publication {
                event: event.to_owned(),
                channel: incoming.channel()?,
                data: incoming.payload(),
                timestamp: incoming.timestamp(),
            })),
        }
    }

    /// Writes the frame, stamped with the server's time where the frame has none of its own.
    #[must_use]
    pub fn encode(&self, timestamp: &str) -> String {
        let welcome;
        let outgoing = match self {
            Self::Connected(data) => {
                welcome = data.write();
                Outgoing { kind: "connected", data: Some(&welcome), ..Outgoing::default() }
            }
            Self::Subscribed { channels, id } => Outgoing {
                kind: "subscribed",
                channels: Some(channels),
                id: id.as_ref(),
                ..Outgoing::default()
            },
            Self::Unsubscribed { channels, id } => Outgoing {
                kind: "unsubscribed",
                channels: Some(channels),
                id: id.as_ref(),
                ..Outgoing::default()
            },
            Self::Ping => Outgoing { kind: "ping", ..Outgoing::default() },
            Self::Pong => Outgoing { kind: "pong", ..Outgoing::default() },
            Self::Publication(publication) => Outgoing {
                kind: &publication.event,
                data: Some(publication.data.as_json()),
                channel: publication.channel.as_ref(),
                timestamp: publication.timestamp.as_deref(),
                ..Outgoing::default()
            },
        };
        let timestamp = outgoing.timestamp.or(Some(timestamp));
        Outgoing { timestamp, ..outgoing }.write()
    }
}

/// The messages of one frame; see [`ServerFrame::decode`].
#[derive(Debug)]
pub struct ServerFrames<'a> {
    first: option::IntoIter<Result<ServerFrame, DecodeError>>,
    batch: vec::IntoIter<&'a str>,
}

impl ServerFrames<'_> {
    fn one(message: Result<ServerFrame, DecodeError>) -> Self {
        Self { first: Some(message).into_iter(), batch: Vec::new().into_iter() }
    }
}

impl Iterator for ServerFrames<'_> {
    type Item = Result<ServerFrame, DecodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.first.next().or_else(|| self.batch.next().map(ServerFrame::decode_message))
    }
}

impl iter::FusedIterator for ServerFrames<'_> {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decode_one(text: &str) -> Result<ServerFrame, DecodeError> {
        let mut frames = ServerFrame::decode(text);
        let frame = frames.next().unwrap();
        assert_eq!(frames.next(), None);
        frame
    }

    fn publication(text: &str) -> Publication {
        match decode_one(text) {
            Ok(ServerFrame::Publication(publication)) => publication,
            other => panic!("{other:?}"),
        }
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
            assert_eq!(
                decode_one(text),
                Ok(ServerFrame::Subscribed { channels: jobs.clone(), id: None })
            );
        }
        assert_eq!(
            decode_one(r#"{"type":"subscribed"}"#),
            Ok(ServerFrame::Subscribed { channels: Vec::new(), id: None })
        );
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
        let frames: Vec<_> =
            ServerFrame::decode(r#" [{"type":"pong"}, 5, {"type":"ping"}]"#).collect();
        assert_eq!(frames[0], Ok(ServerFrame::Pong));
        assert!(frames[1].is_err());
        assert_eq!(frames[2], Ok(ServerFrame::Ping));
    }

    #[test]
    fn what_is_written_reads_back_with_the_server_s_time() {
        let frame = ServerFrame::Publication(Publication {
            event: "job_created".to_owned(),
            channel: Some("jobs".parse().unwrap()),
            data: Payload::encode(&123).unwrap(),
            timestamp: Some("2025-11-01T12:00:00.000Z".to_owned()),
        });
        let text = frame.encode("later");
        assert_eq!(decode_one(&text), Ok(frame));
        assert_eq!(
            ServerFrame::Pong.encode("2025-11-01T12:00:00.000Z"),
            r#"{"type":"pong","timestamp":"2025-11-01T12:00:00.000Z"}"#
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in ".{0,200}") {
            ServerFrame::decode(&text).for_each(drop);
            let _ = crate::envelope::ClientFrame::decode(&text);
        }

        #[test]
        fn no_value_of_a_known_field_makes_the_reader_panic(
            kind in "connected|subscribed|unsubscribed|pong|job",
            field in "data|channel|channels|timestamp|id",
            value in r#"null|5|"x"|""|\[\]|\[5\]|\{\}|\{"channels":[1]\}|\[\["#,
        ) {
            let text = format!(r#"{{"type":"{kind}","{field}":{value}}}"#);
            ServerFrame::decode(&text).for_each(drop);
            let _ = crate::envelope::ClientFrame::decode(&text);
        }
    }
}
