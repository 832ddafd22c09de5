//! The application's source of tokens, and what the server thinks of them.

use std::time::Duration;

use bellwire::engine::Input;
use bellwire::{Token, TokenError};
use bellwire_protocol::envelope::{ClientFrame, close_code};

use super::server::PEACE;
use super::{Happening, LinkId, World};
use crate::oracle::Checked;
use crate::plan::{TokenKind, UNREST};

/// How long the engine waits for a token.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long the server goes on with a token that has expired.
const GRACE: Duration = Duration::from_secs(2);

/// Every token there ever was. A token is its number.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    /// When each expires.
    issued: Vec<Duration>,
    /// Those before this one are worth nothing any more.
    revoked: usize,
    /// The request that is under way, by its number, and when it was made.
    request: Option<(usize, Duration)>,
    requests: usize,
    /// The one that a connection was last asked for with.
    shown: Option<usize>,
    /// One that may have been refused without a word.
    doubted: Option<usize>,
    /// How many tokens in a row the server has refused.
    refusals: u32,
    /// When something last went wrong that excuses a token which was not renewed.
    pub(super) disturbed_at: Duration,
}

impl Tokens {
    pub(super) fn forgive(&mut self) {
        self.refusals = 0;
    }

    /// Nobody is left who could answer.
    pub(super) fn leave(&mut self) {
        self.request = None;
        self.refusals = 0;
    }

    /// A connection was not made, and the token may be why.
    pub(super) fn doubt(&mut self) {
        self.doubted = self.shown;
    }

    fn is_good(&self, token: usize, now: Duration) -> bool {
        token >= self.revoked && self.issued.get(token).is_some_and(|expires_at| now < *expires_at)
    }
}

