use std::time::Duration;

use bellwire::engine::{
    ClientEvent, Config, Engine, Input, Instant, Output, SubscriptionId, TransportAction,
    TransportEvent, TransportId,
};
use bellwire::{ChannelName, ConnectionStatus, Payload, Protocol, Publication};
use bellwire_protocol::envelope::ClientFrame;

use super::calls::{Call, Message, Whose};
use super::channels::Channels;
use super::mail::Mail;
use super::wire::Wire;

/// How often a timer that is due may want to fire at one moment.
const MOST_ROUNDS: usize = 3;

/// After so many timers a run sleeps through the rest: days in which nothing but pings happens teach
/// nothing.
const MOST_TIMERS: usize = 500;

/// An engine with its driver, on a clock that only counts. Its rules are checked after each call.
pub(super) struct World {
    pub(super) engine: Engine,
    now: Instant,
    pub(super) timers: usize,
    pub(super) wire: Wire,
    channels: Channels,
    mail: Mail,
    /// How many messages the application has made.
    messages: u64,
    pub(super) subscriptions: Vec<SubscriptionId>,
    status: ConnectionStatus,
    /// Whether the application asks for a connection at this moment.
    is_asking: bool,
}

impl World {
    pub(super) fn new(config: Config, protocol: Protocol, seed: u64, mail: Mail) -> Self {
        let now = Instant::ZERO;
        Self {
            engine: Engine::new(config, protocol, seed, now),
            now,
            timers: 0,
            wire: Wire::default(),
            channels: Channels::default(),
            mail,
            messages: 0,
            subscriptions: Vec::new(),
            status: ConnectionStatus::Idle,
            is_asking: false,
        }
    }

    pub(super) fn happen(&mut self, call: Call) {
        self.is_asking = matches!(call, Call::Connect);
        match call {
            Call::Connect => self.engine.connect(self.now),
            Call::Disconnect => self.engine.disconnect(self.now),
            Call::Subscribe(channel) => {
                self.subscriptions.push(self.engine.subscribe(self.now, channel));
            }
            Call::Unsubscribe(index) => {
                if let Some(id) = self.subscriptions.get(index) {
                    self.engine.unsubscribe(self.now, *id);
                }
            }
            Call::Send(message) => self.send(message),
            Call::Sleep(duration) => self.sleep(duration),
            Call::Doze(duration) => self.now = self.now + duration,
            Call::Input(Input::Timeout) => self.fire(),
            Call::Input(input) => self.engine.handle_input(self.now, input),
            Call::Transport(Whose::Live, event) => self.on_transport(event),
            Call::Transport(Whose::Left, event) => {
                if let Some(id) = self.wire.left() {
                    self.engine.handle_input(self.now, Input::Transport { id, event });
                    let output = self.engine.poll_output();
                    assert_eq!(output, None, "what {id:?} says is about a world that is gone");
                }
            }
        }
        self.settle();
    }

    fn send(&mut self, message: Message) {
        self.messages += 1;
        let event = format!("chat{}", "t".repeat(message.padding));
        let channel = message.channel.and_then(|name| ChannelName::try_from(name).ok());
        let data = Payload::encode(&self.messages).unwrap_or_else(|_| Payload::null());
        let publication = Publication {
            key: message.key.map(Into::into),
            ..Publication::new(event, channel, data)
        };
        match self.engine.send(self.now, publication.clone()) {
            Ok(id) => self.mail.accepted(id, self.messages, weight(&publication)),
            Err(full) => assert_eq!(*full.message, publication, "handed back as it was"),
        }
    }

    fn on_transport(&mut self, event: TransportEvent) {
        let Some(id) = self.wire.live() else { return };
        match &event {
            TransportEvent::Opened => self.wire.opened(),
            TransportEvent::Ending => self.wire.ending(),
            TransportEvent::Closed(_) | TransportEvent::Refused { .. } => {
                self.wire.closed();
                self.channels.lost();
            }
            TransportEvent::Received(frame) => self.channels.received(frame),
            TransportEvent::Oversized { .. } | _ => {}
        }
        self.engine.handle_input(self.now, Input::Transport { id, event });
    }

