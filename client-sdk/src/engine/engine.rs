use std::time::Duration;

use bellwire_protocol::envelope::{Capabilities, Loss};
use bellwire_protocol::{ChannelName, Member, Position, Publication};
use fastrand::Rng;

use super::connection::Connection;
use super::delivery::Readiness;
use super::outbox::Outbox;
use super::output::Outputs;
use super::pace::Pace;
use super::presence::Rosters;
use super::sealed::Seals;
use super::subscriptions::{Confirmation, Interest, SubscriptionSet};
use super::{
    ClientEvent, Config, ConnectionStatus, Deadline, Fault, Gap, GapReason, Input, Instant,
    MessageId, OutboxFull, Outcome, Output, Protocol, RefuseReason, SubscriptionId, Timer, Token,
    TokenError, TransportAction, TransportEvent, TransportId,
};

/// The client's state machine, without I/O.
///
/// # Contract
///
/// After every call that takes `&mut self`, drain [`Engine::poll_output`] until it returns `None`
/// and carry out the outputs in that order. Then arm one timer for [`Engine::poll_timeout`], in
/// place of the one before, and wait for the next fact. When the timer fires, hand in
/// [`Input::Timeout`]; one too many does no harm.
///
/// `now` never goes back.
///
/// # Examples
///
/// ```
/// use bellwire::Protocol;
/// use bellwire::engine::{Config, Engine, Instant, Output, TransportAction};
///
/// let now = Instant::ZERO;
/// let config = Config::new("ws://localhost:8080/ws");
/// let mut engine = Engine::new(config, Protocol::envelope(), 42, now);
/// engine.connect(now);
/// let opened = std::iter::from_fn(|| engine.poll_output())
///     .any(|output| matches!(output, Output::Transport { action: TransportAction::Open(_), .. }));
/// assert!(opened);
/// assert_eq!(engine.poll_timeout().unwrap().at.since(now).as_secs(), 10);
/// ```
#[derive(Debug)]
pub struct Engine {
    pub(super) protocol: Protocol,
    pub(super) max_frame: usize,
    pub(super) connection: Connection,
    pub(super) subscriptions: SubscriptionSet,
    pub(super) outbox: Outbox,
    /// The transport that subscriptions and messages were sent on.
    attached: Option<TransportId>,
    /// What the server at its other end can do.
    pub(super) capabilities: Capabilities,
    /// The largest frame that it reads, in bytes.
    pub(super) server_max_frame: usize,
    /// Whether it has said so itself.
    pub(super) is_introduced: bool,
    /// The connection's name, where permissions are made out to it.
    pub(super) socket_id: Option<Box<str>>,
    /// Channels that wait for a token with which they can be permitted.
    pub(super) awaiting_token: Vec<ChannelName>,
    /// What the user receives who is signed in.
    pub(super) user_channel: Option<SubscriptionId>,
    pub(super) seals: Seals,
    pub(super) rosters: Rosters,
    pub(super) pace: Pace,
    /// When messages go on that are held back to keep the pace.
    pub(super) paced_until: Option<Instant>,
    pub(super) outputs: Outputs,
}

impl Engine {
    /// Makes an engine that is idle.
    ///
    /// Equal seeds, configurations and inputs give equal outputs.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::Protocol;
    /// use bellwire::engine::{Config, Engine, Instant};
    ///
    /// let engine = || Engine::new(Config::new("/ws"), Protocol::envelope(), 42, Instant::ZERO);
    /// let (mut one, mut other) = (engine(), engine());
    /// one.connect(Instant::ZERO);
    /// other.connect(Instant::ZERO);
    /// assert_eq!(one.poll_output(), other.poll_output());
    /// ```
    #[must_use]
    pub fn new(config: Config, protocol: Protocol, seed: u64, now: Instant) -> Self {
        let mut rng = Rng::with_seed(seed);
        Self {
            max_frame: config.max_frame,
            subscriptions: SubscriptionSet::new(config.linger, protocol.answers()),
            outbox: Outbox::new(config.outbox.clone(), rng.fork(), now),
            connection: Connection::new(config, protocol.clone(), rng),
            protocol,
            attached: None,
            capabilities: Capabilities::default(),
            server_max_frame: usize::MAX,
            is_introduced: false,
            socket_id: None,
            awaiting_token: Vec::new(),
            user_channel: None,
            seals: Seals::default(),
            rosters: Rosters::default(),
            pace: Pace::new(now),
            paced_until: None,
            outputs: Outputs::default(),
        }
    }

