use bellwire_ui::notifications::{Filter, Place};
use bellwire_ui::{NotificationBell, NotificationEntry, Toast, provide_notifications};
use leptos::prelude::*;

#[component]
pub fn Filed() -> impl IntoView {
    let notifications = provide_notifications();
    let now = js_sys::Date::now();
    let hour = 3_600_000.0;
    let bill = NotificationEntry::new(1, Toast::info("Pay the bill"), now - hour)
        .place(Place::Snoozed { until: now + 20.0 * hour });
    let done = NotificationEntry::new(2, Toast::success("Job completed"), now - 9.0 * hour)
        .place(Place::Archived)
        .read(true);
    notifications.receive(bill);
    notifications.receive(done);
    view! { <NotificationBell tabs=[Filter::Snoozed, Filter::Archived]/> }
}
