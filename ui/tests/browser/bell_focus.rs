use bellwire_testing::eventually;
use bellwire_ui::{
    NotificationAction, NotificationBell, NotificationContent, NotificationEntry,
    NotificationSource, Toast, UseNotifications, use_notification_source, use_notifications,
};
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, has_focus, idle_client};

/// A bell whose server refuses whatever it is told.
fn refused() -> (UseNotifications, Stage) {
    Stage::mount(idle_client(), |_| {
        let refuse = |_| async { Err("It is locked".to_owned()) };
        use_notification_source(NotificationSource::new().changes(refuse));
        let notifications = use_notifications();
        for name in 1..=2_u64 {
            let toast = Toast::info(format!("News {name}"));
            notifications.receive(NotificationEntry::new(name, toast, name as f64));
        }
        (notifications, view! { <NotificationBell/> })
    })
}

/// Presses something that has the focus, as the keyboard does.
async fn press_focused(stage: &Stage, selector: &str) {
    eventually(&format!("{selector} is there"), async || stage.count(selector) > 0).await;
    let element = stage.find(selector).unwrap();
    element.focus().unwrap();
    element.click();
}

#[wasm_bindgen_test]
async fn what_is_read_in_the_list_of_what_is_unread_leaves_the_focus_to_its_neighbour() {
    let (notifications, stage) =
        Stage::mount(idle_client(), |_| (use_notifications(), view! { <NotificationBell/> }));
    for name in ["First", "Second", "Third"] {
        let content = NotificationContent::from(Toast::info(name));
        notifications.add(content.action(NotificationAction::new("reply", "Reply")));
    }
    stage.click(".bw-bell-button").await;
    stage.click(".bw-tab:nth-child(2)").await;
    eventually("all are there", async || stage.count(".bw-row") == 3).await;
    press_focused(&stage, ".bw-row-main").await;
    eventually("two are left", async || stage.count(".bw-row") == 2).await;
    assert!(has_focus("li:nth-child(2) .bw-row-main"));
    press_focused(&stage, "li:nth-child(3) .bw-row-action").await;
    eventually("one is left", async || stage.count(".bw-row") == 1).await;
    assert!(has_focus(".bw-row-main"), "nothing is below it");
    // Somebody has read it elsewhere.
    notifications.mark_all_read();
    eventually("none is left", async || stage.count(".bw-row") == 0).await;
    assert!(has_focus(".bw-panel-title"));
}

#[wasm_bindgen_test]
async fn the_buttons_of_an_error_leave_the_focus_to_what_it_is_about() {
    let (notifications, stage) = refused();
    stage.click(".bw-bell-button").await;
    press_focused(&stage, ".bw-row [title=Archive]").await;
    press_focused(&stage, ".bw-row-error button:last-child").await;
    eventually("it says no more", async || stage.count(".bw-row-error") == 0).await;
    assert!(has_focus("li:nth-child(2) .bw-row-main"));

    notifications.mark_all_read();
    press_focused(&stage, ".bw-panel-error button:last-child").await;
    eventually("it says no more", async || stage.count(".bw-panel-error") == 0).await;
    assert!(has_focus(".bw-panel-title"));
}
