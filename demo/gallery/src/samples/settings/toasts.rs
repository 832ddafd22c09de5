use bellwire_ui::{SettingsPanel, provide_notification_settings, provide_toaster};
use leptos::prelude::*;

#[component]
pub fn Toasts() -> impl IntoView {
    provide_toaster();
    provide_notification_settings(None);
    view! { <SettingsPanel/> }
}
