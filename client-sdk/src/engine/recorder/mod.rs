//! The engine with a memory: what went in and came out of late, to be read, passed on and played
//! again.

mod call;
mod denial;
mod describe;
mod trace;

use std::collections::VecDeque;
use std::ops::Deref;

use bellwire_protocol::{ChannelName, Publication};

pub use self::call::{Call, Happening, Kept, Message};
pub use self::denial::Denial;
pub use self::trace::{Divergence, Entry, Trace};

use self::describe::describe;
use super::{
    Config, Engine, Input, Instant, MessageId, OutboxFull, Output, Protocol, SubscriptionId,
};

/// How many entries are remembered.
const MAX_ENTRIES: usize = 4096;
/// How many bytes they have together, as they are printed.
const MAX_BYTES: usize = 512 * 1024;

/// An [`Engine`] that remembers the last 4,096 things that went in and came out, up to 512 KiB.
///
/// It is used as the engine is. What is remembered holds the messages, but no token.
///
/// # Examples
///
/// ```
/// use bellwire::Protocol;
/// use bellwire::engine::{Config, Instant, Recorder};
///
/// let config = Config::new("ws://localhost:8080/ws");
/// let mut engine = Recorder::new(config, Protocol::envelope(), 42, Instant::ZERO);
/// engine.connect(Instant::ZERO);
/// while engine.poll_output().is_some() {}
/// assert!(engine.trace().to_string().contains("open #1 ws://localhost:8080/ws"));
/// assert_eq!(engine.trace().replay(), Ok(()));
/// ```
#[derive(Debug)]
pub struct Recorder {
    engine: Engine,
    trace: Trace,
    bytes: VecDeque<usize>,
    total: usize,
    now: Instant,
}

/// What an engine can be asked, a recorder can be asked.
impl Deref for Recorder {
    type Target = Engine;

    fn deref(&self) -> &Engine {
        &self.engine
    }
}

impl Recorder {
    /// Makes an engine that is idle; see [`Engine::new`].
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::Protocol;
    /// use bellwire::engine::{Config, Instant, Recorder};
    ///
    /// let engine = Recorder::new(Config::new("/ws"), Protocol::envelope(), 42, Instant::ZERO);
    /// assert!(!engine.status().is_connected());
    /// ```
    #[must_use]
    pub fn new(config: Config, protocol: Protocol, seed: u64, now: Instant) -> Self {
        Self {
            trace: Trace::new(config.clone(), protocol.clone(), seed),
            engine: Engine::new(config, protocol, seed, now),
            bytes: VecDeque::new(),
            total: 0,
            now,
        }
    }

