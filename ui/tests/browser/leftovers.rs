use bellwire::{Client, Event};
use bellwire_testing::{Census, eventually};
use bellwire_ui::invalidation::InvalidationRules;
use bellwire_ui::{
    ConnectionBadge, NotificationBell, NotificationRules, Toast, Toaster, key, on, use_channel,
    use_invalidation, use_notification_rules, use_refetch, use_toaster,
};
use leptos::prelude::*;
use serde::Deserialize;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, connected_client};

#[derive(Deserialize, Event)]
struct Spoken {
    text: String,
}

fn whole_application(client: Client) -> Stage {
    let ((), stage) = Stage::mount(client, |_| {
        use_channel("leftovers");
        use_notification_rules(
            NotificationRules::new().with(on::<Spoken>().toast(|spoken| Toast::info(&spoken.text))),
            None,
        );
        use_invalidation(InvalidationRules::new().on::<Spoken>(|rule| rule.stale(key!["spoken"])));
        use_refetch(key!["spoken"], || {});
        use_toaster().show(Toast::info("hello"));
        ((), view! { <ConnectionBadge/> <NotificationBell/> <Toaster/> })
    });
    stage
}

async fn live() {
    let client = connected_client();
    let stage = whole_application(client.clone());
    eventually("connected", async || client.status().is_connected()).await;
    stage.click(".bw-bell-button").await;
    eventually("all is shown", async || stage.count(".bw-panel, .bw-toast") == 2).await;
}

#[wasm_bindgen_test]
async fn an_application_leaves_nothing() {
    // Leptos listens to each kind of event once for all elements, and goes on to.
    live().await;
    eventually("the first left", async || Census::take().sockets == 0).await;

    let before = Census { values: 0, ..Census::take() };
    for _ in 0..5 {
        live().await;
    }
    eventually("nothing left", async || Census { values: 0, ..Census::take() } == before).await;
}
