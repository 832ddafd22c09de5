use bellwire_ui::{
    NotificationBell, NotificationEntry, NotificationSource, Toast, provide_notifications,
    use_notification_source,
};
use leptos::prelude::*;

#[component]
pub fn Refusal() -> impl IntoView {
    let notifications = provide_notifications();
    let refuse = |_| async { Err("The server does not answer".to_owned()) };
    use_notification_source(NotificationSource::new().changes(refuse));
    for (name, title) in [(1, "Ada bids $180"), (2, "Grace bids $150")] {
        notifications.receive(NotificationEntry::new(
            name,
            Toast::info(title),
            js_sys::Date::now(),
        ));
    }
    // As if the user had pressed "Mark all read".
    notifications.mark_all_read();
    view! { <NotificationBell/> }
}
