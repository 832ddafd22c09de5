use gloo_events::EventListener;
use leptos::prelude::window;
use wasm_bindgen::JsCast;
use web_sys::{Storage, StorageEvent};

use crate::page::browser::until_cleanup;

/// What the browser keeps for this origin under a name. Nothing where it refuses.
pub(crate) fn stored(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Keeps a text, unless the browser refuses, or has no room.
pub(crate) fn store(key: &str, text: &str) {
    if let Some(storage) = storage() {
        // Whoever refuses has decided so, and nothing can be done about it.
        let _ = storage.set_item(key, text);
    }
}

/// Calls `handler` when another page of this origin has changed what is kept under a name, for as
/// long as the component lives.
pub(crate) fn use_stored_elsewhere(key: String, handler: impl Fn() + 'static) {
    until_cleanup(EventListener::new(&window(), "storage", move |event| {
        let changed = event.dyn_ref::<StorageEvent>().and_then(StorageEvent::key);
        // Without a key, all is gone.
        if changed.is_none_or(|changed| changed == key) {
            handler();
        }
    }));
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}
