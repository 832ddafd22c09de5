use bellwire_ui::{NotificationBell, NotificationEntry, Toast, provide_notifications};
use leptos::prelude::*;

#[component]
pub fn Unread() -> impl IntoView {
    let notifications = provide_notifications();
    let now = js_sys::Date::now();
    let minutes = 60_000.0;
    let posted = Toast::info("New job posted").description("Frontend developer").link("#/jobs/7");
    let paid = Toast::success("Payment received").description("$120 from Ada").detail("Job 5");
    let late = Toast::warning("Payment is late").description("Due on 12 January");
    let failed = Toast::error("Payment refused").description("The card has expired");
    for entry in [
        NotificationEntry::new(1, failed, now - 3_000.0 * minutes).read(true),
        NotificationEntry::new(2, late, now - 130.0 * minutes).read(true),
        NotificationEntry::new(3, paid, now - 12.0 * minutes),
        NotificationEntry::new(4, posted, now),
    ] {
        notifications.receive(entry);
    }
    view! { <NotificationBell/> }
}
