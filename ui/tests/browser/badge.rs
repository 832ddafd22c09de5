use bellwire::{ConnectionStatus, FailReason};
use bellwire_testing::eventually;
use bellwire_ui::{BadgeLabels, BadgeVisibility, ConnectionBadge, Toast, use_toaster};
use gloo_timers::future::sleep;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, has_focus, idle_client, press};

const POLITE: &str = "[data-live-announcer] [role=status]";

fn network(event: &str) {
    window().dispatch_event(&web_sys::Event::new(event).unwrap()).unwrap();
}

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
    assert_eq!(stage.text(POLITE), "", "what everybody expects is not said");

    network("offline");
    stage.shows(".bw-badge[data-state=offline] .bw-badge-label", "Offline").await;
    stage.shows(POLITE, "Offline").await;
    stage.click(".bw-badge-retry").await;
    stage.shows(".bw-badge-label", "Live updates active").await;
    stage.shows(POLITE, "Back online").await;
    assert_eq!(stage.count(".bw-badge-retry"), 0);
    network("online");
}

#[wasm_bindgen_test]
async fn a_connection_that_is_away_for_a_moment_is_never_seen_to_be() {
    let client = idle_client();
    let ((), stage) = Stage::mount(client.clone(), |_| ((), view! { <ConnectionBadge/> }));
    client.connect();
    stage.shows(".bw-badge-label", "Connected").await;
    network("offline");
    eventually("it is away", async || !client.status().is_connected()).await;
    // A render later, nothing is to be seen of it.
    sleep(Duration::from_millis(100)).await;
    assert_eq!(stage.text(".bw-badge-label"), "Connected");
    network("online");
    client.connect();
    eventually("it is back", async || client.status().is_connected()).await;
    sleep(Duration::from_millis(1_600)).await;
    assert_eq!(
        (stage.text(".bw-badge-label"), stage.text(POLITE)),
        ("Connected".into(), "".into())
    );
}

#[wasm_bindgen_test]
async fn a_badge_may_be_seen_in_trouble_alone() {
    let client = idle_client();
    let ((), stage) = Stage::mount(client.clone(), |_| {
        ((), view! { <ConnectionBadge visibility=BadgeVisibility::Trouble/> })
    });
    assert_eq!(stage.count(".bw-badge[hidden]"), 1);
    client.connect();
    eventually("it is there", async || client.status().is_connected()).await;
    assert_eq!(stage.count(".bw-badge[hidden]"), 1);
    network("offline");
    stage.shows(".bw-badge:not([hidden]) .bw-badge-label", "No network").await;
    network("online");
    client.connect();
    eventually("it is hidden again", async || stage.count(".bw-badge[hidden]") == 1).await;
}

#[wasm_bindgen_test]
async fn what_is_behind_the_badge_is_shown_on_demand() {
    let client = idle_client();
    let ((), stage) = Stage::mount(client.clone(), |_| ((), view! { <ConnectionBadge/> }));
    client.connect();
    stage.shows(".bw-badge-label", "Connected").await;
    assert_eq!(stage.count(".bw-badge-details"), 0);
    let button = stage.find(".bw-badge-button").unwrap();
    button.focus().unwrap();
    button.click();
    stage.shows(".bw-badge-cause", "Connected to the server").await;
    stage.shows(".bw-badge-details dl > div:last-child", "Waiting to be sent0").await;
    press("Escape");
    eventually("it is closed", async || stage.count(".bw-badge-details") == 0).await;
    assert_eq!(button.get_attribute("aria-expanded").as_deref(), Some("false"));
}

#[wasm_bindgen_test]
async fn of_two_badges_one_speaks_and_a_button_that_goes_leaves_the_focus_to_its_badge() {
    let client = idle_client();
    let (toaster, stage) = Stage::mount(client.clone(), |_| {
        (use_toaster(), view! { <ConnectionBadge/> <ConnectionBadge/> })
    });
    client.connect();
    stage.shows(".bw-badge-label", "Connected").await;
    network("offline");
    stage.shows(POLITE, "No network").await;
    // What is said next is this, and not the same once more.
    toaster.show(Toast::info("next"));
    stage.shows(POLITE, "").await;
    eventually("something is said", async || !stage.text(POLITE).is_empty()).await;
    assert_eq!(stage.text(POLITE), "next");

    stage.find(".bw-badge-retry").unwrap().focus().unwrap();
    stage.click(".bw-badge-retry").await;
    eventually("the button is gone", async || stage.count(".bw-badge-retry") == 0).await;
    assert!(has_focus(".bw-badge-button"));
    network("online");
}

#[wasm_bindgen_test]
async fn who_is_signed_out_is_offered_to_sign_in_where_the_application_can() {
    let failed = || ConnectionStatus::Failed { reason: FailReason::SignedOut };
    let (pressed, stage) = Stage::mount(idle_client(), move |_| {
        let pressed = RwSignal::new(0);
        let (on_sign_in, status) =
            (Callback::new(move |()| pressed.update(|n| *n += 1)), Signal::stored(failed()));
        (pressed, view! { <ConnectionBadge status on_sign_in/> <ConnectionBadge status/> })
    });
    stage.shows(".bw-badge-retry", "Sign in").await;
    stage.click(".bw-badge-retry").await;
    assert_eq!(pressed.get_untracked(), 1);
    stage.shows(".bw-badge + .bw-badge .bw-badge-retry", "Retry now").await;
}
