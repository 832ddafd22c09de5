use std::fmt;

use crate::{DecodeError, json};

/// The permission to subscribe to a channel over one connection, as the application's server signs
/// it. It is printed without its secrets.
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
    /// For presence channels: who subscribes, as the JSON text that was signed.
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
                "channel_data" => &mut channel_data,
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

impl fmt::Debug for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Grant").field("channel_data", &self.channel_data).finish_non_exhaustive()
    }
}
