use bellwire_ui::notifications::Actor;
use bellwire_ui::{
    BellAction, NotificationAction, NotificationBell, NotificationContent, NotificationEntry,
    Severity, provide_notifications,
};
use leptos::prelude::*;

#[component]
pub fn Actors() -> impl IntoView {
    let notifications = provide_notifications();
    let now = js_sys::Date::now();
    let bid = NotificationContent::new(Severity::Info, "bids $180")
        .description("Window cleaning")
        .actor(Actor::new("Ada Lovelace"))
        .action(NotificationAction::new("accept", "Accept"))
        .action(NotificationAction::new("decline", "Decline"));
    let message = NotificationContent::new(Severity::Info, "has sent a message")
        .description("I will be there at nine")
        .actor(Actor::new("Grace Hopper"))
        .action(NotificationAction::new("answer", "Answer").link("#/jobs/5"));
    notifications.receive(NotificationEntry::new(1, message, now - 3_600_000.0));
    notifications.receive(NotificationEntry::new(2, bid, now - 120_000.0));
    let last = RwSignal::new(String::new());
    let on_action = Callback::new(move |BellAction { name, notification, .. }| {
        last.set(format!("{name}: {}", notification.title));
    });
    view! { <output class="said">{last}</output> <NotificationBell on_action/> }
}
