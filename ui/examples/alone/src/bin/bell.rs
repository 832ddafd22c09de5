//! A bell without toasts.

#[cfg(target_family = "wasm")]
use bellwire_ui::{NotificationBell, Toast, provide_notifications};
#[cfg(target_family = "wasm")]
use leptos::prelude::*;

#[cfg(target_family = "wasm")]
fn main() {
    mount_to_body(page);
}

#[cfg(target_family = "wasm")]
fn page() -> impl IntoView {
    let notifications = provide_notifications();
    notifications.add(Toast::info("New bid"));
    view! { <NotificationBell/> }
}

/// It is a page, and does nothing elsewhere.
#[cfg(not(target_family = "wasm"))]
fn main() {}
