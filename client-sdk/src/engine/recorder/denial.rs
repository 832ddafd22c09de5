use serde::{Deserialize, Serialize};

use crate::engine::ChannelAuthError;

/// Why a channel was not permitted, as it is kept.
///
/// # Examples
///
/// ```
/// use bellwire::engine::Denial;
///
/// let denial = Denial::Forbidden { words: "not your job".into() };
/// assert_ne!(denial, Denial::SignedOut);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Denial {
    /// [`ChannelAuthError::SignedOut`].
    SignedOut,
    /// [`ChannelAuthError::Unauthorized`].
    Unauthorized {
        /// Its words.
        words: String,
    },
    /// [`ChannelAuthError::Forbidden`].
    Forbidden {
        /// Its words.
        words: String,
    },
    /// [`ChannelAuthError::Unavailable`].
    Unavailable {
        /// Its words.
        words: String,
    },
}

impl Denial {
    pub(super) fn new(error: &ChannelAuthError) -> Self {
        match error {
            ChannelAuthError::SignedOut => Self::SignedOut,
            ChannelAuthError::Unauthorized(words) => Self::Unauthorized { words: words.clone() },
            ChannelAuthError::Forbidden(words) => Self::Forbidden { words: words.clone() },
            ChannelAuthError::Unavailable(words) => Self::Unavailable { words: words.clone() },
        }
    }

    pub(super) fn to_error(&self) -> ChannelAuthError {
        match self {
            Self::SignedOut => ChannelAuthError::SignedOut,
            Self::Unauthorized { words } => ChannelAuthError::Unauthorized(words.clone()),
            Self::Forbidden { words } => ChannelAuthError::Forbidden(words.clone()),
            Self::Unavailable { words } => ChannelAuthError::Unavailable(words.clone()),
        }
    }
}
