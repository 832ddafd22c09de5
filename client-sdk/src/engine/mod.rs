//! Everything that can be decided without I/O: the state machine of the client.
//!
//! What lives here reads no clock, draws no random number but from its seed, and knows neither
//! sockets nor a browser. Time and facts come in as arguments; what is to be done comes out as
//! [`Output`]s. So the same code runs in a browser, on a server and in a test, and always does
//! the same.

mod backoff;
mod config;
mod connection;
mod fault;
mod heartbeat;
mod id;
mod input;
mod outbox;
mod output;
mod protocol;
mod status;
mod subscriptions;
mod time;
mod trace;

use std::time::Duration;

use bellwire_protocol::{ChannelName, DecodeError, Publication};
use fastrand::Rng;

pub use self::backoff::{Attempts, Backoff};
pub use self::config::Config;
pub use self::fault::{Excerpt, Fault};
pub use self::heartbeat::HeartbeatConfig;
pub use self::id::{MessageId, SubscriptionId, TransportId};
pub use self::input::{Frame, Input, Network, Page, TransportEvent};
pub use self::outbox::{OutboxConfig, OutboxFull, OutboxLimit, Outcome, RefuseReason};
pub use self::output::{ClientEvent, Deadline, Gap, GapReason, Output, Timer, TransportAction};
pub use self::protocol::Protocol;
pub use self::status::{Cause, CloseFrame, ConnectionStatus, FailReason, StatusChange};
pub use self::time::Instant;

use self::connection::Connection;
use self::outbox::Outbox;
use self::output::Outputs;
use self::protocol::Inbound;
use self::subscriptions::{Confirmation, SubscriptionSet};

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
///     .any(|output| matches!(output, Output::Transport { action: TransportAction::Open { .. }, .. }));
/// assert!(opened);
/// assert_eq!(engine.poll_timeout().unwrap().at.since(now).as_secs(), 10);
/// ```
#[derive(Debug)]
pub struct Engine {
    protocol: Protocol,
    max_frame: usize,
    connection: Connection,
    subscriptions: SubscriptionSet,
    outbox: Outbox,
    /// The transport that the subscriptions were made on.
    attached: Option<TransportId>,
    outputs: Outputs,
}

impl Engine {
    /// Makes an engine that is idle.
    ///
    /// Equal seeds, configurations and inputs give equal outputs.
    #[must_use]
    pub fn new(config: Config, protocol: Protocol, seed: u64, _now: Instant) -> Self {
        Self {
            max_frame: config.max_frame,
            subscriptions: SubscriptionSet::new(config.linger),
            outbox: Outbox::new(config.outbox.clone()),
            connection: Connection::new(config, protocol.clone(), Rng::with_seed(seed)),
            protocol,
            attached: None,
            outputs: Outputs::default(),
        }
    }

    /// Asks for a connection, or for the next attempt at once while one is waited for.
    pub fn connect(&mut self, now: Instant) {
        self.connection.connect(now, &mut self.outputs);
        self.follow_transport();
    }

    /// Gives the connection back. Messages that wait go on waiting for the next one.
    pub fn disconnect(&mut self, _now: Instant) {
        self.connection.disconnect(&mut self.outputs);
        self.follow_transport();
    }

    /// Asks for the publications of a channel until [`Engine::unsubscribe`] is called with the
    /// id that is returned.
    pub fn subscribe(&mut self, now: Instant, channel: ChannelName) -> SubscriptionId {
        let id = self.subscriptions.add(channel);
        self.request_channels(now);
        id
    }

    /// Gives one interest in a channel back; the last one ends the subscription after a linger.
    pub fn unsubscribe(&mut self, now: Instant, id: SubscriptionId) {
        self.subscriptions.remove(now, id);
    }

    /// Sends a message, now or when there is a connection.
    ///
    /// # Errors
    ///
    /// Hands the message back when there is no connection and the outbox has no room.
    pub fn send(&mut self, _now: Instant, message: Publication) -> Result<MessageId, OutboxFull> {
        let frame = self.protocol.publish(&message);
        if let Some(transport) = self.connection.connected_transport() {
            let id = self.outbox.next_id();
            self.deliver(transport, id, frame);
            return Ok(id);
        }
        self.outbox.push(frame).map_err(|limit| OutboxFull { message, limit })
    }