    /// Asks for a connection, or for the next attempt at once while one is waited for.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::ConnectionStatus;
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Engine, Instant};
    /// # let now = Instant::ZERO;
    /// # let mut engine = Engine::new(Config::new("/ws"), Protocol::envelope(), 42, now);
    ///
    /// engine.connect(now);
    /// assert_eq!(engine.status(), ConnectionStatus::Connecting);
    /// ```
    pub fn connect(&mut self, now: Instant) {
        self.connection.connect(now, &mut self.outputs);
        self.follow_transport();
    }

    /// Gives the connection back. Messages that wait go on waiting for the next one.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::ConnectionStatus;
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Engine, Instant};
    /// # let now = Instant::ZERO;
    /// # let mut engine = Engine::new(Config::new("/ws"), Protocol::envelope(), 42, now);
    ///
    /// engine.connect(now);
    /// engine.disconnect(now);
    /// assert_eq!(engine.status(), ConnectionStatus::Idle);
    /// ```
    pub fn disconnect(&mut self, now: Instant) {
        self.connection.disconnect(now, &mut self.outputs);
        self.follow_transport();
    }

    /// Asks for the publications of a channel until [`Engine::unsubscribe`] is called with the
    /// id that is returned.
    ///
    /// # Examples
    ///
    /// ```
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Engine, Instant};
    /// # let now = Instant::ZERO;
    /// # let mut engine = Engine::new(Config::new("/ws"), Protocol::envelope(), 42, now);
    /// let id = engine.subscribe(now, "jobs".parse()?);
    /// assert_eq!(engine.wanted_channels().count(), 1);
    /// # Ok::<(), bellwire::InvalidChannelName>(())
    /// ```
    pub fn subscribe(&mut self, now: Instant, channel: ChannelName) -> SubscriptionId {
        let id = self.subscriptions.add(channel);
        self.request_channels(now);
        id
    }

    /// Gives one interest in a channel back; the last one ends the subscription after a linger.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::engine::Timer;
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Engine, Instant};
    /// # let now = Instant::ZERO;
    /// # let mut engine = Engine::new(Config::new("/ws"), Protocol::envelope(), 42, now);
    ///
    /// let id = engine.subscribe(now, "jobs".parse()?);
    /// engine.unsubscribe(now, id);
    /// assert_eq!(engine.poll_timeout().map(|deadline| deadline.reason), Some(Timer::Linger));
    /// # Ok::<(), bellwire::InvalidChannelName>(())
    /// ```
    pub fn unsubscribe(&mut self, now: Instant, id: SubscriptionId) {
        self.subscriptions.remove(now, id);
    }

    /// Sends a message, now or when there is a connection.
    ///
    /// A server that acknowledges messages is sent this one again, under the same key, until it
    /// does.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{Payload, Publication};
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Engine, Instant};
    /// # let now = Instant::ZERO;
    /// # let mut engine = Engine::new(Config::new("/ws"), Protocol::envelope(), 42, now);
    ///
    /// let hello = Publication::new("chat", Some("job.5".parse()?), Payload::encode("hello")?);
    /// let id = engine.send(now, hello)?;
    /// assert_eq!(engine.queue_depth(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Hands the message back when it has to wait and the outbox has no room.
    pub fn send(&mut self, now: Instant, message: Publication) -> Result<MessageId, OutboxFull> {
        if let Some(transport) = self.connection.connected_transport()
            && !self.capabilities.ack
            && !self.outbox.is_restoring()
            && self.outbox.next_unsent().is_none()
            && self.readiness(now, &message) == Readiness::Now
        {
            let id = self.outbox.next_id();
            let frame = self.protocol.publish(&message, None);
            let outcome = self.transmit(now, transport, frame);
            self.report_outcome(id, outcome.unwrap_or(Outcome::Delivered));
            return Ok(id);
        }
        loop {
            match self.outbox.make_room(&message) {
                Ok(None) => break,
                Ok(Some(displaced)) => {
                    self.settle(displaced, Outcome::Refused(RefuseReason::Displaced));
                }
                Err(limit) => return Err(OutboxFull { message: Box::new(message), limit }),
            }
        }
        let id = self.outbox.push(now, message);
        if let Some(action) = self.outbox.keep_last() {
            self.outputs.store(action);
        }
        self.flush(now);
        Ok(id)
    }

    /// Sends a message to the other subscribers of a channel now, or never: it has no outcome.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{Payload, Publication};
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Engine, Instant};
    /// # let now = Instant::ZERO;
    /// # let mut engine = Engine::new(Config::new("/ws"), Protocol::envelope(), 42, now);
    ///
    /// let typing = Publication::new("client-typing", Some("job.5".parse()?), Payload::null());
    /// engine.whisper(now, &typing);
    /// assert_eq!(engine.poll_output(), None, "there is no connection");
    /// # Ok::<(), bellwire::InvalidChannelName>(())
    /// ```
    pub fn whisper(&mut self, now: Instant, message: &Publication) {
        let Some(transport) = self.connection.connected_transport() else { return };
        let is_live = message
            .channel
            .as_ref()
            .is_some_and(|channel| self.subscriptions.interest_in(channel) == Interest::Live);
        if is_live
            && self.pace.next_at() <= now
            && !self.protocol.is_reserved(&message.event)
            && self.readiness(now, message) == Readiness::Now
        {
            if !self.protocol.takes_client_events_only() {
                // Nobody is helped by more of them.
                self.pace.handle_sent(now);
            }
            let frame = self.protocol.publish(message, None);
            // What is too large is left out like what comes too often.
            let _ = self.transmit(now, transport, frame);
        }
    }

    /// Takes note of something that happened. Never fails: what makes no sense becomes a
    /// [`Fault`].
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::engine::{Frame, Input, Output, TransportEvent};
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Engine, Instant};
    /// # let now = Instant::ZERO;
    /// # let mut engine = Engine::new(Config::new("/ws"), Protocol::envelope(), 42, now);
    ///
    /// engine.connect(now);
    /// if let Some(Output::Transport { id, .. }) = engine.poll_output() {
    ///     let welcome = Frame::Text(r#"{"type":"connected"}"#.into());
    ///     for event in [TransportEvent::Opened, TransportEvent::Received(welcome)] {
    ///         engine.handle_input(now, Input::Transport { id, event });
    ///     }
    /// }
    /// assert!(engine.status().is_connected());
    /// ```
    pub fn handle_input(&mut self, now: Instant, input: Input) {
        match input {
            Input::Timeout => self.handle_timeout(now),
            Input::Transport { id, event } => {
                // What an older transport says is about a world that is gone.
                if self.connection.transport() == Some(id) {
                    self.handle_transport(now, event);
                }
            }
            Input::Network(network) => {
                self.connection.handle_network(now, network, &mut self.outputs);
            }
            Input::Page(page) => self.connection.handle_page(now, page, &mut self.outputs),
            Input::Token(token) => self.handle_token(now, token),
            Input::ChannelAuth(auth) => {
                if Protocol::KNOWS_PUSHER {
                    self.handle_channel_auth(now, auth);
                }
            }
            Input::Restored(messages) => {
                // Without the feature nobody sends it, and it costs nothing.
                if cfg!(feature = "persistence") {
                    self.outbox.restore(messages);
                    self.flush(now);
                }
            }
        }
        self.follow_transport();
    }

    /// Returns the next thing to do; see the contract.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::engine::Output;
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Engine, Instant};
    /// # let now = Instant::ZERO;
    /// # let mut engine = Engine::new(Config::new("/ws"), Protocol::envelope(), 42, now);
    ///
    /// engine.connect(now);
    /// while let Some(output) = engine.poll_output() {
    ///     match output {
    ///         Output::Transport { id, action } => println!("transport {id:?}: {action:?}"),
    ///         Output::Event(event) => println!("{event:?}"),
    ///         other => println!("{other:?}"),
    ///     }
    /// }
    /// ```
    #[must_use]
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop()
    }

    /// Returns the moment at which the engine wants [`Input::Timeout`]; see the contract.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::engine::Timer;
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Engine, Instant};
    /// # let now = Instant::ZERO;
    /// # let mut engine = Engine::new(Config::new("/ws"), Protocol::envelope(), 42, now);
    ///
    /// assert_eq!(engine.poll_timeout(), None);
    /// engine.connect(now);
    /// let reason = engine.poll_timeout().map(|deadline| deadline.reason);
    /// assert_eq!(reason, Some(Timer::ConnectTimeout));
    /// ```
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Deadline> {
        let mut soonest = self.connection.poll_timeout();
        let paced = self.paced_until.map(|at| Deadline { at, reason: Timer::Pace });
        let keys = if Protocol::KNOWS_SEALS { self.seals.poll_timeout() } else { None };
        let can_ask = self.connection.connected_transport().is_some();
        let subscriptions = self.subscriptions.poll_timeout(can_ask);
        let others = [subscriptions, self.outbox.poll_timeout(), paced, keys];
        for Deadline { at, reason } in others.into_iter().flatten() {
            Deadline::keep_sooner(&mut soonest, at, reason);
        }
        soonest
    }

    /// What the connection is doing.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::ConnectionStatus;
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Engine, Instant};
    /// # let now = Instant::ZERO;
    ///
    /// let engine = Engine::new(Config::new("/ws"), Protocol::envelope(), 42, now);
    /// assert_eq!(engine.status(), ConnectionStatus::Idle);
    /// ```
    #[must_use]
    pub fn status(&self) -> ConnectionStatus {
        self.connection.status()
    }

    /// The round trip of the last ping that was answered.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use bellwire::engine::{Frame, Input, TransportEvent};
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Engine, Instant, Output};
    /// # let now = Instant::ZERO;
    /// # let protocol = Protocol::envelope().without_welcome();
    /// # let mut engine = Engine::new(Config::new("/ws"), protocol, 42, now);
    /// # engine.connect(now);
    /// # if let Some(Output::Transport { id, .. }) = engine.poll_output() {
    ///
    /// engine.handle_input(now, Input::Transport { id, event: TransportEvent::Opened });
    /// let event = TransportEvent::Received(Frame::Text(r#"{"type":"pong"}"#.into()));
    /// engine.handle_input(now + Duration::from_millis(80), Input::Transport { id, event });
    /// assert_eq!(engine.rtt(), Some(Duration::from_millis(80)));
    /// # }
    /// ```
    #[must_use]
    pub fn rtt(&self) -> Option<Duration> {
        self.connection.rtt()
    }

    /// How many messages wait for a connection, or for the server's acknowledgement.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{Payload, Publication};
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Engine, Instant};
    /// # let now = Instant::ZERO;
    /// # let mut engine = Engine::new(Config::new("/ws"), Protocol::envelope(), 42, now);
    ///
    /// engine.send(now, Publication::new("chat", None, Payload::null()))?;
    /// assert_eq!(engine.queue_depth(), 1);
    /// # Ok::<(), bellwire::engine::OutboxFull>(())
    /// ```
    #[must_use]
    pub fn queue_depth(&self) -> usize {
        self.outbox.len()
    }

    /// The channels the application wants, in alphabetical order.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::ChannelName;
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Engine, Instant};
    /// # let now = Instant::ZERO;
    /// # let mut engine = Engine::new(Config::new("/ws"), Protocol::envelope(), 42, now);
    ///
    /// engine.subscribe(now, "news".parse()?);
    /// engine.subscribe(now, "jobs".parse()?);
    /// let wanted: Vec<_> = engine.wanted_channels().map(ChannelName::as_str).collect();
    /// assert_eq!(wanted, ["jobs", "news"]);
    /// # Ok::<(), bellwire::InvalidChannelName>(())
    /// ```
    pub fn wanted_channels(&self) -> impl Iterator<Item = &ChannelName> {
        self.subscriptions.wanted()
    }

    /// Up to where a channel's publications were handed on; none where the server names no
    /// positions.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::engine::{Frame, Input, TransportEvent};
    /// # use bellwire::{ChannelName, Protocol};
    /// # use bellwire::engine::{Config, Engine, Instant, Output};
    /// # let now = Instant::ZERO;
    /// # let mut engine = Engine::new(Config::new("/ws"), Protocol::envelope(), 42, now);
    /// # let jobs: ChannelName = "jobs".parse()?;
    /// # engine.subscribe(now, jobs.clone());
    /// # engine.connect(now);
    /// # if let Some(Output::Transport { id, .. }) = engine.poll_output() {
    /// # engine.handle_input(now, Input::Transport { id, event: TransportEvent::Opened });
    ///
    /// let text = r#"[{"type":"connected","data":{"protocol":1,"capabilities":["recovery"]}},
    ///     {"type":"subscribed","channels":["jobs"],
    ///         "positions":{"jobs":{"epoch":"k3","offset":41}}}]"#;
    /// let event = TransportEvent::Received(Frame::Text(text.into()));
    /// engine.handle_input(now, Input::Transport { id, event });
    /// assert_eq!(engine.position(&jobs).map(|position| position.offset), Some(41));
    /// # }
    /// # Ok::<(), bellwire::InvalidChannelName>(())
    /// ```
    #[must_use]
    pub fn position(&self, channel: &ChannelName) -> Option<&Position> {
        self.subscriptions.position(channel)
    }

    /// The name that the server has given to the connection, where permissions are made out to it.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::engine::{Frame, Input, TransportEvent};
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Engine, Instant, Output};
    /// # let now = Instant::ZERO;
    /// # let mut engine = Engine::new(Config::new("ws://host"), Protocol::pusher("key"), 42, now);
    /// # engine.connect(now);
    /// # if let Some(Output::Transport { id, .. }) = engine.poll_output() {
    /// # engine.handle_input(now, Input::Transport { id, event: TransportEvent::Opened });
    ///
    /// let text = r#"{"event":"pusher:connection_established","data":{"socket_id":"1.2"}}"#;
    /// let event = TransportEvent::Received(Frame::Text(text.into()));
    /// engine.handle_input(now, Input::Transport { id, event });
    /// assert_eq!(engine.socket_id(), Some("1.2"));
    /// # }
    /// ```
    #[must_use]
    pub fn socket_id(&self) -> Option<&str> {
        self.socket_id.as_deref()
    }

    /// Who is in a channel whose server tells; while the connection is away, who was there last.
    ///
    /// # Examples
    ///
    /// ```
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Engine, Instant};
    /// # let engine = Engine::new(Config::new("/ws"), Protocol::envelope(), 42, Instant::ZERO);
    /// assert!(engine.members(&"presence-job.5".parse()?).is_empty());
    /// # Ok::<(), bellwire::InvalidChannelName>(())
    /// ```
    #[must_use]
    pub fn members(&self, channel: &ChannelName) -> &[Member] {
        self.rosters.of(channel)
    }

    /// The channels the server has confirmed, in alphabetical order.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::engine::{Frame, Input, TransportEvent};
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Engine, Instant, Output};
    /// # let now = Instant::ZERO;
    /// # let mut engine = Engine::new(Config::new("/ws"), Protocol::envelope(), 42, now);
    /// # engine.subscribe(now, "jobs".parse()?);
    /// # engine.connect(now);
    /// # if let Some(Output::Transport { id, .. }) = engine.poll_output() {
    /// # engine.handle_input(now, Input::Transport { id, event: TransportEvent::Opened });
    ///
    /// assert_eq!(engine.confirmed_channels().count(), 0);
    /// let text = r#"{"type":"subscribed","channels":["jobs"]}"#;
    /// let event = TransportEvent::Received(Frame::Text(text.into()));
    /// engine.handle_input(now, Input::Transport { id, event });
    /// assert_eq!(engine.confirmed_channels().count(), 1);
    /// # }
    /// # Ok::<(), bellwire::InvalidChannelName>(())
    /// ```
    pub fn confirmed_channels(&self) -> impl Iterator<Item = &ChannelName> {
        self.subscriptions.confirmed()
    }

    /// The channels the application wants that are neither confirmed nor refused yet, in
    /// alphabetical order.
    ///
    /// # Examples
    ///
    /// ```
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Engine, Instant};
    /// # let now = Instant::ZERO;
    /// # let mut engine = Engine::new(Config::new("/ws"), Protocol::envelope(), 42, now);
    /// engine.subscribe(now, "jobs".parse()?);
    /// assert_eq!(engine.awaited_channels().count(), 1);
    /// # Ok::<(), bellwire::InvalidChannelName>(())
    /// ```
    pub fn awaited_channels(&self) -> impl Iterator<Item = &ChannelName> {
        self.subscriptions.awaited()
    }

    /// The name under which messages are to be kept beyond the page; see
    /// [`OutboxConfig`](super::OutboxConfig).
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "persistence")]
    /// # {
    /// use bellwire::engine::{Config, Engine, Instant};
    /// use bellwire::{OutboxConfig, Protocol};
    ///
    /// let mut config = Config::new("/ws");
    /// config.outbox = OutboxConfig::default().persistent("my-app");
    /// let engine = Engine::new(config, Protocol::envelope(), 42, Instant::ZERO);
    /// assert_eq!(engine.persistence(), Some("my-app"));
    /// # }
    /// ```
    #[must_use]
    pub fn persistence(&self) -> Option<&str> {
        self.outbox.persistence()
    }

    /// Whether nothing can be sent under this name: the server would take it for a command. A ping
    /// does no harm.
    ///
    /// # Examples
    ///
    /// ```
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Engine, Instant};
    /// # let engine = Engine::new(Config::new("/ws"), Protocol::envelope(), 42, Instant::ZERO);
    /// assert!(engine.is_reserved("subscribe"));
    /// assert!(!engine.is_reserved("chat"));
    /// ```
    #[must_use]
    pub fn is_reserved(&self, event: &str) -> bool {
        event != "ping" && self.protocol.is_reserved(event)
    }

    fn handle_timeout(&mut self, now: Instant) {
        self.connection.handle_timeout(now, &mut self.outputs);
        self.follow_transport();
        self.outbox.handle_timeout(now);
        while let Some(expired) = self.outbox.take_expired(now) {
            self.settle(expired, Outcome::Expired);
        }
        self.flush(now);
        let due = self.subscriptions.handle_timeout(now);
        self.forget_channels(now, &due.over);
        if let Some(transport) = self.connection.open_transport()
            && !due.given_back.is_empty()
        {
            let id = due.is_numbered.then(|| self.outbox.next_id());
            let outputs = &mut self.outputs;
            self.protocol.unsubscribe(due.given_back, id, &mut |frame| {
                outputs.transport(transport, TransportAction::Send(frame));
            });
        }
        for confirmation in due.unanswered {
            self.report_confirmation(confirmation);
        }
        if Protocol::KNOWS_PUSHER {
            self.handle_permissions_timeout(now, due.unpermitted, due.ignored);
        }
        if due.in_doubt && !self.connection.handle_doubt(now, &mut self.outputs) {
            self.end_doubts();
        }
    }

    fn handle_transport(&mut self, now: Instant, event: TransportEvent) {
        match event {
            TransportEvent::Opened => {
                let is_made = self.connection.handle_opened(now, &mut self.outputs);
                self.introduce();
                // Servers read from the start: asking before the welcome saves a round trip.
                self.request_channels(now);
                if is_made {
                    self.handle_connected(now);
                }
            }
            TransportEvent::Received(frame) => self.handle_frame(now, frame),
            TransportEvent::Oversized { size } => {
                self.connection.handle_life(now);
                self.fault(Fault::OversizedFrame { size, limit: self.max_frame });
            }
            TransportEvent::Refused { reason } => {
                self.connection.handle_refused(now, reason, &mut self.outputs);
            }
            TransportEvent::Ending => self.connection.handle_ending(),
            TransportEvent::Closed(close) => {
                self.connection.handle_closed(now, close, &mut self.outputs);
            }
        }
    }

    fn handle_token(&mut self, now: Instant, token: Result<Token, TokenError>) {
        self.handle_token_for_grants(now, &token);
        let takes_tokens = self.capabilities.auth;
        let transport = self.connection.connected_transport().filter(|_| takes_tokens);
        if let Some(token) = self.connection.handle_token(now, token, &mut self.outputs)
            && let Some(transport) = transport
        {
            let frame = self.protocol.authenticate(token);
            if let Some(frame) = frame {
                self.outputs.transport(transport, TransportAction::Send(frame));
            }
        }
    }

    /// What was said on a transport lives and dies with it.
    fn follow_transport(&mut self) {
        let transport = self.connection.transport();
        if transport != self.attached {
            if self.attached.is_some() {
                self.subscriptions.handle_lost();
                self.outbox.handle_lost();
                self.capabilities = Capabilities::default();
                self.server_max_frame = usize::MAX;
                self.is_introduced = false;
                self.socket_id = None;
                if Protocol::KNOWS_PUSHER {
                    self.seals.handle_lost();
                }
                self.awaiting_token.clear();
            }
            self.attached = transport;
        }
    }

    pub(super) fn report_confirmation(&mut self, confirmation: Confirmation) {
        let Confirmation { channel, is_new, gap } = confirmation;
        if is_new {
            self.outputs.event(ClientEvent::Subscribed(channel.clone()));
        }
        if let Some(reason) = gap {
            self.report_gap(Some(channel), reason);
        }
    }

    /// What was to be recovered will not come.
    pub(super) fn end_doubts(&mut self) {
        for channel in self.subscriptions.handle_doubts_over() {
            self.report_gap(Some(channel), GapReason::Unrecoverable(Loss::Other));
        }
    }

    pub(super) fn report_gap(&mut self, channel: Option<ChannelName>, reason: GapReason) {
        self.outputs.event(ClientEvent::Gap(Gap { channel, reason }));
    }

    pub(super) fn fault(&mut self, fault: Fault) {
        self.outputs.event(ClientEvent::Fault(fault));
    }
}
