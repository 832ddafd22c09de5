use bellwire_protocol::ChannelName;
use bellwire_protocol::pusher::Grant;

use super::Token;

/// Asks the application's own server to permit some channels on one connection.
///
/// # Examples
///
/// ```
/// use bellwire::engine::ChannelAuthRequest;
///
/// /// What Laravel's `/broadcasting/auth` reads, once per channel.
/// fn form(request: &ChannelAuthRequest, channel: &str) -> String {
///     format!("socket_id={}&channel_name={channel}", request.socket_id)
/// }
/// # let request = ChannelAuthRequest {
/// #     socket_id: "1.2".into(),
/// #     channels: vec!["private-job.5".parse()?],
/// #     token: None,
/// # };
/// assert_eq!(form(&request, "private-job.5"), "socket_id=1.2&channel_name=private-job.5");
/// # Ok::<(), bellwire::InvalidChannelName>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelAuthRequest {
    /// The connection's name, to which each permission is made out.
    pub socket_id: Box<str>,
    /// The channels; at least one. `#sign-in` stands for who the user is: see
    /// [`Client::sign_in`](crate::Client::sign_in).
    pub channels: Vec<ChannelName>,
    /// Who asks; `None` where the client has no source of tokens.
    pub token: Option<Token>,
}

/// What became of a [`ChannelAuthRequest`], or of a part of it.
///
/// # Examples
///
/// ```
/// use bellwire::engine::{ChannelAuth, ChannelAuthError, Input};
///
/// let answer = Err(ChannelAuthError::Forbidden("not your job".into()));
/// let input = Input::ChannelAuth(ChannelAuth {
///     socket_id: "1.2".into(),
///     answers: vec![("private-job.5".parse()?, answer)],
/// });
/// # Ok::<(), bellwire::InvalidChannelName>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelAuth {
    /// The connection's name, from the request.
    pub socket_id: Box<str>,
    /// An answer for each channel. One that is left out counts as asked for until a time-out of 10 s.
    pub answers: Vec<(ChannelName, Result<Grant, ChannelAuthError>)>,
}

/// Why a channel is not permitted.
///
/// # Examples
///
/// ```
/// use bellwire::engine::ChannelAuthError;
///
/// let error = ChannelAuthError::Forbidden("not your job".into());
/// assert_eq!(error.to_string(), "it is not permitted: not your job");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChannelAuthError {
    /// Nobody is signed in who could ask. The channel is refused.
    #[error("nobody is signed in")]
    SignedOut,
    /// The token is not accepted. Once, a new one is asked for; then the channel is refused.
    #[error("the sign-in is not accepted: {0}")]
    Unauthorized(String),
    /// This user may not have this channel, in the words of the application's server. It is refused.
    #[error("it is not permitted: {0}")]
    Forbidden(String),
    /// Nobody could tell. It is tried again, by the schedule of [`Backoff`](super::Backoff).
    #[error("it could not be found out whether it is permitted: {0}")]
    Unavailable(String),
}

impl ChannelAuthError {
    /// What the status of an answer over HTTP means: 401 and 419 that the token is not accepted; 0 (no
    /// answer), 408, 425, 429 and from 500 on that it may be tried again; anything else that the
    /// channel is not permitted.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::engine::ChannelAuthError;
    ///
    /// let error = ChannelAuthError::from_status(503, "busy");
    /// assert_eq!(error, ChannelAuthError::Unavailable("busy".into()));
    /// let error = ChannelAuthError::from_status(403, "");
    /// assert_eq!(error, ChannelAuthError::Forbidden("status 403".into()));
    /// ```
    #[must_use]
    pub fn from_status(status: u16, words: impl Into<String>) -> Self {
        let words = words.into();
        let words = if words.is_empty() { format!("status {status}") } else { words };
        match status {
            401 | 419 => Self::Unauthorized(words),
            0 | 408 | 425 | 429 | 500.. => Self::Unavailable(words),
            _ => Self::Forbidden(words),
        }
    }
}
