use super::wire::{Data, Incoming, Outgoing, channel_name, fields};
use super::{CLIENT_EVENT_PREFIX, Grant};
use crate::{ChannelName, DecodeError, Payload, json};

/// What a client says to the server.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::pusher::{ClientFrame, ServerFrame};
///
/// fn answer(frame: &ClientFrame) -> Option<ServerFrame> {
///     matches!(frame, ClientFrame::Ping).then_some(ServerFrame::Pong)
/// }
/// assert_eq!(answer(&ClientFrame::Pong), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientFrame {
    /// Asks for the events of a channel.
    Subscribe {
        /// The channel.
        channel: ChannelName,
        /// The permission, where the channel needs one.
        grant: Option<Grant>,
    },
    /// Gives a channel back; the server does not answer.
    Unsubscribe {
        /// The channel.
        channel: ChannelName,
    },
    /// Says who the user of this connection is.
    SignIn {
        /// The application's key, a colon, and the signature in hexadecimal digits.
        auth: String,
        /// Who it is, as the JSON text that was signed.
        user_data: String,
    },
    /// Asks for a pong.
    Ping,
    /// Answers the server's ping.
    Pong,
    /// An event for the other subscribers of a channel.
    Event {
        /// Its name, which begins with [`CLIENT_EVENT_PREFIX`].
        event: String,
        /// Its channel.
        channel: ChannelName,
        /// Its payload.
        data: Payload,
    },
}

impl ClientFrame {
    /// Reads one frame.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::pusher::ClientFrame;
    ///
    /// let frame = ClientFrame::decode(r#"{"event":"pusher:ping","data":{}}"#)?;
    /// assert_eq!(frame, ClientFrame::Ping);
    /// # Ok::<(), bellwire_protocol::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails when the text is no message of the protocol, or lacks what its event needs.
    pub fn decode(text: &str) -> Result<Self, DecodeError> {
        let incoming = Incoming::read(text)?;
        let event = &*incoming.event;
        let data = incoming.data_or_none();
        let text_of = |value: Option<&str>| Some(json::string(value?)?.into_owned());
        match event {
            "pusher:ping" => Ok(Self::Ping),
            "pusher:pong" => Ok(Self::Pong),
            "pusher:subscribe" => {
                let names = ["channel", "auth", "channel_data"];
                let [channel, auth, channel_data] = fields(&data, names);
                let channel =
                    channel_name(event, channel.ok_or_else(|| incoming.lacks("channel"))?)?;
                let channel_data = text_of(channel_data);
                let grant =
                    text_of(auth).map(|auth| Grant { auth, channel_data, shared_secret: None });
                Ok(Self::Subscribe { channel, grant })
            }
            "pusher:unsubscribe" => {
                let [channel] = fields(&data, ["channel"]);
                let channel =
                    channel_name(event, channel.ok_or_else(|| incoming.lacks("channel"))?)?;
                Ok(Self::Unsubscribe { channel })
            }
            "pusher:signin" => {
                let [auth, user_data] = fields(&data, ["auth", "user_data"]);
                Ok(Self::SignIn {
                    auth: text_of(auth).ok_or_else(|| incoming.lacks("auth"))?,
                    user_data: text_of(user_data).ok_or_else(|| incoming.lacks("user_data"))?,
                })
            }
            _ if event.starts_with(CLIENT_EVENT_PREFIX) => Ok(Self::Event {
                event: event.to_owned(),
                channel: incoming.some_channel()?,
                data: incoming.payload(),
            }),
            _ => Err(DecodeError::malformed("a client says no such event")),
        }
    }

