//! What Leptos takes by itself: the pages with a component are measured beside this one.

#[cfg(target_family = "wasm")]
use leptos::prelude::*;

#[cfg(target_family = "wasm")]
fn main() {
    mount_to_body(page);
}

#[cfg(target_family = "wasm")]
fn page() -> impl IntoView {
    let (count, set_count) = signal(0);
    view! {
        <button on:click=move |_| set_count.update(|count| *count += 1)>
            {move || count.get().to_string()}
        </button>
    }
}

/// It is a page, and does nothing elsewhere.
#[cfg(not(target_family = "wasm"))]
fn main() {}