impl World<'_> {
    /// The engine asks for a token.
    pub(super) fn fetch_token(&mut self) -> Checked {
        let Some(kind) = self.plan.tokens else {
            return Err(("tokens only where there are some", String::new()));
        };
        if let Some((_, since)) = self.tokens.request
            && self.now < since + PATIENCE
        {
            return Err(("one request for a token at a time", format!("asked at {since:?}")));
        }
        self.tokens.requests += 1;
        let request = self.tokens.requests;
        self.tokens.request = Some((request, self.now));
        let wait = Duration::from_millis(self.rng.u64(1..600));
        let is_lost = self.is_unreliable(kind) && self.rng.u8(..8) == 0;
        if is_lost {
            self.tokens.disturbed_at = self.now;
        } else {
            self.after(wait, Happening::Token(request));
        }
        Ok(())
    }

    /// The application answers.
    pub(super) fn answer_token(&mut self, request: usize) {
        // Who asks again no longer listens to the first answer.
        let Some(kind) = self.plan.tokens else { return };
        if self.tokens.request.is_none_or(|(current, _)| current != request) {
            return;
        }
        self.tokens.request = None;
        let answer = match self.is_unreliable(kind).then(|| self.rng.u8(..16)) {
            Some(0..4) => Err(TokenError::Unavailable("503".to_owned())),
            Some(4) => Err(TokenError::SignedOut),
            _ => Ok(self.issue(kind)),
        };
        if answer.is_err() {
            self.tokens.disturbed_at = self.now;
        }
        self.tell_of_ending();
        self.input(Input::Token(answer));
    }

    fn issue(&mut self, kind: TokenKind) -> Token {
        let number = self.tokens.issued.len();
        // Nobody is to be on the way when all is judged.
        let is_late = self.end.is_some_and(|end| end < self.now + PEACE / 2);
        let seconds = if is_late { 3_600 } else { kind.seconds };
        let lifetime = Duration::from_secs(seconds.into());
        self.tokens.issued.push(self.now + lifetime);
        let token = Token::new(number.to_string());
        if kind.says_when { token.expires_in(lifetime) } else { token }
    }

    fn is_unreliable(&self, kind: TokenKind) -> bool {
        !kind.is_reliable && self.now < UNREST
    }

    /// The token that an address bears.
    pub(super) fn read_token(address: &str) -> Option<usize> {
        address.split_once("token=")?.1.parse().ok()
    }

    /// Whether the server lets a connection in. It is shown out again when its token expires.
    pub(super) fn admits(&mut self, id: LinkId, token: Option<usize>) -> bool {
        if self.plan.tokens.is_none() || !self.plan.dialect.connects_with_token() {
            return true;
        }
        let Some(token) = token.filter(|token| self.tokens.is_good(*token, self.now)) else {
            return false;
        };
        if let Some(link) = self.links.get_mut(&id) {
            link.token = Some(token);
        }
        if let Some(expires_at) = self.tokens.issued.get(token) {
            self.at(*expires_at + GRACE, Happening::Expiry(id, token));
        }
        true
    }

    /// Takes a token on an open connection.
    pub(super) fn authenticate(&mut self, id: LinkId, text: &str) {
        if let Ok(ClientFrame::Auth { token }) = ClientFrame::decode(text)
            && !self.admits(id, token.parse().ok())
        {
            self.close_link(id, close_code::UNAUTHORIZED);
        }
    }

    /// A connection's token has expired, unless it was replaced.
    pub(super) fn expire_token(&mut self, id: LinkId, token: usize) -> Checked {
        let Some(link) = self.links.get(&id) else { return Ok(()) };
        if link.token != Some(token) || !self.server.is_connected(link.connection) {
            return Ok(());
        }
        if let Some(kind) = self.plan.tokens
            && kind.in_band
            && kind.says_when
            && self.transport == Some(id)
            // The timers of a hidden page run late.
            && !self.is_hidden
            && self.now > self.tokens.disturbed_at + Duration::from_secs(kind.seconds.into()) * 2
        {
            return Err(("a token is renewed before it expires", format!("token {token}")));
        }
        self.close_link(id, close_code::UNAUTHORIZED);
        Ok(())
    }

    /// All tokens there are become worthless at once.
    pub(super) fn revoke_tokens(&mut self) {
        self.tokens.revoked = self.tokens.issued.len();
        if self.plan.tokens.is_some() && self.plan.dialect.connects_with_token() {
            self.close_links(close_code::UNAUTHORIZED);
        }
    }

    /// The client has heard that it is not authorised.
    pub(super) fn refused(&mut self) {
        self.tokens.refusals += 1;
    }

    /// A client may open a transport when it has reason to think that its token is good.
    pub(super) fn check_token(&mut self, token: Option<usize>) -> Checked {
        let dialect = self.plan.dialect;
        let Some(kind) = self.plan.tokens.filter(|_| dialect.connects_with_token()) else {
            return Ok(());
        };
        self.tokens.shown = token;
        let Some(token) = token else {
            return Err(("no connection without a token", String::new()));
        };
        if self.tokens.refusals >= 2 {
            return Err(("a refused token is replaced once", format!("token {token}")));
        }
        if dialect.opens_when_welcome() && self.tokens.doubted == Some(token) {
            let details = format!("token {token}");
            return Err(("a token that may be refused is not shown again", details));
        }
        let is_expired = self.tokens.issued.get(token).is_none_or(|at| *at <= self.now);
        if kind.says_when && is_expired {
            return Err(("no connection with an old token", format!("token {token}")));
        }
        Ok(())
    }

    /// Permissions are asked for with a token, where there are tokens, that has not expired yet.
    pub(super) fn check_grant_token(&self, token: Option<&Token>) -> Checked {
        if token.is_some() != self.plan.tokens.is_some() {
            return Err(("permissions are asked for with a token", format!("{token:?}")));
        }
        Ok(())
    }

    pub(super) fn is_good_for_grants(&self, token: Option<&Token>) -> bool {
        token.is_none_or(|token| {
            token.reveal().parse().is_ok_and(|token| self.tokens.is_good(token, self.now))
        })
    }

    /// Giving up for want of a token has a reason.
    pub(super) fn check_unauthorized(&self) -> Checked {
        match self.tokens.refusals {
            2.. => Ok(()),
            refusals => Err(("a refused token is replaced once", format!("{refusals} refused"))),
        }
    }
}
