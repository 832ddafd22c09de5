use bellwire_ui::{BellClasses, NotificationBell, NotificationEntry, Toast, provide_notifications};
use leptos::prelude::*;

#[component]
pub fn Classes() -> impl IntoView {
    let notifications = provide_notifications();
    let toast = Toast::info("New job posted").description("Frontend developer");
    notifications.receive(NotificationEntry::new(1, toast, js_sys::Date::now()));
    let classes = BellClasses { count: "violet", panel: "square", ..BellClasses::default() };
    view! { <NotificationBell classes/> }
}
