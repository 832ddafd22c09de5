//! Live notifications on a page that a server renders.
//!
//! The server (feature `ssr`) renders [`App`] and opens no connection; the browser (feature
//! `hydrate`) takes the page over and opens one. Both halves are this crate, and `README.md` says
//! how to run them.

#![allow(unreachable_pub, reason = "`#[component]` and `#[server]` write public types")]

mod app;
mod jobs;
#[cfg(feature = "ssr")]
pub mod server;

pub use self::app::App;

/// Takes over the page that the server has rendered.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    use leptos::prelude::*;

    console_error_panic_hook::set_once();
    // The page knows from its server where the events come from.
    let address = document()
        .query_selector("meta[name=realtime]")
        .ok()
        .flatten()
        .and_then(|meta| meta.get_attribute("content"))
        .unwrap_or_default();
    hydrate_body(move || view! { <App realtime=address/> });
}