    /// Takes note of something that happened. Never fails: what makes no sense becomes a
    /// [`Fault`].
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
        }
        self.follow_transport();
    }

    /// Returns the next thing to do; see the contract.
    #[must_use]
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop()
    }

    /// Returns the moment at which the engine wants [`Input::Timeout`]; see the contract.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Deadline> {
        [self.connection.poll_timeout(), self.subscriptions.poll_timeout()]
            .into_iter()
            .flatten()
            .min_by_key(|deadline| deadline.at)
    }

    /// What the connection is doing.
    #[must_use]
    pub fn status(&self) -> ConnectionStatus {
        self.connection.status()
    }

    /// The round trip of the last ping that was answered.
    #[must_use]
    pub fn rtt(&self) -> Option<Duration> {
        self.connection.rtt()
    }

    /// How many messages wait for a connection.
    #[must_use]
    pub fn queue_depth(&self) -> usize {
        self.outbox.len()
    }

    /// The channels the application wants, in alphabetical order.
    pub fn wanted_channels(&self) -> impl Iterator<Item = &ChannelName> {
        self.subscriptions.wanted()
    }

    /// The channels the server has confirmed, in alphabetical order.
    pub fn confirmed_channels(&self) -> impl Iterator<Item = &ChannelName> {
        self.subscriptions.confirmed()
    }

    fn handle_timeout(&mut self, now: Instant) {
        self.connection.handle_timeout(now, &mut self.outputs);
        self.follow_transport();
        let due = self.subscriptions.handle_timeout(now);
        if let Some(transport) = self.connection.open_transport()
            && !due.given_back.is_empty()
        {
            let frame = self.protocol.unsubscribe(due.given_back);
            self.outputs.transport(transport, TransportAction::Send(frame));
        }
        self.report_confirmations(due.assumed);
    }

    fn handle_transport(&mut self, now: Instant, event: TransportEvent) {
        match event {
            TransportEvent::Opened => {
                let is_made = self.connection.handle_opened(now, &mut self.outputs);
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

    fn handle_frame(&mut self, now: Instant, frame: Frame) {
        self.connection.handle_life(now);
        if frame.len() > self.max_frame {
            self.fault(Fault::OversizedFrame { size: frame.len(), limit: self.max_frame });
            return;
        }
        let text = match frame {
            Frame::Text(text) => text,
            Frame::Binary(bytes) => match String::from_utf8(bytes) {
                Ok(text) => text,
                Err(error) => {
                    self.fault(Fault::NotText { bytes: error.as_bytes().len() });
                    return;
                }
            },
        };
        let protocol = self.protocol.clone();
        for message in protocol.decode(&text) {
            match message {
                Ok(message) => self.handle_message(now, message),
                Err(error) => self.report_undecodable(error, &text),
            }
        }
    }

    fn handle_message(&mut self, now: Instant, message: Inbound) {
        // A server that talks has welcomed us, whether it says so or not.
        if self.connection.handle_welcome(now, &mut self.outputs) {
            self.handle_connected(now);
        }
        match message {
            Inbound::Welcome => {}
            Inbound::Subscribed(channels) => {
                let confirmations = self.subscriptions.handle_subscribed(channels);
                self.report_confirmations(confirmations);
            }
            Inbound::Unsubscribed(channels) => {
                for channel in self.subscriptions.handle_unsubscribed(channels) {
                    self.outputs.event(ClientEvent::Unsubscribed(channel));
                }
            }
            Inbound::Ping => {
                if let Some(transport) = self.connection.open_transport() {
                    let pong = self.protocol.pong();
                    self.outputs.transport(transport, TransportAction::Send(pong));
                }
            }
            Inbound::Pong => self.connection.handle_pong(now),
            Inbound::Publication(publication) => {
                self.outputs.event(ClientEvent::Received(publication));
            }
        }
    }

    fn handle_connected(&mut self, now: Instant) {
        if self.subscriptions.handle_welcome(now) {
            self.report_gap(None);
        }
        while let Some(transport) = self.connection.connected_transport()
            && let Some(queued) = self.outbox.pop()
        {
            self.deliver(transport, queued.id, queued.frame);
        }
    }

    /// Subscriptions live and die with their transport.
    fn follow_transport(&mut self) {
        let transport = self.connection.transport();
        if transport != self.attached {
            if self.attached.is_some() {
                self.subscriptions.handle_lost();
            }
            self.attached = transport;
        }
    }

    fn request_channels(&mut self, now: Instant) {
        let Some(transport) = self.connection.open_transport() else { return };
        let channels = self.subscriptions.take_unsent(now);
        if !channels.is_empty() {
            let frame = self.protocol.subscribe(channels);
            self.outputs.transport(transport, TransportAction::Send(frame));
        }
    }

    fn deliver(&mut self, transport: TransportId, id: MessageId, frame: Frame) {
        self.outputs.transport(transport, TransportAction::Send(frame));
        self.outputs.event(ClientEvent::Settled { id, outcome: Outcome::Delivered });
    }

    fn report_confirmations(&mut self, confirmations: Vec<Confirmation>) {
        for Confirmation { channel, missed } in confirmations {
            self.outputs.event(ClientEvent::Subscribed(channel.clone()));
            if missed {
                self.report_gap(Some(channel));
            }
        }
    }

    fn report_gap(&mut self, channel: Option<ChannelName>) {
        self.outputs.event(ClientEvent::Gap(Gap { channel, reason: GapReason::NoRecovery }));
    }

    fn report_undecodable(&mut self, error: DecodeError, text: &str) {
        self.fault(Fault::UndecodableFrame { error, excerpt: Excerpt::of(text) });
    }

    fn fault(&mut self, fault: Fault) {
        self.outputs.event(ClientEvent::Fault(fault));
    }
}
