use bellwire_ui::{NotificationBell, NotificationEntry, Toast, provide_notifications};
use leptos::prelude::*;

#[component]
pub fn Many() -> impl IntoView {
    let notifications = provide_notifications();
    let now = js_sys::Date::now();
    for n in 1..=120_u32 {
        let toast = Toast::info(format!("Job {n} was posted"));
        let received_at = now - f64::from(120 - n) * 60_000.0;
        notifications.receive(NotificationEntry::new(u64::from(n), toast, received_at));
    }
    view! { <NotificationBell/> }
}
