use super::wire::{Incoming, Outgoing};
use crate::{ChannelName, DecodeError, Payload, Publication};

/// What a client says to the server.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientFrame {
    /// Asks for the publications of some channels.
    Subscribe {
        /// The channels; at least one.
        channels: Vec<ChannelName>,
        /// Comes back in the answer, whatever it is.
        id: Option<Payload>,
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
    /// A message of the application.
    Publish(Publication),
}

impl ClientFrame {
    /// Reads one frame.
    ///
    /// # Errors
    ///
    /// Fails when the text is no envelope, or when a subscription names no channel.
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
    pub fn decode(text: &str) -> Result<Self, DecodeError> {
        let incoming = Incoming::read(text)?;
        match &*incoming.kind {
            "subscribe" => {
                Ok(Self::Subscribe { channels: some_channels(&incoming)?, id: incoming.id() })
            }
            "unsubscribe" => {
                Ok(Self::Unsubscribe { channels: some_channels(&incoming)?, id: incoming.id() })
            }
            "ping" => Ok(Self::Ping),
            "pong" => Ok(Self::Pong),
            event => Ok(Self::Publish(Publication {
                event: event.to_owned(),
                channel: incoming.channel()?,
                data: incoming.payload(),
                timestamp: incoming.timestamp(),
            })),
        }
    }

    /// Writes the frame.
    #[must_use]
    pub fn encode(&self) -> String {
        let outgoing = match self {
            Self::Subscribe { channels, id } => Outgoing {
                kind: "subscribe",
                channels: Some(channels),
                id: id.as_ref(),
                ..Outgoing::default()
            },
            Self::Unsubscribe { channels, id } => Outgoing {
                kind: "unsubscribe",
                channels: Some(channels),
                id: id.as_ref(),
                ..Outgoing::default()
            },
            Self::Ping => Outgoing { kind: "ping", ..Outgoing::default() },
            Self::Pong => Outgoing { kind: "pong", ..Outgoing::default() },
            Self::Publish(publication) => return Self::encode_publication(publication),
        };
        outgoing.write()
    }

    /// Writes a message of the application without taking it.
    #[must_use]
    pub fn encode_publication(publication: &Publication) -> String {
        Outgoing {
            kind: &publication.event,
            channel: publication.channel.as_ref(),
            data: Some(publication.data.as_json()),
            ..Outgoing::default()
        }
        .write()
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

    #[test]
    fn a_subscription_takes_a_list_or_a_single_name() {
        let one = ClientFrame::Subscribe { channels: vec![channel("jobs")], id: None };
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
            },
            ClientFrame::Unsubscribe { channels: vec![channel("jobs")], id: None },
            ClientFrame::Ping,
            ClientFrame::Pong,
            ClientFrame::Publish(Publication {
                event: "chat".to_owned(),
                channel: Some(channel("job.5")),
                data: Payload::encode("hello").unwrap(),
                timestamp: None,
            }),
        ];
        for frame in frames {
            assert_eq!(ClientFrame::decode(&frame.encode()), Ok(frame));
        }
    }

    #[test]
    fn subscribes_in_the_words_plain_servers_know() {
        let frame = ClientFrame::Subscribe { channels: vec![channel("jobs")], id: None };
        assert_eq!(frame.encode(), r#"{"type":"subscribe","channels":["jobs"]}"#);
        assert_eq!(ClientFrame::Ping.encode(), r#"{"type":"ping"}"#);
    }
}
