//! An engine, a clock that moves when told, and a wire that can be looked at.

use std::collections::VecDeque;
use std::time::Duration;

use bellwire::engine::{
    ChannelAuthRequest, ClientEvent, CloseFrame, Config, Frame, Input, Instant, MessageId,
    OutboxFull, Output, StoreAction, Timer, TransportAction, TransportEvent, TransportId,
};
use bellwire::{Attempts, Backoff, ConnectionStatus, Payload, Protocol, Publication};

pub(crate) const PING: &str = r#"{"type":"ping"}"#;

/// With the feature, every test also shows that what it did can be replayed.
#[cfg(feature = "trace")]
type Machine = bellwire::engine::Recorder;
#[cfg(not(feature = "trace"))]
type Machine = bellwire::engine::Engine;

#[cfg(feature = "trace")]
use bellwire::engine::Divergence;

#[cfg(feature = "trace")]
impl Drop for Harness {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.drain();
            let replay = self.engine.trace().replay();
            let is_known =
                matches!(replay, Ok(()) | Err(Divergence::Incomplete(_) | Divergence::Sealed));
            assert!(is_known, "{replay:?}");
        }
    }
}

pub(crate) struct Harness {
    pub(crate) engine: Machine,
    pub(crate) now: Instant,
    /// The transport that the engine opened last and has not left.
    pub(crate) transport: Option<TransportId>,
    /// The transport that takes no more frames.
    ending: Option<TransportId>,
    /// When each transport was opened.
    pub(crate) opened_at: Vec<Instant>,
    /// Where each transport led to.
    pub(crate) addresses: Vec<String>,
    /// What the engine wants to be kept and forgotten.
    pub(crate) stored: Vec<StoreAction>,
    /// How often the engine has asked for a token.
    pub(crate) token_requests: usize,
    /// What the engine has asked the application's server to permit.
    pub(crate) channel_auth_requests: Vec<ChannelAuthRequest>,
    pub(crate) sent: VecDeque<String>,
    pub(crate) events: VecDeque<ClientEvent>,
}

impl Harness {
    /// An engine with the default settings and no jitter.
    pub(crate) fn new() -> Self {
        Self::with(|config| config)
    }

    pub(crate) fn with(change: impl FnOnce(Config) -> Config) -> Self {
        Self::speaking(Protocol::envelope(), change)
    }

    pub(crate) fn speaking(protocol: Protocol, change: impl FnOnce(Config) -> Config) -> Self {
        let mut config = Config::new("ws://localhost/ws");
        config.backoff = Backoff::default().jitter_percent(0);
        Self {
            engine: Machine::new(change(config), protocol, 7, Instant::ZERO),
            now: Instant::ZERO,
            transport: None,
            ending: None,
            opened_at: Vec::new(),
            addresses: Vec::new(),
            stored: Vec::new(),
            token_requests: 0,
            channel_auth_requests: Vec::new(),
            sent: VecDeque::new(),
            events: VecDeque::new(),
        }
    }

    /// An engine with a connection that the server has welcomed.
    pub(crate) fn connected() -> Self {
        let mut harness = Self::new();
        harness.connect();
        harness.welcome();
        harness.events.clear();
        harness
    }

    pub(crate) fn never_giving_up(mut config: Config) -> Config {
        config.backoff = config.backoff.attempts(Attempts::Unlimited);
        config
    }

    /// The connection comes and goes when it is told to, and at no other time.
    #[cfg(not(target_family = "wasm"))]
    pub(crate) fn obedient(change: impl FnOnce(Config) -> Config) -> Self {
        const NEVER: Duration = secs(365 * 24 * 60 * 60);
        Self::with(|config| {
            let mut config = Self::never_giving_up(config);
            config.backoff = config.backoff.floor(Duration::ZERO);
            config.heartbeat = config.heartbeat.interval(NEVER);
            config.connect_timeout = NEVER;
            change(config)
        })
    }

    pub(crate) fn connect(&mut self) {
        self.engine.connect(self.now);
        self.drain();
    }

    pub(crate) fn subscribe(&mut self, channel: &str) -> bellwire::engine::SubscriptionId {
        let id = self.engine.subscribe(self.now, channel.parse().unwrap());
        self.drain();
        id
    }

    pub(crate) fn unsubscribe(&mut self, id: bellwire::engine::SubscriptionId) {
        self.engine.unsubscribe(self.now, id);
        self.drain();
    }

    pub(crate) fn send(&mut self, message: Publication) -> Result<MessageId, OutboxFull> {
        let sent = self.engine.send(self.now, message);
        self.drain();
        sent
    }

