use super::wire::{Incoming, Outgoing};
use crate::{ChannelName, DecodeError, Payload, Position, Publication, json};

/// What a client says to the server.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::envelope::{ClientFrame, ServerFrame};
///
/// fn answer(frame: ClientFrame) -> Option<ServerFrame> {
///     match frame {
///         ClientFrame::Ping => Some(ServerFrame::Pong { positions: Vec::new() }),
///         ClientFrame::Unsubscribe { channels, id } => {
///             Some(ServerFrame::Unsubscribed { channels, id })
///         }
///         _ => None,
///     }
/// }
/// assert_eq!(answer(ClientFrame::Pong), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientFrame {
    /// Asks for the publications of some channels.
    Subscribe {
        /// The channels; at least one.
        channels: Vec<ChannelName>,
        /// Comes back in the answer, whatever it is.
        id: Option<Payload>,
        /// Where the client stands in some of them: what came later is asked for as well.
        recover: Vec<(ChannelName, Position)>,
    },
    /// Gives channels back.
    Unsubscribe {
        /// The channels; at least one.
        channels: Vec<ChannelName>,
        /// Comes back in the answer, whatever it is.
        id: Option<Payload>,
    },
    /// Asks for a pong.
    Ping,
    /// Answers the server's ping.
    Pong,
    /// Says who the client is, as the first message or in place of a token that expires.
    Auth {
        /// The token.
        token: String,
    },
    /// A message of the application.
    Publish {
        /// The message.
        publication: Publication,
        /// Asks for an acknowledgement, which bears it.
        id: Option<Payload>,
    },
}

impl ClientFrame {
    /// Reads one frame.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::envelope::ClientFrame;
    ///
    /// let frame = ClientFrame::decode(r#"{"type":"subscribe","channels":["jobs"]}"#)?;
    /// assert!(matches!(frame, ClientFrame::Subscribe { channels, .. } if channels.len() == 1));
    /// # Ok::<(), bellwire_protocol::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails when the text is no envelope, when a subscription names no channel or an `auth` has
    /// no token.
    pub fn decode(text: &str) -> Result<Self, DecodeError> {
        let incoming = Incoming::read(text)?;
        match &*incoming.kind {
            "subscribe" => Ok(Self::Subscribe {
                channels: some_channels(&incoming)?,
                id: incoming.id(),
                recover: incoming.recover(),
            }),
            "unsubscribe" => {
                Ok(Self::Unsubscribe { channels: some_channels(&incoming)?, id: incoming.id() })
            }
            "ping" => Ok(Self::Ping),
            "pong" => Ok(Self::Pong),
            "auth" => {
                let token = incoming
                    .field_of_data("token")
                    .and_then(json::string)
                    .ok_or_else(|| DecodeError::field("auth", "token", &"it is no string"))?;
                Ok(Self::Auth { token: token.into_owned() })
            }
            _ => Ok(Self::Publish { publication: incoming.publication()?, id: incoming.id() }),
        }
    }

    /// Writes the frame.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::envelope::ClientFrame;
    ///
    /// assert_eq!(ClientFrame::Ping.encode(), r#"{"type":"ping"}"#);
    /// ```
    #[must_use]
    pub fn encode(&self) -> String {
        let token_data;
        let outgoing = match self {
            Self::Subscribe { channels, id, recover } => Outgoing {
                kind: "subscribe",
                channels,
                id: id.as_ref().map(Payload::as_json),
                recover,
                ..Outgoing::default()
            },
            Self::Unsubscribe { channels, id } => Outgoing {
                kind: "unsubscribe",
                channels,
                id: id.as_ref().map(Payload::as_json),
                ..Outgoing::default()
            },
            Self::Ping => Outgoing { kind: "ping", ..Outgoing::default() },
            Self::Pong => Outgoing { kind: "pong", ..Outgoing::default() },
            Self::Auth { token } => {
                token_data = json::object_of_strings(&[("token", token)]);
                Outgoing { kind: "auth", data: Some(&token_data), ..Outgoing::default() }
            }
            Self::Publish { publication, id } => {
                return Self::encode_publication(publication, id.as_ref().map(Payload::as_json));
            }
        };
        outgoing.write()
    }

