use bellwire_ui::{BadgeCount, NotificationBell, NotificationEntry, Toast, provide_notifications};
use leptos::prelude::*;

#[component]
pub fn Unseen() -> impl IntoView {
    let notifications = provide_notifications();
    let now = js_sys::Date::now();
    for (name, title, is_seen) in [(1, "Ada bids $180", true), (2, "Grace bids $150", false)] {
        notifications.receive(NotificationEntry::new(name, Toast::info(title), now).seen(is_seen));
    }
    view! { <NotificationBell count=BadgeCount::Unseen/> }
}
