use std::future::pending;

use bellwire_ui::{
    NotificationBell, NotificationSource, provide_notifications, use_notification_source,
};
use leptos::prelude::*;

#[component]
pub fn Loading() -> impl IntoView {
    provide_notifications();
    use_notification_source(NotificationSource::new().pages(|_| pending()));
    view! { <NotificationBell/> }
}
