//! Which data events make stale, and telling whoever holds it. The bus is a plain state machine;
//! adapters connect it with what fetches.

mod bus;
mod invalidation;
mod key;
#[cfg(feature = "leptos-fetch")]
mod leptos_fetch;
#[cfg(feature = "leptos-fetch")]
mod optimistic_queries;
mod rules;
mod stale;

pub use self::bus::InvalidationBus;
pub use self::invalidation::{Invalidation, StaleListener};
pub use self::key::{KeyPart, QueryKey};
pub(crate) use self::rules::MarkStale;
pub use self::rules::{InvalidationRule, InvalidationRules};
pub use self::stale::{Stale, StaleKeys};