    pub(crate) fn whisper(&mut self, message: &Publication) {
        self.engine.whisper(self.now, message);
        self.drain();
    }

    pub(crate) fn chat(&mut self, text: &str) {
        self.send(Self::message(text)).unwrap();
    }

    pub(crate) fn message(text: &str) -> Publication {
        Publication::new("chat", None, Payload::encode(text).unwrap())
    }

    pub(crate) fn input(&mut self, input: Input) {
        if let Input::Transport { id, event: TransportEvent::Ending } = &input {
            self.ending = Some(*id);
        }
        self.engine.handle_input(self.now, input);
        self.drain();
    }

    pub(crate) fn happens(&mut self, event: TransportEvent) {
        let id = self.transport.expect("a transport");
        self.input(Input::Transport { id, event });
    }

    pub(crate) fn receive(&mut self, text: &str) {
        self.happens(TransportEvent::Received(Frame::Text(text.to_owned())));
    }

    /// The server welcomes us, and answers should we ask whether it answers.
    pub(crate) fn welcome(&mut self) {
        self.welcome_and_keep_silent();
        if let Some(ping) = self.sent.iter().position(|text| text == PING) {
            self.sent.remove(ping);
            self.receive(r#"{"type":"pong"}"#);
        }
    }

    pub(crate) fn welcome_and_keep_silent(&mut self) {
        self.happens(TransportEvent::Opened);
        self.receive(r#"{"type":"connected","data":{"connection_id":"1"}}"#);
    }

    pub(crate) fn close(&mut self, code: u16) {
        let close = CloseFrame { code, reason: String::new() };
        self.happens(TransportEvent::Closed(close));
        self.transport = None;
    }

    /// The server is away: every transport breaks as soon as it is opened.
    pub(crate) fn refuse(&mut self) {
        self.close(CloseFrame::ABNORMAL);
    }

    /// Moves the clock, firing the engine's deadlines on time.
    pub(crate) fn sleep(&mut self, duration: Duration) {
        let end = self.now + duration;
        let mut timeouts = 0;
        while let Some(deadline) = self.engine.poll_timeout().filter(|next| next.at <= end) {
            timeouts += 1;
            assert!(timeouts < 10_000, "{deadline:?} is due for ever");
            self.now = deadline.at.max(self.now);
            self.input(Input::Timeout);
        }
        self.now = end;
    }

    /// Moves the clock without anybody noticing, as when the machine sleeps.
    pub(crate) fn doze(&mut self, duration: Duration) {
        self.now = self.now + duration;
    }

    pub(crate) fn timer(&self) -> Option<Timer> {
        self.engine.poll_timeout().map(|deadline| deadline.reason)
    }

    pub(crate) fn status(&self) -> ConnectionStatus {
        self.engine.status()
    }

    pub(crate) fn sent(&mut self) -> Vec<String> {
        self.sent.drain(..).collect()
    }

    pub(crate) fn events(&mut self) -> Vec<ClientEvent> {
        self.events.drain(..).collect()
    }

    fn drain(&mut self) {
        while let Some(output) = self.engine.poll_output() {
            match output {
                Output::Transport { id, action } => self.perform(id, action),
                Output::Event(event) => self.events.push_back(event),
                Output::Store(action) => self.stored.push(action),
                Output::RequestToken => self.token_requests += 1,
                Output::RequestChannelAuth(request) => self.channel_auth_requests.push(request),
                other => panic!("unknown output {other:?}"),
            }
        }
    }

    fn perform(&mut self, id: TransportId, action: TransportAction) {
        match action {
            TransportAction::Open(address) => {
                assert_eq!(self.transport, None, "a second transport beside an open one");
                self.transport = Some(id);
                self.opened_at.push(self.now);
                self.addresses.push(address.reveal().to_owned());
            }
            TransportAction::Send(frame) => {
                assert_eq!(self.transport, Some(id), "sent on a transport that is gone");
                match frame {
                    Frame::Text(text) | Frame::Secret(text) => {
                        let is_lost = self.ending == Some(id) && text != PING;
                        assert!(!is_lost, "sent on a transport that is ending: {text}");
                        self.sent.push_back(text);
                    }
                    Frame::Binary(_) => panic!("the envelope protocol is text"),
                }
            }
            TransportAction::Close(_) => {
                assert_eq!(self.transport, Some(id), "closed a transport that is gone");
                self.transport = None;
            }
            other => panic!("unknown action {other:?}"),
        }
    }
}

pub(crate) const fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

pub(crate) const fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}
