use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The name of a channel, such as `jobs` or `job.5`.
///
/// One to [`ChannelName::MAX_BYTES`] bytes of UTF-8 without control characters: the strictest of
/// the backends' rules that all four of them keep. Cloning is cheap.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::ChannelName;
///
/// let jobs: ChannelName = "jobs".parse()?;
/// assert_eq!(jobs.as_str(), "jobs");
/// assert!("".parse::<ChannelName>().is_err());
/// # Ok::<(), bellwire_protocol::InvalidChannelName>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ChannelName(Arc<str>);

impl ChannelName {
    /// The longest name, in bytes; Pusher's limit.
    pub const MAX_BYTES: usize = 200;

    /// Returns the name as it goes over the wire.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::ChannelName;
    ///
    /// let job = ChannelName::try_from("job.5")?;
    /// assert_eq!(job.as_str().strip_prefix("job."), Some("5"));
    /// # Ok::<(), bellwire_protocol::InvalidChannelName>(())
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A string that cannot name a channel.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::{ChannelName, InvalidChannelName};
///
/// assert_eq!(ChannelName::try_from("a\nb"), Err(InvalidChannelName::ControlCharacter));
/// let too_long = ChannelName::try_from("x".repeat(300));
/// assert_eq!(too_long, Err(InvalidChannelName::TooLong { length: 300 }));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidChannelName {
    /// The name has no characters.
    #[error("a channel name cannot be empty")]
    Empty,
    /// The name is longer than [`ChannelName::MAX_BYTES`].
    #[error("a channel name has at most {} bytes, this one has {length}", ChannelName::MAX_BYTES)]
    TooLong {
        /// The name's length in bytes.
        length: usize,
    },
    /// The name holds a control character, such as a line break.
    #[error("a channel name cannot hold control characters")]
    ControlCharacter,
}

impl TryFrom<&str> for ChannelName {
    type Error = InvalidChannelName;

    fn try_from(name: &str) -> Result<Self, InvalidChannelName> {
        if name.is_empty() {
            return Err(InvalidChannelName::Empty);
        }
        if name.len() > Self::MAX_BYTES {
            return Err(InvalidChannelName::TooLong { length: name.len() });
        }
        if has_control_characters(name.as_bytes()) {
            return Err(InvalidChannelName::ControlCharacter);
        }
        Ok(Self(name.into()))
    }
}

/// Control characters are one byte, or C2 and a byte up to 9F.
fn has_control_characters(name: &[u8]) -> bool {
    let mut before = 0;
    name.iter().any(|byte| {
        let is_control = byte.is_ascii_control() || (before == 0xc2 && *byte < 0xa0);
        before = *byte;
        is_control
    })
}

impl TryFrom<String> for ChannelName {
    type Error = InvalidChannelName;

    fn try_from(name: String) -> Result<Self, InvalidChannelName> {
        Self::try_from(name.as_str())
    }
}

impl FromStr for ChannelName {
    type Err = InvalidChannelName;

    fn from_str(name: &str) -> Result<Self, InvalidChannelName> {
        Self::try_from(name)
    }
}

impl From<ChannelName> for String {
    fn from(name: ChannelName) -> Self {
        name.as_str().to_owned()
    }
}

impl fmt::Display for ChannelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for ChannelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_no_backend_takes() {
        assert_eq!(ChannelName::try_from(""), Err(InvalidChannelName::Empty));
        for name in ["a\nb", "\u{7f}", "a\u{80}", "\u{9f}b"] {
            assert_eq!(ChannelName::try_from(name), Err(InvalidChannelName::ControlCharacter));
        }
        assert!(ChannelName::try_from("\u{a0}ä\u{3c2}").is_ok());
        assert_eq!(
            ChannelName::try_from("x".repeat(201)),
            Err(InvalidChannelName::TooLong { length: 201 })
        );
    }

    #[test]
    fn reads_itself_from_json_only_when_valid() {
        assert!(serde_json::from_str::<ChannelName>("\"job.5\"").is_ok());
        assert!(serde_json::from_str::<ChannelName>("\"\"").is_err());
    }
}
