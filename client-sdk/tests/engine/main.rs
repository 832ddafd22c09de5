//! The engine's behaviour, on virtual time: the same on the host and in a browser.
#![cfg(test)]

mod acknowledgement;
mod connection;
mod delivery;
mod harness;
mod inbox;
#[cfg(not(target_family = "wasm"))]
mod invariants;
#[cfg(not(target_family = "wasm"))]
mod outbox_model;
mod permission;
#[cfg(feature = "persistence")]
mod persistence;
#[cfg(feature = "presence")]
mod presence;
mod pusher;
mod recovery;
#[cfg(all(feature = "trace", not(target_family = "wasm")))]
mod stories;
mod subscriptions;
#[cfg(not(target_family = "wasm"))]
mod subscriptions_model;
mod tokens;

#[cfg(target_family = "wasm")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
