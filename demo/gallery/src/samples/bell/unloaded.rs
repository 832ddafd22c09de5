use bellwire_ui::{
    NotificationBell, NotificationSource, provide_notifications, use_notification_source,
};
use leptos::prelude::*;

#[component]
pub fn Unloaded() -> impl IntoView {
    provide_notifications();
    let fail = |_| async { Err("The server does not answer".to_owned()) };
    use_notification_source(NotificationSource::new().pages(fail));
    view! { <NotificationBell/> }
}