    /// Writes the frame.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::pusher::ClientFrame;
    ///
    /// let frame = ClientFrame::Unsubscribe { channel: "jobs".parse()? };
    /// let expected = r#"{"event":"pusher:unsubscribe","data":{"channel":"jobs"}}"#;
    /// assert_eq!(frame.encode(), expected);
    /// # Ok::<(), bellwire_protocol::InvalidChannelName>(())
    /// ```
    #[must_use]
    pub fn encode(&self) -> String {
        match self {
            Self::Subscribe { channel, grant } => {
                let mut data = vec![("channel", channel.as_str())];
                if let Some(Grant { auth, channel_data, .. }) = grant {
                    data.push(("auth", auth));
                    data.extend(channel_data.as_deref().map(|text| ("channel_data", text)));
                }
                command("pusher:subscribe", &data)
            }
            Self::Unsubscribe { channel } => {
                command("pusher:unsubscribe", &[("channel", channel.as_str())])
            }
            Self::SignIn { auth, user_data } => {
                command("pusher:signin", &[("auth", auth), ("user_data", user_data)])
            }
            Self::Ping => command("pusher:ping", &[]),
            Self::Pong => command("pusher:pong", &[]),
            Self::Event { event, channel, data } => Self::encode_event(event, channel, data),
        }
    }

    /// Writes an event without taking it.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::Payload;
    /// use bellwire_protocol::pusher::ClientFrame;
    ///
    /// let channel = "private-job.5".parse()?;
    /// let text = ClientFrame::encode_event("client-typing", &channel, &Payload::from(3));
    /// assert_eq!(text, r#"{"event":"client-typing","channel":"private-job.5","data":3}"#);
    /// # Ok::<(), bellwire_protocol::InvalidChannelName>(())
    /// ```
    #[must_use]
    pub fn encode_event(event: &str, channel: &ChannelName, data: &Payload) -> String {
        let data = Some(Data::Value(data.as_json()));
        Outgoing { event, channel: Some(channel), data, ..Outgoing::default() }.write()
    }
}

fn command(event: &str, fields: &[(&str, &str)]) -> String {
    let data = if fields.is_empty() { "{}".to_owned() } else { json::object_of_strings(fields) };
    Outgoing { event, data: Some(Data::Value(&data)), ..Outgoing::default() }.write()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn data_may_come_within_a_string() {
        let text = r#"{"event":"pusher:subscribe","data":"{\"channel\":\"jobs\"}"}"#;
        let channel = "jobs".parse().unwrap();
        assert_eq!(ClientFrame::decode(text), Ok(ClientFrame::Subscribe { channel, grant: None }));
    }

    #[test]
    fn what_makes_no_sense_says_why() {
        for (text, words) in [
            (r#"{"event":"pusher:subscribe"}"#, "the field `channel` of `pusher:subscribe`"),
            (r#"{"event":"pusher:subscribe","data":{"channel":5}}"#, "it is no string"),
            (r#"{"event":"client-x","data":{}}"#, "the field `channel` of `client-x`"),
            (r#"{"event":"pusher:signin","data":{"auth":"a"}}"#, "`user_data`"),
            (r#"{"event":"pusher:dance"}"#, "no such event"),
            (r#"{"data":{}}"#, "it has no `event`"),
            ("5", "no object"),
        ] {
            let error = ClientFrame::decode(text).unwrap_err().to_string();
            assert!(error.contains(words), "{text}: {error}");
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        let channel: ChannelName = "presence-job.5".parse().unwrap();
        let grant = Grant {
            auth: "key:5f".to_owned(),
            channel_data: Some(r#"{"user_id":"7"}"#.to_owned()),
            shared_secret: None,
        };
        for frame in [
            ClientFrame::Subscribe { channel: channel.clone(), grant: Some(grant) },
            ClientFrame::Subscribe { channel: channel.clone(), grant: None },
            ClientFrame::Unsubscribe { channel: channel.clone() },
            ClientFrame::SignIn { auth: "key:5f".to_owned(), user_data: "{}".to_owned() },
            ClientFrame::Ping,
            ClientFrame::Pong,
            ClientFrame::Event { event: "client-x".to_owned(), channel, data: Payload::from(5) },
        ] {
            assert_eq!(ClientFrame::decode(&frame.encode()), Ok(frame));
        }
    }

    proptest! {
        #[test]
        fn nothing_makes_the_reader_panic(
            event in "pusher:(ping|subscribe|unsubscribe|signin|x)|client-x|pusher_internal:x",
            data in r#"null|5|"x"|""|\{\}|\{"channel":5\}|\{"channel":"x","auth":5\}|"\{"|\[\["#,
        ) {
            let _ = ClientFrame::decode(&format!(r#"{{"event":"{event}","data":{data}}}"#));
        }
    }
}
