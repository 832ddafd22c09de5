//! One component per file. A component shows what a store holds and passes on what people do.

#![allow(
    unreachable_pub,
    clippy::needless_pass_by_value,
    reason = "`#[component]` writes public types, and properties are values"
)]

use std::sync::atomic::{AtomicUsize, Ordering};

use leptos::prelude::*;

mod bell;
mod connection_badge;
mod icons;
mod job_completion;
mod presence_avatars;
mod realtime_provider;
mod settings_panel;
#[cfg(feature = "styles")]
mod styles;
mod toaster;

pub use self::bell::{BadgeCount, BellAction, BellClasses, NotificationBell};
pub use self::connection_badge::{BadgeClasses, BadgeVisibility, ConnectionBadge};
pub use self::job_completion::{JobCompletion, JobCompletionClasses, JobParty};
pub use self::presence_avatars::{PresenceAvatars, PresenceClasses};
pub use self::realtime_provider::RealtimeProvider;
pub use self::settings_panel::{SettingsClasses, SettingsPanel};
#[cfg(feature = "styles")]
pub use self::styles::{CSS, Styles};
pub use self::toaster::{Toaster, ToasterClasses};

/// A part's own class and the application's.
fn classes(own: &str, theirs: &str) -> String {
    match theirs {
        "" => own.to_owned(),
        theirs => format!("{own} {theirs}"),
    }
}

/// A name that no other element of the page has. The server has given another to the same element, so
/// it stands only where nothing is rendered before somebody opens it.
fn unique_id(kind: &str) -> String {
    static LAST: AtomicUsize = AtomicUsize::new(0);
    format!("{kind}-{}", LAST.fetch_add(1, Ordering::Relaxed))
}

/// What names something that is there while it is open, for the button that opens it.
fn while_open(is_open: RwSignal<bool>, id: &str) -> impl Fn() -> Option<String> + use<> {
    let id = id.to_owned();
    move || is_open.get().then(|| id.clone())
}
