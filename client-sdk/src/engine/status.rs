use std::fmt;
use std::time::Duration;

use super::{Instant, TokenError};

/// What the connection is doing, as an application may show it.
///
/// # Examples
///
/// ```
/// use bellwire::{ConnectionStatus, FailReason};
///
/// fn banner(status: &ConnectionStatus) -> Option<String> {
///     match status {
///         ConnectionStatus::Reconnecting { attempt, .. } => Some(format!("attempt {attempt} …")),
///         ConnectionStatus::Offline => Some("You are offline".into()),
///         ConnectionStatus::Failed { reason } => Some(reason.to_string()),
///         _ => None,
///     }
/// }
/// let failed = ConnectionStatus::Failed { reason: FailReason::SignedOut };
/// assert_eq!(banner(&failed).as_deref(), Some("nobody is signed in"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConnectionStatus {
    /// Nobody asked for a connection, or it was closed on request.
    #[default]
    Idle,
    /// An attempt that the application asked for is under way.
    Connecting,
    /// The server has welcomed us.
    Connected,
    /// The connection was lost, or could not be made, and is tried again.
    Reconnecting {
        /// The number of the attempt that comes next or is under way, from 1.
        attempt: u32,
        /// When the attempt begins; in the past while it is under way.
        retry_at: Instant,
        /// Why it is necessary.
        cause: Cause,
    },
    /// The device has no network; no attempt is made until it returns, or the application asks.
    Offline,
    /// Given up.
    Failed {
        /// Why.
        reason: FailReason,
    },
}

impl ConnectionStatus {
    /// Whether messages flow.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::ConnectionStatus;
    ///
    /// assert!(ConnectionStatus::Connected.is_connected());
    /// assert!(!ConnectionStatus::Connecting.is_connected());
    /// ```
    #[must_use]
    pub fn is_connected(&self) -> bool {
        matches!(self, Self::Connected)
    }

    /// The time until the next attempt; none when no attempt is waiting.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use bellwire::{Cause, ConnectionStatus, Instant};
    ///
    /// let retry_at = Instant::ZERO + Duration::from_secs(3);
    /// let cause = Cause::HeartbeatTimedOut;
    /// let status = ConnectionStatus::Reconnecting { attempt: 2, retry_at, cause };
    /// assert_eq!(status.retry_in(Instant::ZERO), Some(Duration::from_secs(3)));
    /// assert_eq!(status.retry_in(retry_at), None);
    /// ```
    #[must_use]
    pub fn retry_in(&self, now: Instant) -> Option<Duration> {
        match self {
            Self::Reconnecting { retry_at, .. } if *retry_at > now => Some(retry_at.since(now)),
            Self::Reconnecting { .. }
            | Self::Idle
            | Self::Connecting
            | Self::Connected
            | Self::Offline
            | Self::Failed { .. } => None,
        }
    }
}

/// What made a connection change.
///
/// # Examples
///
/// ```
/// use bellwire::Cause;
/// use bellwire::engine::CloseFrame;
///
/// assert_eq!(Cause::NetworkLost.to_string(), "the device is offline");
/// let broken = CloseFrame { code: CloseFrame::ABNORMAL, reason: String::new() };
/// assert_eq!(Cause::Closed(broken).to_string(), "the connection was closed (code 1006)");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// The application asked for it.
    Requested,
    /// The transport is open, or the server has said its welcome.
    Opened,
    /// The wait before an attempt is over.
    WaitOver,
    /// No welcome came in time.
    ConnectTimedOut,
    /// The server or the network closed the transport.
    Closed(CloseFrame),
    /// The transport could not be made at all, for instance because the URL is not allowed.
    Refused {
        /// The platform's words.
        reason: String,
    },
    /// There is no token to connect with.
    NoToken(TokenError),
    /// A ping stayed without an answer.
    HeartbeatTimedOut,
    /// The device lost its network.
    NetworkLost,
    /// The device has a network again.
    NetworkReturned,
    /// The page is looked at again, or was thawed.
    PageReturned,
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Requested => f.write_str("the application asked for it"),
            Self::Opened => f.write_str("the server answered"),
            Self::WaitOver => f.write_str("the wait is over"),
            Self::ConnectTimedOut => f.write_str("the server sent no welcome in time"),
            Self::Closed(close) => write!(f, "the connection was closed ({close})"),
            Self::Refused { reason } => write!(f, "the connection was refused: {reason}"),
            Self::NoToken(error) => fmt::Display::fmt(error, f),
            Self::HeartbeatTimedOut => f.write_str("the server stopped answering"),
            Self::NetworkLost => f.write_str("the device is offline"),
            Self::NetworkReturned => f.write_str("the device is online again"),
            Self::PageReturned => f.write_str("the page is back"),
        }
    }
}

