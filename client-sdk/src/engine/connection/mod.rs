//! When there is a transport, and which.

mod state;

use std::time::Duration;

use bellwire_protocol::envelope::Departure;
use fastrand::Rng;

use self::state::{Attempt, State};
use super::backoff::draw;
use super::heartbeat::{Heartbeat, LATE, Pongs, Pulse};
use super::id::Counter;
use super::output::Outputs;
use super::protocol::Verdict;
use super::time::micros;
use super::tokens::Tokens;
use super::trace::trace_transition;
use super::{
    Cause, ClientEvent, CloseFrame, Config, ConnectionStatus, Deadline, FailReason, Fault, Instant,
    Network, Page, Protocol, StatusChange, Timer, Token, TokenError, TransportAction, TransportId,
};

/// The code of a close that was wished for; browsers accept no other below 3000.
const NORMAL_CLOSURE: u16 = 1000;

/// When clients come back that a server wants back at once: not all in the same moment.
const AT_ONCE: (Duration, Duration) = (Duration::ZERO, Duration::from_secs(1));

/// Decides when there is a transport, and which.
#[derive(Debug)]
pub(super) struct Connection {
    config: Config,
    protocol: Protocol,
    state: State,
    network: Network,
    pongs: Pongs,
    /// The transport that takes no more frames.
    ending: Option<TransportId>,
    transports: Counter,
    last_attempt_at: Option<Instant>,
    rtt: Option<Duration>,
    tokens: Tokens,
    rng: Rng,
}

impl Connection {
    pub(super) fn new(config: Config, protocol: Protocol, rng: Rng) -> Self {
        Self {
            config,
            protocol,
            state: State::Idle,
            network: Network::Online,
            pongs: Pongs::default(),
            ending: None,
            transports: Counter::default(),
            last_attempt_at: None,
            rtt: None,
            tokens: Tokens::default(),
            rng,
        }
    }

    /// Asks for a connection. While one is waited for, the wait is cut short.
    ///
    /// It is tried even where the platform reports no network: a machine without one still
    /// reaches itself.
    pub(super) fn connect(&mut self, now: Instant, outputs: &mut Outputs) {
        self.tokens.forgive();
        match &self.state {
            State::Idle | State::Offline => self.open(now, 0, Cause::Requested, outputs),
            State::Waiting { attempt: 0, .. } => {}
            State::Waiting { .. } | State::Failed { .. } => {
                self.open(now, 1, Cause::Requested, outputs);
            }
            State::Authorizing(_) | State::Opening(..) | State::Handshaking(..) => {
                self.start_afresh(Cause::Requested, outputs);
            }
            State::Connected { .. } => self.forgive(),
        }
    }

    pub(super) fn disconnect(&mut self, now: Instant, outputs: &mut Outputs) {
        self.leave_transport(now, outputs);
        self.transition(State::Idle, Cause::Requested, outputs);
    }

    /// Returns whether the connection is made with this.
    pub(super) fn handle_opened(&mut self, now: Instant, outputs: &mut Outputs) -> bool {
        let State::Opening(transport, attempt) = &self.state else { return false };
        let (transport, attempt) = (*transport, attempt.clone());
        let is_late = attempt.started_at + self.config.connect_timeout + LATE < now;
        self.transition(State::Handshaking(transport, attempt), Cause::Opened, outputs);
        if is_late && self.protocol.ping().is_none() {
            // There is nothing that could be asked to see whether it is still open after a sleep.
            self.give_up_transport(now, Cause::ConnectTimedOut, outputs);
            return false;
        }
        !self.protocol.awaits_welcome() && self.handle_welcome(now, false, None, outputs)
    }

    /// Returns whether the connection is made with this; a second welcome says nothing new.
    pub(super) fn handle_welcome(
        &mut self,
        now: Instant,
        renews: bool,
        idle_limit: Option<Duration>,
        outputs: &mut Outputs,
    ) -> bool {
        let State::Handshaking(transport, attempt) = &self.state else { return false };
        let (transport, attempt) = (*transport, attempt.number);
        let mut heartbeat = Heartbeat::new(self.config.heartbeat.clone().within(idle_limit), now);
        // The connection is alive now: whether the server answers is best found out now.
        let asks = self.protocol.ping().is_some() && !self.pongs.were_seen();
        if asks {
            heartbeat.ask_now(now);
        }
        // Whatever the platform believed: there is a network.
        self.network = Network::Online;
        let connected =
            State::Connected { transport, attempt, since: now, heartbeat, renews, window: None };
        self.transition(connected, Cause::Opened, outputs);
        if asks {
            self.ping(transport, outputs);
        }
        true
    }

