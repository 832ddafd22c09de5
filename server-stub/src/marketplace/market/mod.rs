//! Jobs, bids and money. Knows who may do what; knows no HTTP and no sockets.

mod bids;
mod completion;
mod error;
mod market;
mod party;

pub(super) use self::error::MarketError;
pub(super) use self::market::Market;
pub(super) use self::party::{is_employer, is_party, is_worker};
