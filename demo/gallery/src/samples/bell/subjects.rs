use bellwire_ui::{
    NotificationBell, NotificationContent, NotificationEntry, Severity, provide_notifications,
};
use leptos::prelude::*;

#[component]
pub fn Subjects() -> impl IntoView {
    let notifications = provide_notifications();
    let now = js_sys::Date::now();
    let hour = 3_600_000.0;
    for (name, title, subject, subject_title, age) in [
        (1, "Bid of $120", "job/5", "Window cleaning", 50.0 * hour),
        (2, "Bid of $180", "job/5", "Window cleaning", 2.0 * hour),
        (3, "The worker is on the way", "job/4", "Garden", hour),
        (4, "Bid of $150", "job/5", "Window cleaning", 0.5 * hour),
    ] {
        let content = NotificationContent::new(Severity::Info, title)
            .subject(subject)
            .subject_title(subject_title);
        notifications.receive(NotificationEntry::new(name, content, now - age));
    }
    view! { <NotificationBell/> }
}
