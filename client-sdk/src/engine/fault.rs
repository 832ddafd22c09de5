use std::fmt;

use bellwire_protocol::{ChannelName, DecodeError, InvalidChannelName};

use super::{ChannelAuthError, TokenError};

/// Something from outside that could not be used. It was left out; everything else goes on.
///
/// # Examples
///
/// ```
/// use bellwire::Fault;
///
/// let fault = Fault::OversizedFrame { size: 2_000_000, limit: 1_048_576 };
/// assert_eq!(fault.to_string(), "a frame of 2000000 bytes is over the limit of 1048576");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// A frame, or one message of it, is none of the protocol's.
    #[error("a frame could not be read: {error}; it begins with {excerpt}")]
    UndecodableFrame {
        /// What is wrong with it.
        error: DecodeError,
        /// Its beginning.
        excerpt: Excerpt,
    },
    /// A binary frame holds no text.
    #[error("a binary frame of {bytes} bytes is no UTF-8 text")]
    NotText {
        /// Its size.
        bytes: usize,
    },
    /// A frame is larger than the limit, and was not read.
    #[error("a frame of {size} bytes is over the limit of {limit}")]
    OversizedFrame {
        /// Its size.
        size: usize,
        /// What the client is willing to read.
        limit: usize,
    },
    /// An event's payload has another shape than the type that listens for it.
    #[error("the payload of `{event}` could not be read: {error}; it begins with {excerpt}")]
    UndecodablePayload {
        /// The event's name.
        event: String,
        /// What is wrong with it.
        error: String,
        /// Its beginning.
        excerpt: Excerpt,
    },
    /// The server refused something.
    #[error("the server says {excerpt}")]
    Refused {
        /// The beginning of its words.
        excerpt: Excerpt,
    },
    /// A channel's name is none; nothing was subscribed.
    #[error("cannot subscribe to {excerpt}: {error}")]
    InvalidChannel {
        /// What is wrong with it.
        error: InvalidChannelName,
        /// Its beginning.
        excerpt: Excerpt,
    },
    /// The token at hand could not be renewed; the connection goes on as long as the server lets it.
    #[error("{0}")]
    NoToken(TokenError),
    /// A payload that the channel's subscribers alone can read could not be read with the channel's key.
    #[error("a payload on `{channel}` cannot be read with the key that came with its permission")]
    Unreadable {
        /// The channel.
        channel: ChannelName,
    },
    /// A channel waits because it is not known whether it is permitted.
    #[error("`{channel}` waits: {error}")]
    ChannelAuth {
        /// The channel.
        channel: ChannelName,
        /// What went wrong.
        error: ChannelAuthError,
    },
    /// A message could not be kept, and may not outlive the page. It is said once, even should
    /// storage fail again.
    #[error("messages that wait are not kept beyond this page: {reason}")]
    StorageUnavailable {
        /// The platform's words.
        reason: String,
    },
    /// A handler of the application failed.
    #[error("a handler of `{event}` failed: {error}")]
    HandlerFailed {
        /// The event's name, or what else it was called for: `status`, `subscription`, `gap`,
        /// `outcome`.
        event: String,
        /// The handler's words.
        error: String,
    },
    /// A stream of events is not read fast enough, and has lost one.
    #[error("a stream of `{event}` is full; its reader is too slow or has stopped")]
    StreamFull {
        /// The event's name.
        event: String,
    },
}

/// The beginning of a text that may be long.
///
/// # Examples
///
/// ```
/// use bellwire::Fault;
/// use bellwire::engine::Excerpt;
///
/// let fault = Fault::Refused { excerpt: Excerpt::of("no such channel") };
/// assert_eq!(fault.to_string(), "the server says \"no such channel\"");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Excerpt(String);

impl Excerpt {
    const MAX_BYTES: usize = 80;

    /// Cuts a text short.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::engine::Excerpt;
    ///
    /// assert_eq!(Excerpt::of("oops").to_string(), "\"oops\"");
    /// assert!(Excerpt::of(&"x".repeat(1000)).to_string().len() < 100);
    /// ```
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut end = Self::MAX_BYTES;
        while !text.is_char_boundary(end) && end < text.len() {
            end += 1;
        }
        let mut excerpt = text.get(..end).unwrap_or(text).to_owned();
        if excerpt.len() < text.len() {
            excerpt.push('…');
        }
        Self(excerpt)
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.0)
    }
}

impl fmt::Debug for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