    pub(super) fn handle_life(&mut self, now: Instant) {
        if let State::Connected { heartbeat, .. } = &mut self.state {
            heartbeat.handle_life(now);
        }
    }

    pub(super) fn handle_pong(&mut self, now: Instant) {
        self.pongs = Pongs::Seen;
        if let State::Connected { heartbeat, .. } = &mut self.state {
            self.rtt = heartbeat.handle_pong(now).or(self.rtt);
        }
    }

    /// The server is about to end.
    pub(super) fn handle_departure(&mut self, departure: &Departure) {
        if let State::Connected { window, .. } = &mut self.state {
            *window = departure.reconnect_within;
        }
    }

    /// The server has left a question without an answer: it is asked whether it lives. Returns
    /// whether it can tell.
    pub(super) fn handle_doubt(&mut self, now: Instant, outputs: &mut Outputs) -> bool {
        if let State::Connected { transport, heartbeat, .. } = &mut self.state
            && self.pongs.were_seen()
        {
            let transport = *transport;
            heartbeat.probe(now);
            self.ping(transport, outputs);
            return true;
        }
        false
    }

    pub(super) fn handle_ending(&mut self) {
        self.ending = self.transport();
    }

    pub(super) fn handle_closed(&mut self, now: Instant, close: CloseFrame, outputs: &mut Outputs) {
        self.remember_success(now);
        let reason = match self.protocol.verdict(&close) {
            Verdict::BackOff => return self.back_off(now, Cause::Closed(close), outputs),
            Verdict::AtOnce => {
                // A connection that did not last is no reason to hurry.
                if self.is_stable(now)
                    && let State::Connected { window, .. } = &mut self.state
                {
                    window.get_or_insert(AT_ONCE);
                }
                return self.back_off(now, Cause::Closed(close), outputs);
            }
            Verdict::Renew if self.config.authenticates && self.tokens.refuse() => {
                let attempt = self.failed_attempts(now).max(1);
                return self.open(now, attempt, Cause::Closed(close), outputs);
            }
            Verdict::Renew => FailReason::Unauthorized(close.clone()),
            Verdict::Stop(reason) => reason,
        };
        self.transition(State::Failed { reason }, Cause::Closed(close), outputs);
    }

    /// The server has said in place of its welcome why there will be none, and may leave it at that.
    pub(super) fn handle_rejected(
        &mut self,
        now: Instant,
        error: CloseFrame,
        outputs: &mut Outputs,
    ) {
        self.leave_transport(now, outputs);
        self.handle_closed(now, error, outputs);
    }

    /// The application has a token, or says why not. Returns the token, unless it went into the
    /// address of a new transport.
    pub(super) fn handle_token(
        &mut self,
        now: Instant,
        token: Result<Token, TokenError>,
        outputs: &mut Outputs,
    ) -> Option<&Token> {
        let error = match token {
            Ok(token) => {
                self.tokens.accept(now, token, &mut self.rng);
                if let State::Authorizing(attempt) = &self.state {
                    let attempt = Attempt { started_at: now, ..attempt.clone() };
                    let because = attempt.cause.clone();
                    self.make_transport(attempt, because, outputs);
                    return None;
                }
                return self.tokens.at_hand();
            }
            Err(error) => error,
        };
        self.tokens.fail(now, &error);
        if !matches!(self.state, State::Authorizing(_)) {
            outputs.event(ClientEvent::Fault(Fault::NoToken(error)));
        } else if error == TokenError::SignedOut {
            let reason = FailReason::SignedOut;
            self.transition(State::Failed { reason }, Cause::NoToken(error), outputs);
        } else {
            self.back_off(now, Cause::NoToken(error), outputs);
        }
        None
    }

    pub(super) fn handle_refused(&mut self, now: Instant, reason: String, outputs: &mut Outputs) {
        self.back_off(now, Cause::Refused { reason }, outputs);
    }

