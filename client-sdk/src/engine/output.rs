use std::collections::VecDeque;

use bellwire_protocol::envelope::Loss;
use bellwire_protocol::{ChannelName, Publication};

use super::{
    Address, ChannelAuthError, ChannelAuthRequest, CloseFrame, Excerpt, Fault, Frame, Instant,
    MessageId, Outcome, PresenceChange, StatusChange, StoreAction, TransportId,
};

/// Something the engine wants done.
///
/// # Examples
///
/// ```
/// use bellwire::engine::Output;
///
/// fn describe(output: &Output) -> &'static str {
///     match output {
///         Output::Transport { .. } => "for a socket",
///         Output::RequestToken => "for the one who signs in",
///         Output::Store(_) => "for a database",
///         Output::Event(_) => "for the application",
///         _ => "of a later version",
///     }
/// }
/// assert_eq!(describe(&Output::RequestToken), "for the one who signs in");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Output {
    /// Something to do with a transport.
    Transport {
        /// Which one.
        id: TransportId,
        /// What to do.
        action: TransportAction,
    },
    /// Fetch a token, and answer with [`Input::Token`](super::Input::Token). A request that is still
    /// under way is given up.
    RequestToken,
    /// The application's own server is asked to permit channels; [`Input::ChannelAuth`] answers.
    ///
    /// [`Input::ChannelAuth`]: super::Input::ChannelAuth
    RequestChannelAuth(ChannelAuthRequest),
    /// Keep or forget a message, where a later page finds it.
    Store(StoreAction),
    /// Something to tell the application.
    Event(ClientEvent),
}

/// What to do with a transport.
///
/// # Examples
///
/// ```
/// use bellwire::engine::{Frame, TransportAction};
///
/// fn log(action: &TransportAction) -> String {
///     match action {
///         TransportAction::Open(address) => format!("open {address:?}"),
///         TransportAction::Send(frame) => format!("send {} bytes", frame.len()),
///         TransportAction::Close(close) => format!("close with {close}"),
///         other => format!("{other:?}"),
///     }
/// }
/// assert_eq!(log(&TransportAction::Send(Frame::Text("hello".into()))), "send 5 bytes");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportAction {
    /// Make it, and report how it went.
    Open(Address),
    /// Send a frame; the transport is open.
    Send(Frame),
    /// Close it and forget it; nothing it says afterwards matters.
    Close(CloseFrame),
}

/// Something the application may want to know.
///
/// # Examples
///
/// ```
/// use bellwire::engine::ClientEvent;
///
/// fn log(event: &ClientEvent) -> String {
///     match event {
///         ClientEvent::StatusChanged(change) => format!("{:?}, {}", change.to, change.because),
///         ClientEvent::Subscribed(channel) => format!("subscribed to {channel}"),
///         ClientEvent::Fault(fault) => fault.to_string(),
///         other => format!("{other:?}"),
///     }
/// }
/// let subscribed = ClientEvent::Subscribed("jobs".parse()?);
/// assert_eq!(log(&subscribed), "subscribed to jobs");
/// # Ok::<(), bellwire::InvalidChannelName>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientEvent {
    /// The connection's status changed.
    StatusChanged(StatusChange),
    /// The server confirmed a channel.
    Subscribed(ChannelName),
    /// A subscription was ended, or not granted. It is asked for again on the next connection, or when
    /// somebody subscribes anew.
    Unsubscribed {
        /// The channel.
        channel: ChannelName,
        /// Why.
        reason: UnsubscribeReason,
    },
    /// Somebody has come into a channel or gone from it, or the server has said who is there.
    Presence {
        /// The channel.
        channel: ChannelName,
        /// What is new.
        change: PresenceChange,
    },
    /// A message arrived.
    Received(Publication),
    /// Messages may have been missed.
    Gap(Gap),
    /// A message has met its end, one of several.
    Settled {
        /// The message.
        id: MessageId,
        /// Its end.
        outcome: Outcome,
    },
    /// Something came in that could not be used; everything else goes on.
    Fault(Fault),
}

/// Why a channel is not subscribed, though somebody wants it.
///
/// # Examples
///
/// ```
/// use bellwire::UnsubscribeReason;
/// use bellwire::engine::ChannelAuthError;
///
/// let error = ChannelAuthError::Forbidden("not your job".into());
/// let reason = UnsubscribeReason::NotPermitted(error);
/// assert_eq!(reason.to_string(), "it is not permitted: not your job");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnsubscribeReason {
    /// The server ended the subscription on its own account.
    #[error("the server ended the subscription")]
    TakenAway,
    /// The server refused it.
    #[error("the server says {0}")]
    Refused(Excerpt),
    /// The application's own server did not permit it.
    #[error(transparent)]
    NotPermitted(ChannelAuthError),
    /// The server was asked, and has said nothing: where it does not know what a sign-in is.
    #[error("the server has not answered")]
    Unanswered,
}

