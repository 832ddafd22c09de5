use bellwire_protocol::Publication;

use crate::engine::Instant;

/// Something to be done with the messages that outlive the page.
///
/// # Examples
///
/// ```
/// use std::collections::BTreeMap;
/// use bellwire::engine::{StoreAction, Stored};
///
/// fn perform(kept: &mut BTreeMap<Box<str>, Stored>, action: StoreAction) {
///     match action {
///         StoreAction::Put(stored) => {
///             kept.insert(stored.message.key.clone().unwrap_or_default(), stored);
///         }
///         StoreAction::Remove(key) => {
///             kept.remove(&key);
///         }
///         other => println!("cannot {other:?}"),
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StoreAction {
    /// Keep a message.
    Put(Stored),
    /// Forget the message that has this key.
    Remove(Box<str>),
}

/// A message that outlives its page.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use bellwire::engine::{Input, Stored};
/// use bellwire::{Payload, Publication};
/// # use bellwire::Protocol;
/// # use bellwire::engine::{Config, Engine, Instant};
/// # let now = Instant::ZERO;
/// # let mut engine = Engine::new(Config::new("/ws"), Protocol::envelope(), 42, now);
///
/// let mut message = Publication::new("chat", None, Payload::null());
/// message.key = Some("0192".into());
/// let stored = Stored { message, expires_at: now + Duration::from_secs(60) };
/// engine.handle_input(now, Input::Restored(vec![stored]));
/// # #[cfg(feature = "persistence")]
/// assert_eq!(engine.queue_depth(), 1);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The message, with its key.
    pub message: Publication,
    /// When it has waited too long.
    pub expires_at: Instant,
}
