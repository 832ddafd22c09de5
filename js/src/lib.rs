//! What `js/src/index.ts` is built on: the client with a surface of strings, numbers and one
//! function.
//!
//! JSON crosses the border as text: JavaScript parses it faster than Rust could build the objects.
//! Handlers stay on the other side; Rust knows them by number and calls `dispatch`.

#![cfg(target_family = "wasm")]

mod client;
mod dispatch;
#[cfg(feature = "full")]
mod permission;
#[cfg(feature = "full")]
mod presence;
mod status;

pub use self::client::RawClient;
pub use self::dispatch::set_dispatch;

/// Half the bytes of the standard allocator, and fast enough for a few messages at a time.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
