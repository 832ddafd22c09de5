use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bellwire_testing::eventually;
use bellwire_ui::notifications::Cursor;
use bellwire_ui::{
    NotificationBell, NotificationEntry, NotificationPage, NotificationSource, Toast,
    use_notification_source,
};
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, has_focus, idle_client, stylesheet};

/// How many are on a page: more than on a screen.
const PAGE: u64 = 30;

/// A bell over an inbox without end, of which all was read; and how many pages were asked for.
fn bell() -> (Arc<AtomicUsize>, Stage) {
    let asked = Arc::new(AtomicUsize::new(0));
    let pages = asked.clone();
    let load = move |after: Option<Cursor>| {
        pages.fetch_add(1, Ordering::Relaxed);
        let newest = after.map_or(1_000_000, |after| after.as_str().parse().unwrap());
        let oldest: u64 = newest - PAGE;
        let entry = |name| {
            let toast = Toast::info(format!("News {name}"));
            NotificationEntry::new(name, toast, name as f64).read(true)
        };
        let page = NotificationPage::new((oldest..newest).rev().map(entry)).unread(7);
        async move { Ok(page.next(oldest.to_string())) }
    };
    let (_, stage) = Stage::mount(idle_client(), move |_| {
        use_notification_source(NotificationSource::new().pages(load));
        ((), view! { <NotificationBell/> })
    });
    (asked, stage)
}

const MORE: &str = "[data-action=load-older]";

#[wasm_bindgen_test]
async fn a_list_of_little_does_not_load_the_whole_inbox() {
    let (asked, stage) = bell();
    let _look = stylesheet();
    let asked = || asked.load(Ordering::Relaxed);
    stage.click(".bw-bell-button").await;
    eventually("the first page", async || stage.count(".bw-row") > 0).await;
    assert_eq!((asked(), stage.count(MORE)), (1, 0));

    stage.click(".bw-tab:nth-child(4)").await;
    stage.shows(MORE, "Load older").await;
    assert_eq!((asked(), stage.text(".bw-panel-empty")), (1, "Nothing here.".to_owned()));
    stage.click(MORE).await;
    eventually("one page", async || asked() == 2 && stage.count(MORE) == 1).await;
    assert!(has_focus(".bw-panel-title"), "the button was gone for a while");

    stage.click(".bw-tab:nth-child(2)").await;
    eventually("two pages, in vain", async || asked() == 4 && stage.count(MORE) == 1).await;
    stage.click(MORE).await;
    eventually("two more", async || asked() == 6 && stage.count(MORE) == 1).await;
}

#[wasm_bindgen_test]
async fn tabs_count_what_is_known_of_the_whole_list() {
    let (_asked, stage) = bell();
    let _look = stylesheet();
    stage.click(".bw-bell-button").await;
    stage.shows(".bw-tab:nth-child(2) .bw-tab-count", "7").await;
    stage.shows(".bw-bell-count", "7").await;
    assert_eq!(stage.count(".bw-tab-count"), 1, "the server has more than is here");
}