    pub(super) fn handle_network(&mut self, now: Instant, network: Network, outputs: &mut Outputs) {
        self.network = network;
        match network {
            Network::Online => self.return_to_life(now, Cause::NetworkReturned, outputs),
            Network::Offline => match self.state {
                State::Waiting { .. }
                | State::Authorizing(_)
                | State::Opening(..)
                | State::Handshaking(..)
                | State::Connected { .. } => {
                    self.leave_transport(now, outputs);
                    self.transition(State::Offline, Cause::NetworkLost, outputs);
                }
                State::Idle | State::Offline | State::Failed { .. } => {}
            },
        }
    }

    pub(super) fn handle_page(&mut self, now: Instant, page: Page, outputs: &mut Outputs) {
        match page {
            Page::Visible | Page::Resumed => {
                if !matches!(self.state, State::Offline) {
                    self.return_to_life(now, Cause::PageReturned, outputs);
                }
            }
            Page::Hidden | Page::Frozen => {}
        }
    }

    pub(super) fn handle_timeout(&mut self, now: Instant, outputs: &mut Outputs) {
        match &mut self.state {
            State::Waiting { attempt, retry_at, cause } if *retry_at <= now => {
                let (attempt, cause) = (*attempt, cause.clone());
                self.open(now, attempt, cause, outputs);
            }
            State::Authorizing(attempt)
                if attempt.started_at + self.config.connect_timeout <= now =>
            {
                self.tokens.give_up_request();
                let error = TokenError::Unavailable("no answer in time".to_owned());
                self.back_off(now, Cause::NoToken(error), outputs);
            }
            State::Opening(_, attempt) | State::Handshaking(_, attempt)
                if attempt.started_at + self.config.connect_timeout <= now =>
            {
                self.give_up_transport(now, Cause::ConnectTimedOut, outputs);
            }
            State::Connected { transport, heartbeat, .. } => {
                let transport = *transport;
                let has_slept = heartbeat.has_slept(now);
                match heartbeat.handle_timeout(now) {
                    Some(Pulse::Ping | Pulse::Verify) if self.protocol.ping().is_some() => {
                        self.ping(transport, outputs);
                    }
                    // Nothing can be asked, and what was sent while the machine slept is gone.
                    Some(Pulse::Verify) if has_slept => {
                        self.give_up_transport(now, Cause::HeartbeatTimedOut, outputs);
                    }
                    Some(Pulse::Ping | Pulse::Verify) => heartbeat.rest(now),
                    Some(Pulse::Dead) if self.pongs.are_missed() => {
                        self.give_up_transport(now, Cause::HeartbeatTimedOut, outputs);
                    }
                    Some(Pulse::Dead) => heartbeat.rest(now),
                    None => {}
                }
            }
            State::Idle
            | State::Offline
            | State::Waiting { .. }
            | State::Authorizing(_)
            | State::Opening(..)
            | State::Handshaking(..)
            | State::Failed { .. } => {}
        }
        if let State::Connected { renews: true, .. } = self.state
            && self.tokens.poll_timeout().is_some_and(|renewal| renewal.at <= now)
        {
            self.tokens.request(now, outputs);
        }
    }

    pub(super) fn poll_timeout(&self) -> Option<Deadline> {
        match &self.state {
            State::Idle | State::Offline | State::Failed { .. } => None,
            State::Waiting { retry_at, .. } => {
                Some(Deadline { at: *retry_at, reason: Timer::Retry })
            }
            State::Authorizing(attempt)
            | State::Opening(_, attempt)
            | State::Handshaking(_, attempt) => Some(Deadline {
                at: attempt.started_at + self.config.connect_timeout,
                reason: Timer::ConnectTimeout,
            }),
            State::Connected { heartbeat, renews, .. } => {
                let mut soonest = self.tokens.poll_timeout().filter(|_| *renews);
                let reason =
                    if heartbeat.is_waiting_for_answer() { Timer::Pong } else { Timer::Ping };
                Deadline::keep_sooner(&mut soonest, heartbeat.poll_timeout(), reason);
                soonest
            }
        }
    }

    pub(super) fn status(&self) -> ConnectionStatus {
        self.state.status()
    }

