//! The engine in a world that is made from a seed: a server, a network, a page and an application
//! that all misbehave, on a clock that only counts.
//!
//! A world runs in milliseconds and always the same. Rules are checked after each happening; a seed
//! that breaks one is made as short as it gets and printed.

#![deny(missing_docs)]

mod dialect;
mod herd;
mod link;
mod oracle;
mod plan;
mod schedule;
mod server;
mod shrink;
mod world;

pub use self::dialect::Dialect;
pub use self::herd::{Herd, Return};
pub use self::oracle::Violation;
pub use self::plan::{
    AppStep, NetworkStep, PageStep, Plan, Reflexes, ServerKind, ServerStep, Step, TokenKind,
};
pub use self::shrink::shrink;
pub use self::world::{Sights, run};
