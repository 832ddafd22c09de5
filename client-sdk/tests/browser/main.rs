//! What only a browser can show of the client, with a real server.
#![cfg(test)]
#![cfg(target_family = "wasm")]

mod channel_auth;
mod delivery;
mod leftovers;
mod network;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
