use bellwire::inbox::Priority;
use bellwire_ui::{
    NotificationBell, NotificationContent, NotificationEntry, Severity, provide_notifications,
};
use leptos::prelude::*;

#[component]
pub fn Priorities() -> impl IntoView {
    let notifications = provide_notifications();
    let now = js_sys::Date::now();
    for (name, priority, title) in [
        (1, Priority::Low, "The terms of use have changed"),
        (2, Priority::Medium, "New bid for window cleaning"),
        (3, Priority::High, "The client is at the door"),
        (4, Priority::Urgent, "The job was cancelled"),
    ] {
        let content = NotificationContent::new(Severity::Info, title).priority(priority);
        notifications.receive(NotificationEntry::new(name, content, now));
    }
    view! { <NotificationBell/> }
}