    /// Moves the clock, and fires the timer when it is due.
    fn sleep(&mut self, duration: Duration) {
        let end = self.now + duration;
        while let Some(deadline) = self.engine.poll_timeout().filter(|next| next.at <= end)
            && self.timers < MOST_TIMERS
        {
            self.timers += 1;
            self.now = deadline.at.max(self.now);
            self.fire();
        }
        self.now = end;
    }

    /// Fires the timer, and once more where that leaves something due.
    fn fire(&mut self) {
        let mut rounds = 0;
        loop {
            self.engine.handle_input(self.now, Input::Timeout);
            self.settle();
            rounds += 1;
            match self.engine.poll_timeout() {
                Some(next) if next.at <= self.now => {
                    assert!(rounds < MOST_ROUNDS, "{next:?} is due for ever");
                }
                Some(_) | None => break,
            }
        }
    }

    /// Carries out what the engine wants, and checks that it keeps its rules.
    fn settle(&mut self) {
        while let Some(output) = self.engine.poll_output() {
            match output {
                Output::Transport { id, action } => self.perform(id, action),
                Output::RequestToken => {}
                Output::Event(event) => self.hear(event),
                other @ (Output::Store(_) | _) => unreachable!("unknown output {other:?}"),
            }
        }
        self.check();
    }

    fn perform(&mut self, id: TransportId, action: TransportAction) {
        match &action {
            TransportAction::Open(_) => {
                assert!(self.is_asking || !is_over(&self.status), "nobody wants {id:?}");
            }
            TransportAction::Close(_) => self.channels.lost(),
            TransportAction::Send(_) | _ => {}
        }
        let sent = self.wire.perform(self.now, id, action);
        if let Some(ClientFrame::Publish { publication, .. }) = sent {
            assert!(self.status.is_connected(), "sent before the welcome");
            self.mail.sent(&publication);
        }
    }

    fn hear(&mut self, event: ClientEvent) {
        self.channels.hear(&event);
        match event {
            ClientEvent::StatusChanged(change) => {
                assert_eq!(change.from, self.status, "changes follow each other");
                assert_ne!(change.from, change.to);
                self.status = change.to;
            }
            ClientEvent::Settled { id, .. } => self.mail.settled(id),
            // `channels` has heard these.
            ClientEvent::Subscribed(_)
            | ClientEvent::Unsubscribed { .. }
            | ClientEvent::Received(_)
            | ClientEvent::Gap(_)
            | ClientEvent::Fault(_)
            | _ => {}
        }
    }

    fn check(&mut self) {
        assert_eq!(self.engine.status(), self.status, "every change is told");
        assert!(!self.status.is_connected() || self.wire.is_open(), "connected to nothing");
        self.mail.check(self.engine.queue_depth());
        self.channels.check(&self.engine);
        for channel in self.engine.confirmed_channels() {
            assert!(self.wire.was_asked_for(channel), "nobody could confirm {channel}");
        }
        let has_timer = self.engine.poll_timeout().is_some();
        assert!(self.wire.live().is_none() || has_timer, "nobody watches the transport");
    }
}

/// Whether only the application can bring a connection back.
fn is_over(status: &ConnectionStatus) -> bool {
    match status {
        ConnectionStatus::Idle => true,
        ConnectionStatus::Failed { reason } => reason.is_terminal(),
        ConnectionStatus::Connecting
        | ConnectionStatus::Connected
        | ConnectionStatus::Reconnecting { .. }
        | ConnectionStatus::Offline
        | _ => false,
    }
}

/// What a message counts for in the outbox.
fn weight(publication: &Publication) -> usize {
    let channel = publication.channel.as_ref().map_or(0, |channel| channel.as_str().len());
    publication.event.len() + channel + publication.data.as_json().len()
}
