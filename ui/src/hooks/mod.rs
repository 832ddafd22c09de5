//! One hook per file. A hook connects the client and the stores with Leptos; what is decided, they
//! decide.

mod provide_job_sockets;
mod provide_notification_settings;
mod provide_notifications;
mod provide_realtime;
mod provide_toaster;
mod refetch_when_stale;
mod toast_hold;
mod use_browser_notifications;
mod use_channel;
mod use_connection_status;
mod use_event;
mod use_inbox;
mod use_invalidation;
mod use_job_status;
mod use_job_updates;
mod use_notification_rules;
mod use_notification_sound;
mod use_notification_source;
mod use_notifications;
mod use_optimistic;
mod use_presence;
mod use_realtime;
mod use_refetch;
mod use_toaster;
mod use_typing;
mod use_unread_favicon;
mod use_unread_title;

pub use self::provide_job_sockets::provide_job_sockets;
pub use self::provide_notification_settings::{
    UseNotificationSettings, provide_notification_settings,
};
pub use self::provide_notifications::provide_notifications;
pub use self::provide_realtime::provide_realtime;
pub use self::provide_toaster::provide_toaster;
pub use self::refetch_when_stale::RefetchWhenStale;
pub use self::toast_hold::ToastHold;
pub use self::use_browser_notifications::{UseBrowserNotifications, use_browser_notifications};
pub use self::use_channel::use_channel;
pub use self::use_connection_status::use_connection_status;
pub use self::use_event::use_event;
pub use self::use_inbox::use_inbox;
pub use self::use_invalidation::use_invalidation;
pub use self::use_job_status::{UseJobStatus, use_job_status};
pub use self::use_job_updates::{UseJobUpdates, use_job_updates};
pub use self::use_notification_rules::use_notification_rules;

pub use self::use_notification_sound::{NotificationSound, use_notification_sound};
pub use self::use_notification_source::{NotificationSource, use_notification_source};
pub(crate) use self::use_notifications::TellServer;
pub use self::use_notifications::{UseNotifications, use_notifications};
pub use self::use_optimistic::{UseOptimistic, use_optimistic};
pub use self::use_presence::{UsePresence, use_presence};
pub use self::use_realtime::use_realtime;
pub use self::use_refetch::use_refetch;
pub(crate) use self::use_toaster::in_words;
pub use self::use_toaster::{UseToaster, use_toaster};
pub use self::use_typing::{UseTyping, use_typing};
pub use self::use_unread_favicon::use_unread_favicon;
pub use self::use_unread_title::use_unread_title;
