use bellwire_ui::{
    NotificationSound, SettingsPanel, provide_notification_settings, provide_notifications,
    provide_toaster, use_browser_notifications, use_notification_sound,
};
use leptos::prelude::*;

#[component]
pub fn All() -> impl IntoView {
    provide_toaster();
    provide_notifications();
    provide_notification_settings(None);
    use_notification_sound(NotificationSound::Chime);
    use_browser_notifications();
    view! { <SettingsPanel/> }
}
