use std::time::Duration;

use crate::engine::heartbeat::Heartbeat;
use crate::engine::{Cause, ConnectionStatus, FailReason, Instant, TransportId};

#[derive(Debug)]
pub(super) enum State {
    /// Not wanted.
    Idle,
    /// Wanted, but the device has no network; no timer runs.
    Offline,
    /// Wanted; waiting out the schedule.
    Waiting { attempt: u32, retry_at: Instant, cause: Cause },
    /// The application is asked for a token.
    Authorizing(Attempt),
    /// A transport is being made.
    Opening(TransportId, Attempt),
    /// The transport is open, the server has not welcomed us.
    Handshaking(TransportId, Attempt),
    /// The server has welcomed us.
    Connected {
        transport: TransportId,
        attempt: u32,
        since: Instant,
        heartbeat: Heartbeat,
        /// Whether the server takes a new token in place of one that expires.
        renews: bool,
        /// When the server wants to be called again, should it end the connection.
        window: Option<(Duration, Duration)>,
    },
    /// Wanted once, and given up.
    Failed { reason: FailReason },
}

/// One try. Number 0 is one that somebody asked for while nothing was under way.
#[derive(Clone, Debug)]
pub(super) struct Attempt {
    pub(super) number: u32,
    /// When it began, or its transport.
    pub(super) started_at: Instant,
    pub(super) cause: Cause,
}

impl State {
    pub(super) fn status(&self) -> ConnectionStatus {
        match self {
            Self::Idle => ConnectionStatus::Idle,
            Self::Offline => ConnectionStatus::Offline,
            Self::Waiting { attempt: 0, .. } => ConnectionStatus::Connecting,
            Self::Waiting { attempt, retry_at, cause } => ConnectionStatus::Reconnecting {
                attempt: *attempt,
                retry_at: *retry_at,
                cause: cause.clone(),
            },
            Self::Authorizing(attempt)
            | Self::Opening(_, attempt)
            | Self::Handshaking(_, attempt) => attempt.status(),
            Self::Connected { .. } => ConnectionStatus::Connected,
            Self::Failed { reason } => ConnectionStatus::Failed { reason: reason.clone() },
        }
    }

    /// The transport the engine listens to, open or not.
    pub(super) fn transport(&self) -> Option<TransportId> {
        match self {
            Self::Opening(transport, _)
            | Self::Handshaking(transport, _)
            | Self::Connected { transport, .. } => Some(*transport),
            Self::Idle
            | Self::Offline
            | Self::Waiting { .. }
            | Self::Authorizing(_)
            | Self::Failed { .. } => None,
        }
    }
}

impl Attempt {
    pub(super) fn status(&self) -> ConnectionStatus {
        if self.number == 0 {
            return ConnectionStatus::Connecting;
        }
        ConnectionStatus::Reconnecting {
            attempt: self.number,
            retry_at: self.started_at,
            cause: self.cause.clone(),
        }
    }
}
