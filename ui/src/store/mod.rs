//! What is shown, as plain values and the functions that change them. Nothing here knows Leptos, a
//! browser or a clock.

mod completion;
mod inbox_rules;
pub mod notifications;
mod rules;
mod toast;
mod toasts;
mod typing;

pub use self::completion::Completion;
pub use self::inbox_rules::InboxRules;
pub(crate) use self::notifications::Marked;
pub use self::notifications::{
    Notification, NotificationAction, NotificationContent, NotificationEntry, NotificationId,
    NotificationPage, NotificationStore,
};
pub(crate) use self::rules::{Deliver, RoleNow};
pub use self::rules::{NotificationRules, Role, Rule, on};
pub use self::toast::{Severity, Toast, ToastDuration};
pub(crate) use self::toasts::{ShownToast, Stage};
pub use self::toasts::{ToastId, ToastStore};
pub(crate) use self::typing::{
    EVENT as TYPING_EVENT, OwnTyping, Typing, TypingStore, WHISPER as TYPING_WHISPER,
};
