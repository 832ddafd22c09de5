//! A client whose server answers at once: what the benchmarks share.
//!
//! There is no socket and no clock. What a server says is written before a measurement begins.

#![allow(dead_code, reason = "each benchmark uses a part of it")]

use std::hint::black_box;
use std::time::Duration;

use bellwire::engine::{
    ClientEvent, Config, Engine, Frame, Input, Instant, Output, TransportAction, TransportEvent,
    TransportId,
};
use bellwire::{ChannelName, Position, Protocol};
use bellwire_protocol::Epoch;
use bellwire_protocol::envelope::{Capabilities, Recovery, ServerFrame, Standing, Welcome};
use divan::{AllocProfiler, Divan};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

/// When the server says that it is.
pub(crate) const TIMESTAMP: &str = "2025-11-01T12:00:00.000Z";

/// Where each channel stands. All later offsets have as many digits.
const OFFSET: u64 = 1_000_000_000;

/// Runs the benchmarks of a file.
pub(crate) fn run() {
    // The usual hundred samples are over before the processor is awake.
    Divan::default().min_time(Duration::from_millis(500)).config_with_args().main();
}

/// An engine, and the transport that it asked for.
pub(crate) struct Session {
    pub(crate) engine: Engine,
    pub(crate) now: Instant,
    transport: Option<TransportId>,
}

/// What an engine has done since it was asked last.
#[derive(Debug, Default)]
pub(crate) struct Done {
    pub(crate) frames: usize,
    pub(crate) received: usize,
    pub(crate) subscribed: usize,
    pub(crate) settled: usize,
}

impl Session {
    /// Nobody has asked for a connection.
    pub(crate) fn idle() -> Self {
        let config = Config::new("ws://localhost/ws");
        let engine = Engine::new(config, Protocol::envelope(), 7, Instant::ZERO);
        Self { engine, now: Instant::ZERO, transport: None }
    }

    /// The server has welcomed us, and answered our first ping.
    pub(crate) fn connected(capabilities: Capabilities) -> Self {
        let mut session = Self::idle();
        session.connect();
        session.happens(TransportEvent::Opened);
        session.receive(welcome(capabilities));
        session.receive(ServerFrame::Pong { positions: Vec::new() }.encode(TIMESTAMP));
        session
    }

    /// Connected to a server that keeps a history, and subscribed to these channels.
    pub(crate) fn subscribed(channels: &[ChannelName]) -> Self {
        let mut session = Self::connected(FULL);
        for channel in channels {
            session.engine.subscribe(session.now, channel.clone());
            session.drain();
        }
        let done = session.receive(confirmation(channels, Recovery::NotAsked));
        assert_eq!(done.subscribed, channels.len());
        session
    }

    /// Asks for a connection. The transport is being made.
    pub(crate) fn connect(&mut self) {
        self.engine.connect(self.now);
        self.drain();
    }

    /// Sleeps until the engine wants to be called, and calls it.
    pub(crate) fn wake(&mut self) -> Done {
        self.now = self.engine.poll_timeout().unwrap().at;
        self.engine.handle_input(self.now, Input::Timeout);
        self.drain()
    }

    pub(crate) fn receive(&mut self, text: String) -> Done {
        self.happens(TransportEvent::Received(Frame::Text(text)))
    }

    pub(crate) fn happens(&mut self, event: TransportEvent) -> Done {
        self.note(event);
        self.drain()
    }

    /// Hands something in, and leaves the outputs where they are.
    pub(crate) fn note(&mut self, event: TransportEvent) {
        let id = self.transport.unwrap();
        self.engine.handle_input(self.now, Input::Transport { id, event });
    }

    /// Takes all outputs, as a driver does.
    pub(crate) fn drain(&mut self) -> Done {
        let mut done = Done::default();
        while let Some(output) = self.engine.poll_output() {
            match &output {
                Output::Transport { id, action: TransportAction::Open { .. } } => {
                    self.transport = Some(*id);
                }
                Output::Transport { action: TransportAction::Send(_), .. } => done.frames += 1,
                Output::Event(ClientEvent::Received(_)) => done.received += 1,
                Output::Event(ClientEvent::Subscribed(_)) => done.subscribed += 1,
                Output::Event(ClientEvent::Settled { .. }) => done.settled += 1,
                Output::Transport { .. } | Output::Event(_) | _ => {}
            }
            black_box(output);
        }
        done
    }
}

/// A server that keeps nothing and acknowledges nothing.
pub(crate) const PLAIN: Capabilities =
    Capabilities { ack: false, auth: false, presence: false, recovery: false };

/// A server that keeps a history and acknowledges each message.
pub(crate) const FULL: Capabilities =
    Capabilities { ack: true, auth: true, presence: true, recovery: true };

pub(crate) fn welcome(capabilities: Capabilities) -> String {
    ServerFrame::Connected(Welcome::versioned("5f".to_owned(), capabilities)).encode(TIMESTAMP)
}

/// The server confirms channels, and says where they stand.
pub(crate) fn confirmation(channels: &[ChannelName], recovery: Recovery) -> String {
    let standing =
        |channel: &ChannelName| (channel.clone(), Standing { position: position(0), recovery });
    let positions = channels.iter().map(standing).collect();
    ServerFrame::Subscribed { channels: channels.to_vec(), id: None, positions }.encode(TIMESTAMP)
}

/// The position of a publication, counted from the one that a confirmation names.
pub(crate) fn position(number: u64) -> Position {
    Position { epoch: Epoch::from_number(0x5eed), offset: OFFSET + number }
}

/// So many names of one length.
pub(crate) fn channels(count: usize) -> Vec<ChannelName> {
    (0..count).map(|number| format!("job.{number:05}").parse().unwrap()).collect()
}
