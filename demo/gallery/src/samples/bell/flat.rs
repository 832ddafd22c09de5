use bellwire_ui::{NotificationBell, NotificationEntry, Toast, provide_notifications};
use leptos::prelude::*;

#[component]
pub fn Flat() -> impl IntoView {
    let notifications = provide_notifications();
    let now = js_sys::Date::now();
    let day = 24.0 * 3_600_000.0;
    for (name, title, age) in
        [(1, "Welcome", 3.0), (2, "Your name was changed", 1.5), (3, "Saved", 0.0)]
    {
        let entry = NotificationEntry::new(name, Toast::success(title), now - age * day);
        notifications.receive(entry);
    }
    view! { <NotificationBell tabs=[] by_day=false by_subject=false/> }
}