    /// The transport the engine listens to, open or not.
    pub(super) fn transport(&self) -> Option<TransportId> {
        self.state.transport()
    }

    /// The transport that takes frames of the protocol, such as subscriptions.
    pub(super) fn open_transport(&self) -> Option<TransportId> {
        match &self.state {
            State::Handshaking(..) | State::Connected { .. } => {
                self.transport().filter(|transport| self.ending != Some(*transport))
            }
            State::Idle
            | State::Offline
            | State::Waiting { .. }
            | State::Authorizing(_)
            | State::Opening(..)
            | State::Failed { .. } => None,
        }
    }

    /// The transport that takes the application's messages.
    pub(super) fn connected_transport(&self) -> Option<TransportId> {
        self.open_transport().filter(|_| matches!(self.state, State::Connected { .. }))
    }

    pub(super) fn rtt(&self) -> Option<Duration> {
        self.rtt
    }

    /// Whether the application says who we are.
    pub(super) fn authenticates(&self) -> bool {
        self.config.authenticates
    }

    /// The token at hand, unless it is about to expire.
    pub(super) fn fresh_token(&self, now: Instant) -> Option<&Token> {
        self.tokens.fresh(now)
    }

    pub(super) fn request_token(&mut self, now: Instant, outputs: &mut Outputs) {
        self.tokens.request(now, outputs);
    }

    /// The token was not accepted. Returns whether another can be had.
    pub(super) fn drop_token(&mut self) -> bool {
        self.tokens.drop_held();
        self.config.authenticates
    }

    /// When to try again what has failed so many times, if at all.
    pub(super) fn next_attempt_at(&mut self, now: Instant, attempt: u32) -> Option<Instant> {
        let backoff = &self.config.backoff;
        backoff.allows(attempt).then(|| now + backoff.wait(attempt, &mut self.rng))
    }

    /// The token at hand, however old.
    pub(super) fn token(&self) -> Option<&Token> {
        self.tokens.at_hand()
    }

    /// The outside world gives a reason to think that it works now: try at once, as the first
    /// attempt of a fresh schedule, and do not trust a connection that may have died meanwhile.
    fn return_to_life(&mut self, now: Instant, because: Cause, outputs: &mut Outputs) {
        self.tokens.forgive();
        match &mut self.state {
            State::Offline | State::Waiting { .. } => self.open(now, 1, because, outputs),
            State::Failed { reason } if !reason.is_terminal() => {
                self.open(now, 1, because, outputs);
            }
            State::Connected { transport, heartbeat, .. } => {
                let transport = *transport;
                if self.protocol.ping().is_some() {
                    heartbeat.probe(now);
                    self.ping(transport, outputs);
                }
                self.forgive();
            }
            State::Authorizing(_) | State::Opening(..) | State::Handshaking(..) => {
                self.start_afresh(because, outputs);
            }
            State::Idle | State::Failed { .. } => {}
        }
    }

    /// What failed before this connection counts no longer.
    fn forgive(&mut self) {
        if let State::Connected { attempt, .. } = &mut self.state {
            *attempt = 0;
        }
    }

    /// The attempt under way counts as the first one: should it fail, there is reason to go on.
    fn start_afresh(&mut self, because: Cause, outputs: &mut Outputs) {
        let (State::Authorizing(attempt)
        | State::Opening(_, attempt)
        | State::Handshaking(_, attempt)) = &mut self.state
        else {
            return;
        };
        if attempt.number > 1 {
            let from = attempt.status();
            attempt.number = 1;
            self.report(from, because, outputs);
        }
    }

    fn open(&mut self, now: Instant, number: u32, cause: Cause, outputs: &mut Outputs) {
        let because = match self.state {
            State::Waiting { retry_at, .. } if retry_at <= now => Cause::WaitOver,
            State::Idle
            | State::Offline
            | State::Waiting { .. }
            | State::Authorizing(_)
            | State::Opening(..)
            | State::Handshaking(..)
            | State::Connected { .. }
            | State::Failed { .. } => cause.clone(),
        };
        let pause = self.config.backoff.shortest_pause();
        if let Some(retry_at) = self.last_attempt_at.map(|at| at + pause).filter(|at| *at > now) {
            let waiting = State::Waiting { attempt: number, retry_at, cause };
            self.transition(waiting, because, outputs);
            return;
        }
        self.last_attempt_at = Some(now);
        let attempt = Attempt { number, started_at: now, cause };
        let needs_token = self.config.authenticates && self.protocol.connects_with_token();
        if needs_token && self.tokens.fresh(now).is_none() {
            self.tokens.request(now, outputs);
            self.transition(State::Authorizing(attempt), because, outputs);
        } else {
            self.make_transport(attempt, because, outputs);
        }
    }

