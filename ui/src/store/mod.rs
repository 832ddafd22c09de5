//! What is shown, as plain values and the functions that change them. Nothing here knows Leptos, a
//! browser or a clock.

mod announcements;
mod attention;
mod completion;
mod inbox_rules;
mod link;
pub mod notifications;
mod optimistic;
mod rules;
mod settings;
mod standing;
mod toasts;
mod typing;

pub(crate) use self::announcements::{Announcement, Announcements, Urgency, Utterance};
#[cfg(target_family = "wasm")]
pub(crate) use self::attention::CountedTitle;
pub use self::attention::Permission;
pub(crate) use self::attention::{HiddenNews, Knock, Rings, short_count};
pub use self::completion::Completion;
pub use self::inbox_rules::InboxRules;
pub(crate) use self::link::{is_safe, is_safe_source};
pub(crate) use self::notifications::Marked;
pub use self::notifications::{
    Notification, NotificationAction, NotificationContent, NotificationEntry, NotificationId,
    NotificationPage, NotificationStore,
};
pub use self::optimistic::{ChangeId, Optimistic};
pub(crate) use self::rules::{Deliver, RoleNow};
pub use self::rules::{NotificationRules, Role, Rule, on};
pub use self::settings::NotificationSettings;
pub(crate) use self::standing::{Standing, StandingChange};
pub use self::toasts::{
    CloseCause, ReadingTime, Severity, ShownToast, Toast, ToastAction, ToastActionKind,
    ToastDuration, ToastDurations, ToastId, ToastOverflow, ToastParts, ToastStage, ToastStore,
    ToasterPosition,
};
pub(crate) use self::toasts::{Content, Held, Hotkey, Opaque, Stack, Swipe, SwipeEnd};
pub(crate) use self::typing::{
    EVENT as TYPING_EVENT, OwnTyping, Typing, TypingStore, WHISPER as TYPING_WHISPER,
};
