use bellwire_ui::{NotificationBell, provide_notifications};
use leptos::prelude::*;

#[component]
pub fn Empty() -> impl IntoView {
    provide_notifications();
    view! { <NotificationBell/> }
}