    fn make_transport(&mut self, attempt: Attempt, because: Cause, outputs: &mut Outputs) {
        self.last_attempt_at = Some(attempt.started_at);
        let transport = TransportId::new(self.transports.next());
        let address = self.protocol.address(&self.config.url, self.tokens.at_hand());
        outputs.transport(transport, TransportAction::Open(address));
        self.transition(State::Opening(transport, attempt), because, outputs);
    }

    fn give_up_transport(&mut self, now: Instant, cause: Cause, outputs: &mut Outputs) {
        self.leave_transport(now, outputs);
        self.back_off(now, cause, outputs);
    }

    fn leave_transport(&mut self, now: Instant, outputs: &mut Outputs) {
        self.remember_success(now);
        if let Some(transport) = self.transport() {
            let close = CloseFrame { code: NORMAL_CLOSURE, reason: String::new() };
            outputs.transport(transport, TransportAction::Close(close));
        }
    }

    fn back_off(&mut self, now: Instant, cause: Cause, outputs: &mut Outputs) {
        if matches!(self.state, State::Opening(..)) && self.protocol.refuses_silently() {
            self.tokens.drop_held();
        }
        let attempt = self.failed_attempts(now) + 1;
        let next = if self.network == Network::Offline {
            State::Offline
        } else if self.config.backoff.allows(attempt) {
            let retry_at = now + self.wait(attempt);
            State::Waiting { attempt, retry_at, cause: cause.clone() }
        } else {
            State::Failed { reason: FailReason::AttemptsExhausted { last: cause.clone() } }
        };
        self.transition(next, cause, outputs);
    }

    /// The wait before an attempt. A server that said when it wants to be called is obeyed, unless
    /// it sends its clients away again and again.
    fn wait(&mut self, attempt: u32) -> Duration {
        let scheduled = self.config.backoff.wait(attempt, &mut self.rng);
        let State::Connected { window: Some((earliest, latest)), .. } = self.state else {
            return scheduled;
        };
        let wished = draw(micros(earliest), micros(latest), &mut self.rng);
        if attempt > 1 { wished.max(scheduled) } else { wished }
    }

    /// A connection counts as a success only once it has lasted.
    fn failed_attempts(&self, now: Instant) -> u32 {
        match &self.state {
            State::Authorizing(attempt)
            | State::Opening(_, attempt)
            | State::Handshaking(_, attempt) => attempt.number,
            State::Connected { .. } if self.is_stable(now) => 0,
            State::Connected { attempt, .. } | State::Waiting { attempt, .. } => *attempt,
            State::Idle | State::Offline | State::Failed { .. } => 0,
        }
    }

    /// A connection that has lasted has shown that its token is good.
    fn remember_success(&mut self, now: Instant) {
        if self.is_stable(now) {
            self.tokens.forgive();
        }
    }

    fn is_stable(&self, now: Instant) -> bool {
        matches!(self.state, State::Connected { since, .. }
            if self.config.backoff.is_stable_after(now.since(since)))
    }

    fn ping(&self, transport: TransportId, outputs: &mut Outputs) {
        if let Some(ping) = self.protocol.ping() {
            outputs.transport(transport, TransportAction::Send(ping));
        }
    }

    /// The one place where the state changes.
    fn transition(&mut self, to: State, because: Cause, outputs: &mut Outputs) {
        let from = self.status();
        trace_transition!(self.state, to, because);
        self.state = to;
        self.report(from, because, outputs);
    }

    fn report(&self, from: ConnectionStatus, because: Cause, outputs: &mut Outputs) {
        let to = self.status();
        if from != to {
            outputs.event(ClientEvent::StatusChanged(StatusChange { from, to, because }));
        }
    }
}
