use leptos::prelude::window;
use wasm_bindgen::JsValue;
use web_sys::UserActivation;

/// Whether the user is pressing something right now, as far as the browser tells.
pub(crate) fn is_pressed() -> bool {
    activation().is_none_or(|activation| activation.is_active())
}

/// Whether the user has ever pressed anything on this page, as far as the browser tells.
pub(crate) fn was_pressed() -> bool {
    activation().is_none_or(|activation| activation.has_been_active())
}

/// Browsers before 2023 do not tell.
fn activation() -> Option<UserActivation> {
    let activation = window().navigator().user_activation();
    let is_there = !AsRef::<JsValue>::as_ref(&activation).is_undefined();
    is_there.then_some(activation)
}
