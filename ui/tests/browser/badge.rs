use bellwire_ui::{BadgeLabels, ConnectionBadge};
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, idle_client};

#[wasm_bindgen_test]
async fn the_badge_says_what_the_connection_does() {
    let client = idle_client();
    let ((), stage) = Stage::mount(client.clone(), |_| {
        ((), view! { <ConnectionBadge labels=BadgeLabels::live_updates()/> })
    });
    assert_eq!(stage.text(".bw-badge-label"), "Offline");
    client.connect();
    stage.shows(".bw-badge-label", "Live updates active").await;
    assert_eq!(stage.count(".bw-badge[data-state=connected]"), 1);

    window().dispatch_event(&web_sys::Event::new("offline").unwrap()).unwrap();
    stage.shows(".bw-badge[data-state=offline] .bw-badge-label", "Offline").await;
    stage.click(".bw-badge-retry").await;
    stage.shows(".bw-badge-label", "Live updates active").await;
    assert_eq!(stage.count(".bw-badge-retry"), 0);
    window().dispatch_event(&web_sys::Event::new("online").unwrap()).unwrap();
}
