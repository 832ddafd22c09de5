use std::fmt;

use serde::de::{self, DeserializeOwned};
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser};
use serde_json::value::RawValue;

use crate::{ChannelName, DecodeError, Position, json};

/// A message of an application: an event's name and its payload, as it travels.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::{Payload, Publication};
///
/// let saved = Publication {
///     key: Some("0192".into()),
///     ..Publication::new("saved", None, Payload::encode(&[1, 2])?)
/// };
/// assert_eq!(saved.data.read::<Vec<u8>>()?, [1, 2]);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// The event's name, such as `job_created`.
    pub event: String,
    /// The channel it was published to; `None` where it went to every connection, or where the
    /// server does not say.
    pub channel: Option<ChannelName>,
    /// The payload, not yet read.
    pub data: Payload,
    /// When the server sent it, in the server's own words (RFC 3339 by custom).
    pub timestamp: Option<String>,
    /// Its place in the channel's history; `None` where the server keeps none.
    pub position: Option<Position>,
    /// Its sender's key, by which a message that comes twice is known; `None` where it has none.
    pub key: Option<Box<str>>,
    /// Who sent it, where the server says so: of what the members of a presence channel send each
    /// other.
    pub user_id: Option<Box<str>>,
}

impl Publication {
    /// A message for `channel`, or for every connection, as it is before it is sent.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::{Payload, Publication};
    ///
    /// let hello = Publication::new("chat", Some("room".parse()?), Payload::encode("hello")?);
    /// assert_eq!(hello.timestamp, None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(event: impl Into<String>, channel: Option<ChannelName>, data: Payload) -> Self {
        Self {
            event: event.into(),
            channel,
            data,
            timestamp: None,
            position: None,
            key: None,
            user_id: None,
        }
    }
}

/// A JSON value that has not been read yet.
///
/// Routing needs an event's name only; who listens for the event knows its type and reads it once.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::Payload;
///
/// let payload = Payload::encode(&[1, 2, 3])?;
/// assert_eq!(payload.as_json(), "[1,2,3]");
/// assert_eq!(payload.read::<Vec<u8>>()?, [1, 2, 3]);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Payload(Box<str>);

impl Payload {
    /// Writes a value as JSON.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::Payload;
    ///
    /// assert_eq!(Payload::encode("hello")?.as_json(), "\"hello\"");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails for what JSON cannot hold, such as a map whose keys are no strings.
    pub fn encode<T: Serialize + ?Sized>(value: &T) -> Result<Self, serde_json::Error> {
        serde_json::to_string(value).map(|json| Self(json.into()))
    }

    /// Takes text that is one JSON value. White space around it is left out.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::Payload;
    ///
    /// let payload = Payload::from_json(" {\"job_id\": 5}\n")?;
    /// assert_eq!(payload.as_json(), "{\"job_id\": 5}");
    /// assert!(Payload::from_json("{job_id: 5}").is_err());
    /// # Ok::<(), bellwire_protocol::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails when the text is no JSON, or is nested more deeply than a frame can carry it: 128
    /// levels.
    pub fn from_json(json: impl Into<Box<str>>) -> Result<Self, DecodeError> {
        json::only_value(&json.into()).map(Self::from_checked)
    }

    /// The payload of a message that has none: `null`.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::Payload;
    ///
    /// assert_eq!(Payload::null().as_json(), "null");
    /// assert_eq!(Payload::null().read::<Option<u64>>()?, None);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn null() -> Self {
        Self::from_checked("null")
    }

    /// Reads the payload as `T`.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::Payload;
    /// use serde::Deserialize;
    ///
    /// #[derive(Deserialize)]
    /// struct Job {
    ///     job_id: u64,
    /// }
    ///
    /// let payload = Payload::from_json(r#"{"job_id":5,"title":"Baker"}"#)?;
    /// assert_eq!(payload.read::<Job>()?.job_id, 5);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails when a field is missing or of another type.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(self.as_json())
    }

    /// Reads the payload as a whole number, without serde; `None` when it is something else.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::Payload;
    ///
    /// assert_eq!(Payload::from_json("5")?.as_number(), Some(5));
    /// assert_eq!(Payload::from_json("-5")?.as_number(), None);
    /// # Ok::<(), bellwire_protocol::DecodeError>(())
    /// ```
    #[must_use]
    pub fn as_number(&self) -> Option<u64> {
        json::number(self.as_json())
    }

    /// Returns the JSON text.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::Payload;
    ///
    /// // Numbers stay as the sender wrote them.
    /// assert_eq!(Payload::from_json("1.50")?.as_json(), "1.50");
    /// # Ok::<(), bellwire_protocol::DecodeError>(())
    /// ```
    #[must_use]
    pub fn as_json(&self) -> &str {
        &self.0
    }

    /// Takes text that a reader has passed over, and so is JSON.
    pub(crate) fn from_checked(json: &str) -> Self {
        Self(json.into())
    }
}

impl From<u64> for Payload {
    fn from(number: u64) -> Self {
        Self(number.to_string().into())
    }
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_json())
    }
}

impl Serialize for Payload {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue = serde_json::from_str(&self.0).map_err(ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Payload {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        // A raw value may be nested more deeply than a frame can carry it.
        Self::from_json(Box::<str>::from(raw)).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::envelope::{ClientFrame, ServerFrame};

    #[test]
    fn white_space_is_no_part_of_a_payload() {
        let five = Payload::from_json(" \t5\r\n").unwrap();
        assert_eq!(five.as_json(), "5");
        assert_eq!(five.as_number(), Some(5));
        assert_eq!(five, Payload::from(5));
        assert_eq!(Payload::from_json("null ").unwrap(), Payload::null());
    }

    #[test]
    fn what_is_a_payload_can_be_carried() {
        let nested = |levels| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        let deep = Payload::from_json(nested(128)).unwrap();
        let frame = ServerFrame::Publication(Publication::new("tick", None, deep.clone()));
        let text = frame.encode("now");
        let mut arrived = Vec::new();
        ServerFrame::decode(&format!("[{text},{text}]"), &mut |message| arrived.push(message));
        assert!(matches!(&arrived[..], [Ok(_), Ok(_)]), "{arrived:?}");
        assert!(ClientFrame::decode(&text).is_ok());

        assert!(Payload::from_json(nested(129)).is_err());
        assert!(serde_json::from_str::<Payload>(&nested(129)).is_err());
        assert_eq!(serde_json::from_str::<Payload>(&nested(128)).unwrap(), deep);
    }
}
