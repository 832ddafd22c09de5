//! What tests in a browser share: a real server, a census of the page, and patience.

#![cfg(target_family = "wasm")]
#![deny(missing_docs)]

mod census;
mod eventually;
mod server;

pub use self::census::Census;
pub use self::eventually::eventually;
pub use self::server::{
    Person, Stats, broadcast, permit, post, server_url, sign_in, socket_url, stats,
};
