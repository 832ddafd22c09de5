use bellwire_ui::{
    NotificationBell, NotificationEntry, NotificationSource, Toast, provide_notifications,
    use_notification_source,
};
use leptos::prelude::*;

#[component]
pub fn Failure() -> impl IntoView {
    let notifications = provide_notifications();
    let refuse = |_| async { Err("The server does not answer".to_owned()) };
    use_notification_source(NotificationSource::new().changes(refuse));
    let toast = Toast::info("Mark me as read").description("The server will not have it");
    notifications.receive(NotificationEntry::new(1, toast, js_sys::Date::now()));
    view! { <NotificationBell/> }
}
