use leptos::prelude::*;

use crate::UseNotifications;

/// Keeps notifications for all components below, without a connection, and returns them.
/// [`provide_realtime`](crate::provide_realtime) includes it.
///
/// # Examples
///
/// ```no_run
/// use bellwire_ui::{NotificationBell, Toast, provide_notifications};
/// use leptos::prelude::*;
///
/// #[component]
/// fn App() -> impl IntoView {
///     let notifications = provide_notifications();
///     notifications.add(Toast::info("Welcome"));
///     view! { <NotificationBell/> }
/// }
/// ```
pub fn provide_notifications() -> UseNotifications {
    let notifications = UseNotifications::new();
    provide_context(notifications);
    notifications
}
