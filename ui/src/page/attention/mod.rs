//! What reaches somebody who looks elsewhere, or listens: the page's title and icon, sound, and
//! what the browser shows beside all pages; and what it keeps of the user's wishes.

#[cfg(target_family = "wasm")]
mod activation;
#[cfg(target_family = "wasm")]
mod favicon;
#[cfg(not(target_family = "wasm"))]
mod server;
#[cfg(target_family = "wasm")]
mod sound;
#[cfg(target_family = "wasm")]
mod storage;
#[cfg(target_family = "wasm")]
mod system_notification;
#[cfg(target_family = "wasm")]
mod title;
#[cfg(target_family = "wasm")]
mod turn;

#[cfg(target_family = "wasm")]
use self::activation::is_pressed;
#[cfg(target_family = "wasm")]
pub(crate) use self::activation::was_pressed;
#[cfg(target_family = "wasm")]
pub(crate) use self::favicon::FaviconCount;
#[cfg(not(target_family = "wasm"))]
pub(crate) use self::server::{
    FaviconCount, Player, SystemNotification, TitleCount, follow, request_permission, store,
    stored, use_permission, use_stored_elsewhere, was_pressed,
};
#[cfg(target_family = "wasm")]
pub(crate) use self::sound::Player;
#[cfg(target_family = "wasm")]
pub(crate) use self::storage::{store, stored, use_stored_elsewhere};
#[cfg(target_family = "wasm")]
pub(crate) use self::system_notification::{
    SystemNotification, follow, request_permission, use_permission,
};
#[cfg(target_family = "wasm")]
pub(crate) use self::title::TitleCount;
#[cfg(target_family = "wasm")]
use self::turn::Turn;

/// What a [`SystemNotification`] says. All of it is text.
#[cfg_attr(not(target_family = "wasm"), expect(dead_code, reason = "nobody reads it there"))]
pub(crate) struct SystemText {
    pub(crate) title: String,
    pub(crate) body: String,
    /// The address of a picture.
    pub(crate) icon: Option<String>,
    /// What the browser shows at most one of, whichever page it is from.
    pub(crate) tag: String,
    /// Whether the system makes no sound of its own.
    pub(crate) is_silent: bool,
}

/// Leaves a promise to itself: nothing depends on what becomes of it, and nobody is to read of it
/// in the console.
#[cfg(target_family = "wasm")]
fn ignore(promise: js_sys::Promise) {
    wasm_bindgen_futures::spawn_local(async move {
        let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
    });
}
