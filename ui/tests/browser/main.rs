//! Components and hooks on a real page, with a real server where one is needed.
#![cfg(test)]
#![cfg(target_family = "wasm")]

mod attention;
mod badge;
mod bell;
mod bell_focus;
mod bell_pages;
mod bell_place;
mod bell_time;
mod bell_voice;
mod hooks;
mod inbox;
mod invalidation;
mod job_status;
mod layers;
mod leftovers;
mod notifications;
mod optimistic;
mod parts;
mod presence;
mod queries;
mod stage;
#[cfg(feature = "styles")]
mod styles;
mod toaster;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
