//! Who the client says it is: when a token is asked for, and what becomes of it.

mod token;

use std::time::Duration;

use fastrand::Rng;

pub use self::token::{Token, TokenError};

use super::backoff::draw;
use super::output::Outputs;
use super::time::micros;
use super::{Deadline, Instant, Timer};

/// How long the application may take before it is asked again.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long to wait after a renewal that failed. The token at hand may serve for a while yet.
const RENEWAL_PAUSE: Duration = Duration::from_secs(10);

/// The token at hand, and the request for the next one.
///
/// There is one request at a time, whoever wants it.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    held: Option<Held>,
    requested_at: Option<Instant>,
    /// A renewal has failed; the next one has to wait.
    not_before: Instant,
    /// The server has refused the last token. If it refuses the next one as well, the fault is not
    /// with its age.
    was_refused: bool,
}

#[derive(Debug)]
struct Held {
    token: Token,
    /// When it is too old for a new connection, and worth a new one on the connection at hand.
    renew_at: Option<Instant>,
}

impl Tokens {
    /// The token, unless a new one is due.
    pub(super) fn fresh(&self, now: Instant) -> Option<&Token> {
        let Held { token, renew_at } = self.held.as_ref()?;
        renew_at.is_none_or(|renew_at| now < renew_at).then_some(token)
    }

    pub(super) fn at_hand(&self) -> Option<&Token> {
        self.held.as_ref().map(|held| &held.token)
    }

    /// Asks the application for a token, unless it was asked a moment ago.
    pub(super) fn request(&mut self, now: Instant, outputs: &mut Outputs) {
        if self.requested_at.is_none_or(|at| at + PATIENCE <= now) {
            self.requested_at = Some(now);
            outputs.request_token();
        }
    }

    /// The application has taken too long. What it says later counts all the same.
    pub(super) fn give_up_request(&mut self) {
        self.requested_at = None;
    }

    /// A new token. It is renewed after three quarters of its life or a little later, so that not
    /// all clients of a server ask at once.
    pub(super) fn accept(&mut self, now: Instant, token: Token, rng: &mut Rng) {
        self.requested_at = None;
        let renew_at = token.lifetime().map(|lifetime| {
            let percent = micros(lifetime) / 100;
            // A life this short would keep the application busy with nothing else.
            now + draw(percent * 75, percent * 90, rng).max(RENEWAL_PAUSE)
        });
        self.held = Some(Held { token, renew_at });
    }

    /// There is no new token; the one at hand, if any, has to do. Asks again later, where that may
    /// help.
    pub(super) fn fail(&mut self, now: Instant, error: &TokenError) {
        self.requested_at = None;
        self.not_before = now + RENEWAL_PAUSE;
        if *error == TokenError::SignedOut {
            self.held = None;
        }
    }

    /// The token is of no use.
    pub(super) fn drop_held(&mut self) {
        self.held = None;
    }

    /// The server does not accept the token. Returns whether it is worth asking for another.
    pub(super) fn refuse(&mut self) -> bool {
        self.held = None;
        !std::mem::replace(&mut self.was_refused, true)
    }

    /// The server has accepted the token, and not only for a moment; or somebody thinks that the
    /// next one will be better.
    pub(super) fn forgive(&mut self) {
        self.was_refused = false;
    }

    /// When to ask for a new token on a connection that lasts.
    pub(super) fn poll_timeout(&self) -> Option<Deadline> {
        let due = self.held.as_ref()?.renew_at?.max(self.not_before);
        let at = self.requested_at.map_or(due, |at| due.max(at + PATIENCE));
        Some(Deadline { at, reason: Timer::Renewal })
    }
}
