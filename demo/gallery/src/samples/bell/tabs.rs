use bellwire_ui::notifications::Filter;
use bellwire_ui::{
    NotificationBell, NotificationContent, NotificationEntry, Severity, provide_notifications,
};
use leptos::prelude::*;

#[component]
pub fn Tabs() -> impl IntoView {
    let notifications = provide_notifications();
    let now = js_sys::Date::now();
    for (name, kind, title) in [
        (1, "bid", "Ada bids $180"),
        (2, "payment", "Payment received"),
        (3, "bid", "Grace bids $150"),
    ] {
        let content = NotificationContent::new(Severity::Info, title).kind(kind);
        notifications.receive(NotificationEntry::new(name, content, now));
    }
    let tabs = [Filter::All, Filter::Kind("bid".into()), Filter::Kind("payment".into())];
    view! { <NotificationBell tabs/> }
}
