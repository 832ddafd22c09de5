use std::fmt;

use super::wire::fields;
use crate::{DecodeError, json};

/// The permission to subscribe to a channel over one connection, or to be its user, as the
/// application's server signs it. It is printed without its secrets.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::pusher::Grant;
///
/// let grant = Grant::from_json(r#"{"auth":"key:5f3a"}"#)?;
/// assert_eq!(grant.auth, "key:5f3a");
/// # Ok::<(), bellwire_protocol::DecodeError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Grant {
    /// The application's key, a colon, and the signature in hexadecimal digits.
    pub auth: String,
    /// For presence channels and for signing in: who it is, as the JSON text that was signed.
    pub channel_data: Option<String>,
    /// For encrypted channels: the key of its payloads, 32 bytes in base64.
    pub shared_secret: Option<String>,
}

impl Grant {
    /// Reads the answer of an authorisation endpoint.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::pusher::Grant;
    ///
    /// let answer = r#"{"auth":"key:5f3a","channel_data":"{\"user_id\":7}"}"#;
    /// assert_eq!(Grant::from_json(answer)?.channel_data.as_deref(), Some(r#"{"user_id":7}"#));
    /// assert!(Grant::from_json("{}").is_err());
    /// # Ok::<(), bellwire_protocol::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails when the text is no JSON object with a string `auth`.
    pub fn from_json(text: &str) -> Result<Self, DecodeError> {
        let (mut auth, mut channel_data, mut shared_secret) = (None, None, None);
        json::for_each_field(text, &mut |name, value| {
            let field = match &*name {
                "auth" => &mut auth,
                "channel_data" | "user_data" => &mut channel_data,
                "shared_secret" => &mut shared_secret,
                _ => return,
            };
            *field = json::string(value).map(|text| text.into_owned());
        })?;
        let auth = auth.ok_or_else(|| {
            DecodeError::field("an authorisation", "auth", &"it is missing or no string")
        })?;
        Ok(Self { auth, channel_data, shared_secret })
    }
}

/// A permission, or the HTTP status with which it was refused.
type Answer = Result<Grant, u16>;

impl Grant {
    /// Reads the answer of an endpoint that was asked for several channels at once: for each, the
    /// permission or the status with which it was refused.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::pusher::Grant;
    ///
    /// let answer = r#"{"private-a":{"status":200,"data":{"auth":"key:5f3a"}},"private-b":{"status":403}}"#;
    /// let grants = Grant::batch_from_json(answer)?;
    /// assert_eq!(grants.len(), 2);
    /// assert_eq!(grants[1], ("private-b".to_owned(), Err(403)));
    /// # Ok::<(), bellwire_protocol::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails when the text is no JSON object.
    pub fn batch_from_json(text: &str) -> Result<Vec<(String, Answer)>, DecodeError> {
        let mut grants = Vec::new();
        json::for_each_field(text, &mut |channel, answer| {
            let [status, data] = fields(answer, ["status", "data"]);
            let status = status.and_then(json::number).and_then(|status| status.try_into().ok());
            let grant = match (status.unwrap_or(200), data.map(Self::from_json)) {
                (200, Some(Ok(grant))) => Ok(grant),
                // What cannot be read is a fault of the endpoint.
                (200, _) => Err(500),
                (status, _) => Err(status),
            };
            grants.push((channel.into_owned(), grant));
        })?;
        Ok(grants)
    }
}

impl fmt::Debug for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Grant").field("channel_data", &self.channel_data).finish_non_exhaustive()
    }
}