    /// Writes a message of the application without taking it.
    ///
    /// `id` is JSON. Without one the key stays away as well: a server that acknowledges nothing has
    /// no use for it.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::envelope::ClientFrame;
    /// use bellwire_protocol::{Payload, Publication};
    ///
    /// let mut hello = Publication::new("chat", None, Payload::encode("hello")?);
    /// hello.key = Some("0192".into());
    /// assert_eq!(
    ///     ClientFrame::encode_publication(&hello, Some("8")),
    ///     r#"{"type":"chat","data":"hello","id":8,"key":"0192"}"#
    /// );
    /// assert_eq!(
    ///     ClientFrame::encode_publication(&hello, None),
    ///     r#"{"type":"chat","data":"hello"}"#
    /// );
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn encode_publication(publication: &Publication, id: Option<&str>) -> String {
        let outgoing = Outgoing::publication(publication);
        let key = outgoing.key.filter(|_| id.is_some());
        Outgoing { id, key, ..outgoing }.write()
    }
}

fn some_channels(incoming: &Incoming<'_>) -> Result<Vec<ChannelName>, DecodeError> {
    let channels = incoming.channels()?;
    if channels.is_empty() {
        return Err(DecodeError::field(&incoming.kind, "channels", &"it names no channel"));
    }
    Ok(channels)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn channel(name: &str) -> ChannelName {
        name.parse().unwrap()
    }

    fn position(epoch: &str, offset: u64) -> Position {
        Position { epoch: epoch.try_into().unwrap(), offset }
    }

    #[test]
    fn a_position_that_makes_no_sense_is_left_out() {
        let text = r#"{"type":"subscribe","channels":["a"],"recover":{"a":5,"b":{"epoch":"k3"},
            "c":{"epoch":"k3","offset":-1},"d":{"epoch":"k3","offset":7},"":{}}}"#;
        let Ok(ClientFrame::Subscribe { recover, .. }) = ClientFrame::decode(text) else {
            panic!()
        };
        assert_eq!(recover, [(channel("d"), position("k3", 7))]);
    }

    #[test]
    fn a_token_that_is_none_is_refused() {
        for text in [r#"{"type":"auth"}"#, r#"{"type":"auth","data":{"token":5}}"#] {
            assert!(ClientFrame::decode(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_subscription_takes_a_list_or_a_single_name() {
        let one = ClientFrame::Subscribe {
            channels: vec![channel("jobs")],
            id: None,
            recover: Vec::new(),
        };
        for text in [
            r#"{"type":"subscribe","channels":["jobs"]}"#,
            r#"{"type":"subscribe","channels":"jobs"}"#,
            r#"{"type":"subscribe","data":{"channels":["jobs"]}}"#,
        ] {
            assert_eq!(ClientFrame::decode(text).as_ref(), Ok(&one), "{text}");
        }
    }

    #[test]
    fn a_subscription_to_nothing_says_so() {
        let error = ClientFrame::decode(r#"{"type":"subscribe"}"#).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the field `channels` of `subscribe` is not usable: it names no channel"
        );
    }

    #[test]
    fn what_is_written_reads_back() {
        let frames = [
            ClientFrame::Subscribe {
                channels: vec![channel("jobs"), channel("payments")],
                id: Some(Payload::encode(&7).unwrap()),
                recover: vec![(channel("jobs"), position("k3", 41))],
            },
            ClientFrame::Unsubscribe { channels: vec![channel("jobs")], id: None },
            ClientFrame::Ping,
            ClientFrame::Pong,
            ClientFrame::Auth { token: "a \"b\"".to_owned() },
            ClientFrame::Publish {
                publication: Publication {
                    key: Some("0192".into()),
                    ..Publication::new(
                        "chat",
                        Some(channel("job.5")),
                        Payload::encode("hello").unwrap(),
                    )
                },
                id: Some(Payload::encode(&8).unwrap()),
            },
        ];
        for frame in frames {
            assert_eq!(ClientFrame::decode(&frame.encode()), Ok(frame));
        }
    }

    #[test]
    fn subscribes_in_the_words_plain_servers_know() {
        let frame = ClientFrame::Subscribe {
            channels: vec![channel("jobs")],
            id: None,
            recover: Vec::new(),
        };
        assert_eq!(frame.encode(), r#"{"type":"subscribe","channels":["jobs"]}"#);
        assert_eq!(ClientFrame::Ping.encode(), r#"{"type":"ping"}"#);
    }
}
