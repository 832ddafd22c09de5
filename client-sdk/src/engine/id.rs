//! Names for what the engine hands out. A number is never used twice.

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u64);

        impl $name {
            pub(crate) const fn new(number: u64) -> Self {
                Self(number)
            }

            #[cfg_attr(not(feature = "trace"), allow(dead_code, reason = "for some of them"))]
            pub(crate) const fn number(self) -> u64 {
                self.0
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "#{}", self.0)
            }
        }
    };
}

id! {
    /// One transport; a later one has a larger number.
    ///
    /// # Examples
    ///
    /// ```
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Engine, Input, Instant, TransportEvent};
    /// use bellwire::engine::Output;
    ///
    /// # let now = Instant::ZERO;
    /// # let mut engine = Engine::new(Config::new("/ws"), Protocol::envelope(), 42, now);
    /// engine.connect(now);
    /// if let Some(Output::Transport { id, .. }) = engine.poll_output() {
    ///     assert_eq!(format!("{id:?}"), "#1");
    ///     engine.handle_input(now, Input::Transport { id, event: TransportEvent::Opened });
    /// }
    /// ```
    TransportId
}
id! {
    /// One holder's interest in a channel.
    ///
    /// # Examples
    ///
    /// ```
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Engine, Instant};
    /// # let now = Instant::ZERO;
    /// # let mut engine = Engine::new(Config::new("/ws"), Protocol::envelope(), 42, now);
    /// let list = engine.subscribe(now, "jobs".parse()?);
    /// let badge = engine.subscribe(now, "jobs".parse()?);
    /// assert_ne!(list, badge);
    /// engine.unsubscribe(now, list);
    /// # Ok::<(), bellwire::InvalidChannelName>(())
    /// ```
    SubscriptionId
}
id! {
    /// One message to the server.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use bellwire::engine::{ClientEvent, Input, Output};
    /// use bellwire::{Outcome, Payload, Publication};
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Engine, Instant};
    /// # let now = Instant::ZERO;
    /// # let mut engine = Engine::new(Config::new("/ws"), Protocol::envelope(), 42, now);
    ///
    /// let id = engine.send(now, Publication::new("chat", None, Payload::null()))?;
    /// engine.handle_input(now + Duration::from_secs(60 * 60), Input::Timeout);
    /// let settled = ClientEvent::Settled { id, outcome: Outcome::Expired };
    /// assert_eq!(engine.poll_output(), Some(Output::Event(settled)));
    /// # Ok::<(), bellwire::engine::OutboxFull>(())
    /// ```
    MessageId
}

/// Counts from 1.
#[derive(Debug, Default)]
pub(crate) struct Counter(u64);

impl Counter {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 += 1;
        self.0
    }
}
