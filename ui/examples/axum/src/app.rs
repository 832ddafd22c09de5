use bellwire::Client;
use bellwire_ui::{
    ConnectionBadge, NotificationBell, NotificationRules, Toast, Toaster, on, provide_realtime,
    use_notification_rules,
};
use leptos::prelude::*;

use crate::jobs::{JobPosted, Jobs};

/// The page's body, the same on the server and in the browser.
#[component]
#[expect(clippy::expect_used, reason = "an address that is none is a mistake of whoever starts it")]
pub fn App(
    /// Where the events come from, such as `ws://127.0.0.1:8080/ws`.
    realtime: String,
) -> impl IntoView {
    let client = Client::builder(realtime).build().expect("the address is that of a WebSocket");
    // Does nothing on the server, which has no driver for it.
    client.connect();
    provide_realtime(client);
    use_notification_rules(notifications(), None);
    view! {
        <header>
            <strong>"Jobs"</strong>
            <ConnectionBadge/>
            <NotificationBell/>
        </header>
        <main>
            <h1>"Open jobs"</h1>
            <Jobs/>
        </main>
        <Toaster/>
    }
}

/// What people are told.
fn notifications() -> NotificationRules {
    NotificationRules::new()
        .with(on::<JobPosted>().toast(|job| Toast::info("New job").description(&job.title)))
}
