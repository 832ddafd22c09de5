//! Leptos components and hooks for live notifications.
//!
//! Provide a client once, near the root; drop the components in where they are to be seen.
//!
//! ```no_run
//! use bellwire::Client;
//! use bellwire_ui::{ConnectionBadge, NotificationBell, Toaster, provide_realtime};
//! use leptos::prelude::*;
//!
//! #[component]
//! fn App() -> impl IntoView {
//!     let client = Client::builder("/ws").build().expect("the URL is a path");
//!     client.connect();
//!     provide_realtime(client);
//!     view! {
//!         <header>
//!             <ConnectionBadge/>
//!             <NotificationBell/>
//!         </header>
//!         <Toaster/>
//!     }
//! }
//! ```
//!
//! What events mean to a user is declared by rules: [`NotificationRules`] says which become toasts,
//! [`InvalidationRules`](invalidation::InvalidationRules) which data they make stale.
//!
//! The components come with one stylesheet, `styles/bellwire.css` in this crate's folder, which
//! the application links. Every rule of it has no specificity, so any class wins over it. With the
//! feature `styles` the same text is `CSS`, a constant, and `<Styles/>`, a component.

#![deny(missing_docs)]

mod announcer;
mod clockwork;
mod components;
mod derived;
mod hooks;
pub mod invalidation;
mod job_socket;
mod labels;
mod page;
mod realtime;
mod store;
pub mod view;

pub use self::components::{
    BadgeClasses, BadgeCount, BadgeVisibility, BellAction, BellClasses, ConnectionBadge,
    JobCompletion, JobCompletionClasses, JobParty, NotificationBell, PresenceAvatars,
    PresenceClasses, RealtimeProvider, SettingsClasses, SettingsPanel, Toaster, ToasterClasses,
};
#[cfg(feature = "styles")]
pub use self::components::{CSS, Styles};
pub use self::hooks::{
    NotificationSound, NotificationSource, RefetchWhenStale, ToastHold, UseBrowserNotifications,
    UseJobStatus, UseJobUpdates, UseNotificationSettings, UseNotifications, UseOptimistic,
    UsePresence, UseToaster, UseTyping, provide_job_sockets, provide_notification_settings,
    provide_notifications, provide_realtime, provide_toaster, use_browser_notifications,
    use_channel, use_connection_status, use_event, use_inbox, use_invalidation, use_job_status,
    use_job_updates, use_notification_rules, use_notification_sound, use_notification_source,
    use_notifications, use_optimistic, use_presence, use_realtime, use_refetch, use_toaster,
    use_typing, use_unread_favicon, use_unread_title,
};
pub use self::labels::{
    BadgeLabels, BellLabels, JobCompletionLabels, Label, Labels, Plural, PresenceLabels,
    SettingsLabels, ToasterLabels, provide_labels,
};
pub use self::realtime::Realtime;
pub use self::store::notifications;
pub use self::store::{
    ChangeId, CloseCause, Completion, InboxRules, Notification, NotificationAction,
    NotificationContent, NotificationEntry, NotificationId, NotificationPage, NotificationRules,
    NotificationSettings, NotificationStore, Optimistic, Permission, ReadingTime, Role, Rule,
    Severity, ShownToast, Toast, ToastAction, ToastActionKind, ToastDuration, ToastDurations,
    ToastId, ToastOverflow, ToastParts, ToastStage, ToastStore, ToasterPosition, on,
};

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

#[cfg(doctest)]
#[doc = include_str!("../../docs/src/paychain.md")]
struct FromWebSocketContext;

#[cfg(doctest)]
#[doc = include_str!("../../docs/src/laravel.md")]
struct FromLaravelEcho;

#[cfg(doctest)]
#[doc = include_str!("../../docs/src/django.md")]
struct WithDjangoChannels;

#[cfg(all(doctest, feature = "leptos-fetch"))]
#[doc = include_str!("../../docs/src/invalidation.md")]
struct FreshData;

#[cfg(all(doctest, feature = "styles"))]
#[doc = include_str!("../../docs/src/ssr.md")]
struct ServerRendering;

#[cfg(all(doctest, feature = "styles"))]
#[doc = include_str!("../../docs/src/styling.md")]
struct Styling;

#[cfg(doctest)]
#[doc = include_str!("../../docs/src/components.md")]
struct Components;

#[cfg(doctest)]
#[doc = include_str!("../../docs/src/toaster.md")]
struct AboutToasts;

#[cfg(doctest)]
#[doc = include_str!("../../docs/src/bell.md")]
struct AboutTheBell;

#[cfg(doctest)]
#[doc = include_str!("../../docs/src/badge.md")]
struct AboutTheBadge;

#[cfg(doctest)]
#[doc = include_str!("../../docs/src/settings.md")]
struct AboutSettings;

#[cfg(doctest)]
#[doc = include_str!("../../docs/src/presence.md")]
struct AboutPresence;

#[cfg(doctest)]
#[doc = include_str!("../../docs/src/completion.md")]
struct AboutCompletion;

#[cfg(doctest)]
#[doc = include_str!("../../docs/src/labels.md")]
struct AboutLabels;