/// Why a client gave up.
///
/// # Examples
///
/// ```
/// use bellwire::FailReason;
///
/// fn next_step(reason: &FailReason) -> &'static str {
///     match reason {
///         FailReason::SignedOut | FailReason::Unauthorized(_) => "sign in",
///         FailReason::Forbidden(_) => "ask for access",
///         _ => "try again",
///     }
/// }
/// assert_eq!(next_step(&FailReason::SignedOut), "sign in");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailReason {
    /// Every attempt the schedule allows has failed. The client tries again when the network or
    /// the page returns, or when asked.
    AttemptsExhausted {
        /// What ended the last one.
        last: Cause,
    },
    /// Nobody is signed in, says the application. Only a new `connect` tries again.
    SignedOut,
    /// The server does not accept who we are, and where there is a source of tokens, not with a new
    /// one either. Only a new `connect` tries again.
    Unauthorized(CloseFrame),
    /// The server does not want this user here. Only a new `connect` tries again.
    Forbidden(CloseFrame),
    /// The server does not take connections for this application, such as one whose key it does not
    /// know. Only a new `connect` tries again.
    Rejected(CloseFrame),
}

impl FailReason {
    /// Whether only the application can bring the connection back.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{Cause, FailReason};
    ///
    /// assert!(FailReason::SignedOut.is_terminal());
    /// assert!(!FailReason::AttemptsExhausted { last: Cause::HeartbeatTimedOut }.is_terminal());
    /// ```
    #[must_use]
    pub fn is_terminal(&self) -> bool {
        match self {
            Self::AttemptsExhausted { .. } => false,
            Self::SignedOut | Self::Unauthorized(_) | Self::Forbidden(_) | Self::Rejected(_) => {
                true
            }
        }
    }
}

impl fmt::Display for FailReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AttemptsExhausted { last } => {
                write!(f, "no attempt succeeded; at the last one {last}")
            }
            Self::SignedOut => f.write_str("nobody is signed in"),
            Self::Unauthorized(close) => write!(f, "the server refused the sign-in ({close})"),
            Self::Forbidden(close) => write!(f, "the server refused this user ({close})"),
            Self::Rejected(close) => write!(f, "the server refused this application ({close})"),
        }
    }
}

/// How a transport was closed.
///
/// # Examples
///
/// ```
/// use bellwire::engine::CloseFrame;
///
/// let close = CloseFrame { code: 1012, reason: "deploy".into() };
/// assert_eq!(close.to_string(), "code 1012: deploy");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CloseFrame {
    /// The close code of RFC 6455; 1006 when the connection just broke.
    pub code: u16,
    /// The peer's words, often empty.
    pub reason: String,
}

impl CloseFrame {
    /// The code of a connection that ended without a close frame.
    pub const ABNORMAL: u16 = 1006;
}

impl fmt::Display for CloseFrame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.reason.as_str() {
            "" => write!(f, "code {}", u64::from(self.code)),
            reason => write!(f, "code {}: {reason}", u64::from(self.code)),
        }
    }
}

/// A change of status, and why.
///
/// # Examples
///
/// ```
/// use bellwire::{Cause, ConnectionStatus, StatusChange};
///
/// fn is_loss(change: &StatusChange) -> bool {
///     change.from.is_connected() && change.because != Cause::Requested
/// }
/// let (from, to) = (ConnectionStatus::Connected, ConnectionStatus::Offline);
/// assert!(is_loss(&StatusChange { from, to, because: Cause::NetworkLost }));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusChange {
    /// The status before.
    pub from: ConnectionStatus,
    /// The status now.
    pub to: ConnectionStatus,
    /// What made it change.
    pub because: Cause,
}
