use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Call;
use super::describe::describe;
use crate::engine::address::without_secrets;
use crate::engine::{Config, Engine, Instant, Protocol};

/// What went into an engine and came out of it, and all that is needed to do it again.
///
/// It prints as lines that people can read, and is JSON for programs.
///
/// # Examples
///
/// ```
/// use bellwire::Protocol;
/// use bellwire::engine::{Config, Instant, Recorder, Trace};
///
/// let config = Config::new("ws://localhost:8080/ws");
/// let mut engine = Recorder::new(config, Protocol::envelope(), 42, Instant::ZERO);
/// engine.connect(Instant::ZERO);
/// let json = engine.trace().to_json();
/// assert_eq!(Trace::from_json(&json).unwrap(), *engine.trace());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    config: Config,
    protocol: Protocol,
    /// A string: numbers of JavaScript end before.
    #[serde(with = "as_string")]
    seed: u64,
    /// How many entries were forgotten.
    forgotten: u64,
    entries: VecDeque<Line>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Line {
    /// In microseconds, on the clock of the engine.
    at: u64,
    #[serde(flatten)]
    entry: Entry,
}

/// One thing that went in or came out.
///
/// # Examples
///
/// ```
/// use bellwire::engine::{Call, Entry};
///
/// assert_eq!(Entry::Call(Call::Connect).to_string(), "→ connect");
/// assert_eq!(Entry::Output("open #1 /ws".into()).to_string().trim(), "← open #1 /ws");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// It went in.
    Call(Call),
    /// It came out, in words.
    Output(String),
}

/// Where a replay differs from what is written down.
///
/// # Examples
///
/// ```
/// use bellwire::engine::{Divergence, Trace};
/// # use bellwire::Protocol;
/// # use bellwire::engine::{Config, Instant, Recorder};
/// # let now = Instant::ZERO;
/// # let mut engine = Recorder::new(Config::new("/ws"), Protocol::envelope(), 42, now);
/// # engine.connect(now);
/// # while engine.poll_output().is_some() {}
///
/// let changed = engine.trace().to_json().replace("open #1", "open #2");
/// match Trace::from_json(&changed)?.replay() {
///     Err(Divergence::Output { found, .. }) => assert_eq!(found, "open #1 /ws"),
///     other => unreachable!("{other:?}"),
/// }
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Divergence {
    /// The beginning was forgotten.
    #[error("the first {0} entries are missing; only a trace from the start can be replayed")]
    Incomplete(u64),
    /// A channel's payloads are sealed, and its key is not written down.
    #[error("a trace of encrypted channels cannot be replayed: it does not hold their keys")]
    Sealed,
    /// The engine does something else.
    #[error("at {at:?} the engine should have said `{expected}`, and says `{found}`")]
    Output {
        /// When.
        at: Instant,
        /// What is written down.
        expected: String,
        /// What it says now; empty when it says nothing.
        found: String,
    },
}

impl Entry {
    /// How many bytes it takes, or nearly.
    pub(super) fn weight(&self) -> usize {
        let unspoken = match self {
            Self::Call(call) => call.unspoken(),
            Self::Output(_) => 0,
        };
        self.to_string().len() + unspoken
    }
}

impl Trace {
    pub(super) fn new(config: Config, protocol: Protocol, seed: u64) -> Self {
        let url = without_secrets(&config.url);
        let config = Config { url, ..config };
        Self { config, protocol, seed, forgotten: 0, entries: VecDeque::new() }
    }

    pub(super) fn push(&mut self, at: Instant, entry: Entry) {
        let at = u64::try_from(at.since(Instant::ZERO).as_micros()).unwrap_or(u64::MAX);
        self.entries.push_back(Line { at, entry });
    }

    pub(super) fn drop_oldest(&mut self) {
        self.entries.pop_front();
        self.forgotten += 1;
    }

    /// Writes it as JSON. It holds what was sent and received, and no token: look at it before you
    /// pass it on.
    ///
    /// # Examples
    ///
    /// ```
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Instant, Recorder};
    /// # let now = Instant::ZERO;
    /// # let mut engine = Recorder::new(Config::new("/ws"), Protocol::envelope(), 42, now);
    /// engine.connect(now);
    /// assert!(engine.trace().to_json().contains(r#""call":"connect""#));
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        // It has no maps but with names, and no numbers that JSON does not know.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads what [`Trace::to_json`] wrote.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::engine::Trace;
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Instant, Recorder};
    /// # let now = Instant::ZERO;
    /// # let mut engine = Recorder::new(Config::new("/ws"), Protocol::envelope(), 42, now);
    ///
    /// let trace = Trace::from_json(&engine.trace().to_json())?;
    /// assert_eq!(trace, *engine.trace());
    /// assert!(Trace::from_json("{}").is_err());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails when the text is no trace.
    pub fn from_json(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
    }

    /// Does everything again with a new engine, and compares what comes out.
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
    /// assert_eq!(engine.trace().replay(), Ok(()));
    /// ```
    ///
    /// # Errors
    ///
    /// Fails at the first difference, when the beginning was forgotten, and when a channel was permitted
    /// whose payloads are encrypted: the trace holds no keys, and nothing could be read with them.
    pub fn replay(&self) -> Result<(), Divergence> {
        if self.forgotten > 0 {
            return Err(Divergence::Incomplete(self.forgotten));
        }
        let is_sealed =
            |line: &Line| matches!(&line.entry, Entry::Call(call) if call.hands_out_keys());
        if self.entries.iter().any(is_sealed) {
            return Err(Divergence::Sealed);
        }
        let start = self.entries.front().map_or(Instant::ZERO, Line::at);
        let mut engine = Engine::new(self.config.clone(), self.protocol.clone(), self.seed, start);
        // What was not taken out before the next call came after it.
        let mut outputs = VecDeque::new();
        for line in &self.entries {
            match &line.entry {
                Entry::Call(call) => {
                    call.perform(&mut engine, line.at());
                    while let Some(output) = engine.poll_output() {
                        outputs.push_back(describe(&output));
                    }
                }
                Entry::Output(expected) => {
                    let found: String = outputs.pop_front().unwrap_or_default();
                    if found != *expected {
                        let (at, expected) = (line.at(), expected.clone());
                        return Err(Divergence::Output { at, expected, found });
                    }
                }
            }
        }
        Ok(())
    }
}

impl Line {
    fn at(&self) -> Instant {
        Instant::from_elapsed(Duration::from_micros(self.at))
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(call) => write!(f, "→ {call}"),
            Self::Output(output) => write!(f, "    ← {output}"),
        }
    }
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.forgotten > 0 {
            writeln!(f, "({} entries before)", self.forgotten)?;
        }
        for line in &self.entries {
            writeln!(f, "{:>11} {}", format!("{:?}", line.at()), line.entry)?;
        }
        Ok(())
    }
}

mod as_string {
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(number: &u64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&number.to_string())
    }

    pub(super) fn deserialize<'a, D: Deserializer<'a>>(deserializer: D) -> Result<u64, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}
