use bellwire_ui::{
    NotificationBell, NotificationEntry, NotificationSource, NotificationStore, Toast,
    provide_notifications, use_notification_source,
};
use leptos::prelude::*;

#[component]
pub fn Failure() -> impl IntoView {
    let notifications = provide_notifications();
    let refuse = |_| async { Err("The server does not answer".to_owned()) };
    use_notification_source(NotificationSource::new().changes(refuse));
    let toast = Toast::info("New bid").description("Window cleaning");
    notifications.receive(NotificationEntry::new(1, toast, js_sys::Date::now()));
    // As if the user had pressed it.
    let first = |all: &NotificationStore| all.notifications().next().map(|one| one.id);
    let id = untrack(|| notifications.with(first));
    if let Some(id) = id {
        notifications.mark_read(id);
    }
    view! { <NotificationBell/> }
}