    /// What is remembered, oldest first.
    ///
    /// # Examples
    ///
    /// ```
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Instant, Recorder};
    /// # let now = Instant::ZERO;
    /// # let mut engine = Recorder::new(Config::new("/ws"), Protocol::envelope(), 42, now);
    /// engine.connect(now);
    /// assert_eq!(engine.trace().to_string().trim(), "0.000s → connect");
    /// ```
    #[must_use]
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    /// See [`Engine::connect`].
    ///
    /// # Examples
    ///
    /// ```
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Instant, Recorder};
    /// # let now = Instant::ZERO;
    /// # let mut engine = Recorder::new(Config::new("/ws"), Protocol::envelope(), 42, now);
    /// engine.connect(now);
    /// assert!(engine.trace().to_string().ends_with("→ connect\n"));
    /// ```
    pub fn connect(&mut self, now: Instant) {
        self.note_call(now, Call::Connect);
        self.engine.connect(now);
    }

    /// See [`Engine::disconnect`].
    ///
    /// # Examples
    ///
    /// ```
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Instant, Recorder};
    /// # let now = Instant::ZERO;
    /// # let mut engine = Recorder::new(Config::new("/ws"), Protocol::envelope(), 42, now);
    /// engine.disconnect(now);
    /// assert!(engine.trace().to_string().ends_with("→ disconnect\n"));
    /// ```
    pub fn disconnect(&mut self, now: Instant) {
        self.note_call(now, Call::Disconnect);
        self.engine.disconnect(now);
    }

    /// See [`Engine::subscribe`].
    ///
    /// # Examples
    ///
    /// ```
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Instant, Recorder};
    /// # let now = Instant::ZERO;
    /// # let mut engine = Recorder::new(Config::new("/ws"), Protocol::envelope(), 42, now);
    /// engine.subscribe(now, "jobs".parse()?);
    /// assert!(engine.trace().to_string().ends_with("→ subscribe to jobs\n"));
    /// # Ok::<(), bellwire::InvalidChannelName>(())
    /// ```
    pub fn subscribe(&mut self, now: Instant, channel: ChannelName) -> SubscriptionId {
        self.note_call(now, Call::Subscribe { channel: channel.to_string() });
        self.engine.subscribe(now, channel)
    }

    /// See [`Engine::unsubscribe`].
    ///
    /// # Examples
    ///
    /// ```
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Instant, Recorder};
    /// # let now = Instant::ZERO;
    /// # let mut engine = Recorder::new(Config::new("/ws"), Protocol::envelope(), 42, now);
    /// let id = engine.subscribe(now, "jobs".parse()?);
    /// engine.unsubscribe(now, id);
    /// assert!(engine.trace().to_string().ends_with("→ unsubscribe #1\n"));
    /// # Ok::<(), bellwire::InvalidChannelName>(())
    /// ```
    pub fn unsubscribe(&mut self, now: Instant, id: SubscriptionId) {
        self.note_call(now, Call::Unsubscribe { id: id.number() });
        self.engine.unsubscribe(now, id);
    }

    /// See [`Engine::send`].
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{Payload, Publication};
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Instant, Recorder};
    /// # let now = Instant::ZERO;
    /// # let mut engine = Recorder::new(Config::new("/ws"), Protocol::envelope(), 42, now);
    ///
    /// engine.send(now, Publication::new("read_all", None, Payload::null()))?;
    /// assert!(engine.trace().to_string().ends_with("→ send read_all to the server null\n"));
    /// # Ok::<(), bellwire::engine::OutboxFull>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Hands the message back when it has to wait and the outbox has no room.
    pub fn send(&mut self, now: Instant, message: Publication) -> Result<MessageId, OutboxFull> {
        self.note_call(now, Call::send(&message));
        self.engine.send(now, message)
    }

    /// See [`Engine::whisper`].
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{Payload, Publication};
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Instant, Recorder};
    /// # let now = Instant::ZERO;
    /// # let mut engine = Recorder::new(Config::new("/ws"), Protocol::envelope(), 42, now);
    ///
    /// let typing = Publication::new("client-typing", Some("job.5".parse()?), Payload::null());
    /// engine.whisper(now, &typing);
    /// assert!(engine.trace().to_string().ends_with("→ whisper client-typing to job.5 null\n"));
    /// # Ok::<(), bellwire::InvalidChannelName>(())
    /// ```
    pub fn whisper(&mut self, now: Instant, message: &Publication) {
        self.note_call(now, Call::whisper(message));
        self.engine.whisper(now, message);
    }

    /// See [`Engine::handle_input`].
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::engine::{Input, Network};
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Instant, Recorder};
    /// # let now = Instant::ZERO;
    /// # let mut engine = Recorder::new(Config::new("/ws"), Protocol::envelope(), 42, now);
    ///
    /// engine.handle_input(now, Input::Network(Network::Offline));
    /// assert!(engine.trace().to_string().ends_with("→ offline\n"));
    /// ```
    pub fn handle_input(&mut self, now: Instant, input: Input) {
        self.note_call(now, Call::input(&input, now));
        self.engine.handle_input(now, input);
    }

    /// See [`Engine::poll_output`].
    ///
    /// # Examples
    ///
    /// ```
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Instant, Recorder};
    /// # let now = Instant::ZERO;
    /// # let mut engine = Recorder::new(Config::new("/ws"), Protocol::envelope(), 42, now);
    /// engine.connect(now);
    /// while engine.poll_output().is_some() {}
    /// assert!(engine.trace().to_string().contains("← open #1 /ws"));
    /// ```
    #[must_use]
    pub fn poll_output(&mut self) -> Option<Output> {
        let output = self.engine.poll_output()?;
        self.note(self.now, Entry::Output(describe(&output)));
        Some(output)
    }

    fn note_call(&mut self, now: Instant, call: Call) {
        self.now = now;
        self.note(now, Entry::Call(call));
    }

    fn note(&mut self, at: Instant, entry: Entry) {
        let bytes = entry.weight();
        self.total += bytes;
        self.bytes.push_back(bytes);
        self.trace.push(at, entry);
        while self.total > MAX_BYTES || self.bytes.len() > MAX_ENTRIES {
            self.total -= self.bytes.pop_front().unwrap_or(self.total);
            self.trace.drop_oldest();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Frame, TransportEvent, TransportId};

    #[test]
    fn frames_that_are_no_text_count_as_well() {
        const FRAME: usize = 64 * 1024;
        let now = Instant::ZERO;
        let mut engine = Recorder::new(Config::new("/ws"), Protocol::envelope(), 42, now);
        for _ in 0..20 {
            let event = TransportEvent::Received(Frame::Binary(vec![0; FRAME]));
            engine.handle_input(now, Input::Transport { id: TransportId::new(1), event });
        }
        assert!(engine.total > MAX_BYTES - FRAME);
        assert_eq!(engine.bytes.len(), MAX_BYTES / FRAME - 1);
    }
}