/// A stretch in which messages may have been missed: what was built from them must be fetched
/// again.
///
/// # Examples
///
/// ```
/// use bellwire::{ChannelName, Gap, GapReason};
///
/// fn concerns(gap: &Gap, channel: &ChannelName) -> bool {
///     gap.channel.as_ref().is_none_or(|lost| lost == channel)
/// }
/// let everywhere = Gap { channel: None, reason: GapReason::NoRecovery };
/// assert!(concerns(&everywhere, &"jobs".parse()?));
/// # Ok::<(), bellwire::InvalidChannelName>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The channel it concerns; `None` stands for messages that go to every connection.
    pub channel: Option<ChannelName>,
    /// Why messages may be missing.
    pub reason: GapReason,
}

/// Why messages may be missing.
///
/// # Examples
///
/// ```
/// use bellwire::GapReason;
/// use bellwire::engine::Loss;
///
/// fn explain(reason: GapReason) -> &'static str {
///     match reason {
///         GapReason::NoRecovery => "the server does not say what was missed",
///         GapReason::Unrecoverable(Loss::Expired) => "we were away for too long",
///         _ => "some of it is lost",
///     }
/// }
/// assert_eq!(explain(GapReason::Unrecoverable(Loss::Dropped)), "some of it is lost");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GapReason {
    /// The connection was away while the channel was wanted, and nothing says what was missed: the
    /// server keeps no history of it, or nothing was read of it before.
    NoRecovery,
    /// The server keeps a history, but what was missed is not in it.
    Unrecoverable(Loss),
}

/// The one moment at which the engine wants to be called again.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use bellwire::engine::{Deadline, Instant, Timer};
///
/// let at = Instant::ZERO + Duration::from_secs(10);
/// let deadline = Deadline { at, reason: Timer::ConnectTimeout };
/// let now = Instant::ZERO + Duration::from_secs(4);
/// assert_eq!(deadline.at.since(now), Duration::from_secs(6));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// When.
    pub at: Instant,
    /// What for.
    pub reason: Timer,
}

impl Deadline {
    /// Puts a moment in the place of a later one. A plain loop over it is half the size of an
    /// iterator's minimum.
    pub(super) fn keep_sooner(soonest: &mut Option<Self>, at: Instant, reason: Timer) {
        if soonest.is_none_or(|other| at < other.at) {
            *soonest = Some(Self { at, reason });
        }
    }
}

/// What a deadline is for.
///
/// # Examples
///
/// ```
/// # use bellwire::Protocol;
/// # use bellwire::engine::{Config, Engine, Instant};
/// use bellwire::engine::Timer;
///
/// # let now = Instant::ZERO;
/// # let mut engine = Engine::new(Config::new("/ws"), Protocol::envelope(), 42, now);
/// engine.connect(now);
/// assert_eq!(engine.poll_timeout().map(|deadline| deadline.reason), Some(Timer::ConnectTimeout));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Timer {
    /// The server must have sent its welcome.
    ConnectTimeout,
    /// The next attempt begins.
    Retry,
    /// The server has been silent long enough to be asked.
    Ping,
    /// The server must have answered.
    Pong,
    /// A channel that nobody uses any more is given back.
    Linger,
    /// A subscription counts as made, although the server never said so.
    Confirmation,
    /// A message may be sent that was held back: servers take so many in a second.
    Pace,
    /// A channel is not permitted in time, or is to be tried again.
    ChannelAuth,
    /// A message has waited too long.
    Expiry,
    /// Storage must have said what an earlier page has left behind.
    Restoration,
    /// The token is due for renewal.
    Renewal,
}

/// Outputs in the order in which they must be carried out.
#[derive(Debug, Default)]
pub(super) struct Outputs(VecDeque<Output>);

impl Outputs {
    pub(super) fn event(&mut self, event: ClientEvent) {
        self.0.push_back(Output::Event(event));
    }

    pub(super) fn transport(&mut self, id: TransportId, action: TransportAction) {
        self.0.push_back(Output::Transport { id, action });
    }

    pub(super) fn store(&mut self, action: StoreAction) {
        self.0.push_back(Output::Store(action));
    }

    pub(super) fn request_channel_auth(&mut self, request: ChannelAuthRequest) {
        self.0.push_back(Output::RequestChannelAuth(request));
    }

    pub(super) fn request_token(&mut self) {
        self.0.push_back(Output::RequestToken);
    }

    pub(super) fn pop(&mut self) -> Option<Output> {
        self.0.pop_front()
    }
}
