use bellwire_testing::eventually;
use bellwire_ui::{NotificationBell, Toast, UseNotifications, use_notifications};
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, has_focus, idle_client, press};

fn bell() -> (UseNotifications, Stage) {
    Stage::mount(idle_client(), |_| (use_notifications(), view! { <NotificationBell/> }))
}

#[wasm_bindgen_test]
async fn the_bell_counts_what_is_unread() {
    let (notifications, stage) = bell();
    assert_eq!(stage.count(".bw-bell-count"), 0);
    for _ in 0..100 {
        notifications.add(Toast::info("Job posted"));
    }
    stage.shows(".bw-bell-count", "99+").await;
    assert_eq!(stage.count("button[aria-label='Notifications, 100 unread']"), 1);
    notifications.mark_all_read();
    eventually("no count", async || stage.count(".bw-bell-count") == 0).await;
}

#[wasm_bindgen_test]
async fn the_panel_takes_the_focus_and_gives_it_back() {
    let (notifications, stage) = bell();
    notifications.add(Toast::info("Job posted"));
    let button = stage.find(".bw-bell-button").unwrap();
    button.focus().unwrap();
    button.click();
    eventually("the title has the focus", async || has_focus(".bw-panel-title")).await;
    assert_eq!(button.get_attribute("aria-expanded").as_deref(), Some("true"));
    press("Escape");
    eventually("the panel is gone", async || stage.count(".bw-panel") == 0).await;
    assert!(has_focus(".bw-bell-button"));
}

#[wasm_bindgen_test]
async fn marking_all_as_read_keeps_the_focus_in_the_panel() {
    let (notifications, stage) = bell();
    notifications.add(Toast::info("Job posted"));
    stage.click(".bw-bell-button").await;
    eventually("the button is there", async || stage.count(".bw-panel-action") == 1).await;
    stage.find(".bw-panel-action").unwrap().focus().unwrap();
    stage.click(".bw-panel-action").await;
    eventually("the button is gone", async || stage.count(".bw-panel-action") == 0).await;
    assert!(has_focus(".bw-panel-title"));
    press("Escape");
    eventually("the panel is gone", async || stage.count(".bw-panel") == 0).await;
}

#[wasm_bindgen_test]
async fn a_press_elsewhere_closes_the_panel() {
    let (_notifications, stage) = bell();
    stage.click(".bw-bell-button").await;
    eventually("the panel is there", async || stage.count(".bw-panel") == 1).await;
    let press = web_sys::PointerEvent::new_with_event_init_dict("pointerdown", &{
        let options = web_sys::PointerEventInit::new();
        options.set_bubbles(true);
        options
    });
    document().body().unwrap().dispatch_event(&press.unwrap()).unwrap();
    eventually("the panel is gone", async || stage.count(".bw-panel") == 0).await;
}

#[wasm_bindgen_test]
async fn opening_a_row_marks_it_as_read() {
    let (notifications, stage) = bell();
    notifications.add(Toast::info("First"));
    notifications.add(Toast::info("Second"));
    stage.click(".bw-bell-button").await;
    stage.click(".bw-row[data-unread=true] .bw-row-main").await;
    eventually("one is unread", async || stage.count(".bw-row[data-unread=true]") == 1).await;
    stage.shows(".bw-bell-count", "1").await;
}

#[wasm_bindgen_test]
async fn a_page_in_a_language_that_does_not_exist_still_shows_times() {
    let root = document().document_element().unwrap();
    root.set_attribute("lang", "not_a_language").unwrap();
    let (notifications, stage) = bell();
    notifications.add(Toast::info("Job posted"));
    stage.click(".bw-bell-button").await;
    eventually("a time", async || !stage.text(".bw-row-time").is_empty()).await;
    root.remove_attribute("lang").unwrap();
}
