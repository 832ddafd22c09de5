use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bellwire_testing::eventually;
use bellwire_ui::notifications::Filter;
use bellwire_ui::{
    NotificationBell, NotificationEntry, NotificationPage, NotificationSource, Toast,
    UseNotifications, use_notification_source, use_notifications,
};
use futures_util::future::pending;
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, has_focus, idle_client, press, stylesheet};

/// What is being said aloud.
fn said() -> String {
    let regions = document().query_selector_all("[aria-live]").unwrap();
    (0..regions.length()).filter_map(|index| regions.item(index)?.text_content()).collect()
}

async fn says(text: &str) {
    eventually(&format!("it is said: {text}"), async || said() == text).await;
}

fn bell_of(source: NotificationSource) -> (UseNotifications, Stage) {
    Stage::mount(idle_client(), |_| {
        use_notification_source(source);
        (use_notifications(), view! { <NotificationBell/> })
    })
}

#[wasm_bindgen_test]
async fn what_failed_is_said_once_however_often_it_is_drawn() {
    let refuse = |_| async { Err("It is locked".to_owned()) };
    let (notifications, stage) = bell_of(NotificationSource::new().changes(refuse));
    notifications.receive(NotificationEntry::new(1, Toast::info("News"), 1.0));
    stage.click(".bw-bell-button").await;
    stage.click(".bw-row [title=Archive]").await;
    says("News: It is locked").await;
    says("").await;
    stage.click(".bw-tab:nth-child(4)").await;
    eventually("another list", async || stage.count(".bw-row") == 0).await;
    stage.click(".bw-tab:nth-child(1)").await;
    eventually("it is drawn again", async || stage.count(".bw-row-error") == 1).await;
    leptos::task::tick().await;
    assert_eq!(said(), "");
    stage.click(".bw-row-error button").await;
    says("News: It is locked").await;
    assert_eq!(stage.count(".bw-panel [role=alert], .bw-panel [role=status]"), 0);
}

#[wasm_bindgen_test]
async fn what_is_loaded_is_said_while_there_is_nothing_to_read() {
    let never = |_| pending::<Result<NotificationPage, String>>();
    let (_notifications, stage) = bell_of(NotificationSource::new().pages(never));
    stage.click(".bw-bell-button").await;
    says("Loading notifications").await;
}

#[wasm_bindgen_test]
async fn a_page_that_could_not_be_loaded_is_said_each_time() {
    let times = Arc::new(AtomicUsize::new(0));
    let load = move |_| {
        let time = times.fetch_add(1, Ordering::Relaxed);
        async move { Err::<NotificationPage, _>(format!("Reason {time}.")) }
    };
    let (_notifications, stage) = bell_of(NotificationSource::new().pages(load));
    stage.click(".bw-bell-button").await;
    says("Notifications could not be loaded. Reason 0.").await;
    stage.click(".bw-panel-error button").await;
    says("Notifications could not be loaded. Reason 1.").await;
    assert!(has_focus(".bw-panel-title"));
}

#[wasm_bindgen_test]
async fn a_list_is_named_by_its_tab_and_can_be_gone_to_while_it_is_empty() {
    let (notifications, stage) = bell_of(NotificationSource::new());
    stage.click(".bw-bell-button").await;
    stage.click(".bw-tab:nth-child(2)").await;
    let name = async |selector: &str, text: &str| {
        eventually(&format!("{selector} is called {text}"), async || {
            let named_by = stage.find(selector).and_then(|it| it.get_attribute("aria-labelledby"));
            named_by.is_some_and(|id| stage.text(&format!("#{id}")) == text)
        })
        .await;
    };
    name("[role=tabpanel]", "Unread").await;
    name("[role=tablist]", "Notifications").await;
    eventually("it can be gone to", async || stage.count("[role=tabpanel][tabindex='0']") == 1)
        .await;
    notifications.add(Toast::info("News"));
    eventually("it is listed", async || stage.count(".bw-list-rows[role=list] .bw-row") == 1).await;
    eventually("its row can", async || stage.count("[role=tabpanel][tabindex]") == 0).await;
    assert_eq!(notifications.count(&Filter::Unread), 1);
}

#[wasm_bindgen_test]
async fn page_keys_move_by_a_screenful() {
    let (notifications, stage) = bell_of(NotificationSource::new());
    let _look = stylesheet();
    for number in 0..100 {
        notifications.add(Toast::info(format!("News {number}.")));
    }
    stage.click(".bw-bell-button").await;
    stage.shows(".bw-row .bw-row-title", "Unread: News 99.").await;
    stage.find(".bw-row-main").unwrap().focus().unwrap();
    let focused = || {
        let focused = document().active_element().and_then(|it| it.text_content());
        let title = focused.unwrap_or_default();
        let number = title.split("News ").nth(1).and_then(|rest| rest.split('.').next());
        number.and_then(|number| number.parse::<u32>().ok())
    };
    press("PageDown");
    eventually("some rows below", async || focused().is_some_and(|it| (85..95).contains(&it)))
        .await;
    let first = focused().unwrap();
    press("PageDown");
    eventually("some more", async || focused().is_some_and(|it| it < first - 3)).await;
    for _ in 0..3 {
        press("PageUp");
        leptos::task::tick().await;
    }
    eventually("the first", async || focused() == Some(99)).await;
}
