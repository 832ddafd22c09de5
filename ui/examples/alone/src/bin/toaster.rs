//! Toasts without a bell.

#[cfg(target_family = "wasm")]
use bellwire_ui::{Toast, Toaster, provide_toaster};
#[cfg(target_family = "wasm")]
use leptos::prelude::*;

#[cfg(target_family = "wasm")]
fn main() {
    mount_to_body(page);
}

#[cfg(target_family = "wasm")]
fn page() -> impl IntoView {
    let toaster = provide_toaster();
    let save = move |_| {
        toaster.show(Toast::success("Saved"));
    };
    view! { <button on:click=save>"Save"</button> <Toaster/> }
}

/// It is a page, and does nothing elsewhere.
#[cfg(not(target_family = "wasm"))]
fn main() {}
