//! Where there is no browser, nobody looks elsewhere.

use leptos::prelude::RwSignal;

use super::SystemText;
use crate::store::Permission;

pub(crate) fn was_pressed() -> bool {
    false
}

pub(crate) fn stored(_key: &str) -> Option<String> {
    None
}

pub(crate) fn store(_key: &str, _text: &str) {}

pub(crate) fn use_stored_elsewhere(_key: String, _handler: impl Fn() + 'static) {}

pub(crate) fn use_permission() -> RwSignal<Permission> {
    RwSignal::new(Permission::default())
}

pub(crate) fn request_permission(_permission: RwSignal<Permission>) -> bool {
    false
}

pub(crate) fn follow(_link: &str) {}

pub(crate) struct SystemNotification;

impl SystemNotification {
    pub(crate) fn show(
        _text: &SystemText,
        _earlier: Option<Self>,
        _on_click: impl Fn() + 'static,
    ) -> Option<Self> {
        None
    }
}

pub(crate) struct TitleCount;

#[expect(clippy::unused_self, reason = "as it is in browsers")]
impl TitleCount {
    pub(crate) fn new(_count: String) -> Option<Self> {
        None
    }

    pub(crate) fn set(&self, _count: String) {}
}

pub(crate) struct FaviconCount;

#[expect(clippy::unused_self, reason = "as it is in browsers")]
impl FaviconCount {
    pub(crate) fn new(_count: String) -> Option<Self> {
        None
    }

    pub(crate) fn set(&self, _count: String) {}
}

#[derive(Clone)]
pub(crate) struct Player;

#[expect(clippy::unused_self, reason = "as it is in browsers")]
impl Player {
    pub(crate) fn new(_address: Option<&str>) -> Self {
        Self
    }

    pub(crate) fn play(&self) {}

    pub(crate) fn try_out(&self) {}
}
