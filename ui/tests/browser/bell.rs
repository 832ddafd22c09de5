use bellwire_testing::eventually;
use bellwire_ui::notifications::Filter;
use bellwire_ui::{
    BadgeCount, BellClasses, NotificationBell, NotificationContent, Toast, UseNotifications,
    use_notifications,
};
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
    assert_eq!(stage.count("button[aria-label='Notifications, 99+ unread']"), 1);
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
async fn how_bad_it_is_stands_in_words_and_as_a_mark_on_an_icon_of_ones_own() {
    let (notifications, stage) = bell();
    notifications.add(Toast::success("Paid").icon("💸"));
    notifications.add(Toast::error("Not paid").icon("💸"));
    stage.click(".bw-bell-button").await;
    eventually("both are there", async || stage.count(".bw-row") == 2).await;
    assert_eq!(stage.text(".bw-row-icon + .bw-hidden"), "Error: ");
    assert_eq!((stage.count(".bw-row-icon + .bw-hidden"), stage.count(".bw-mark")), (1, 1));
}

#[wasm_bindgen_test]
async fn marking_all_as_read_keeps_the_focus_in_the_panel() {
    let (notifications, stage) = bell();
    notifications.add(Toast::info("Job posted"));
    stage.click(".bw-bell-button").await;
    let button = ".bw-panel-action[data-action=read-all]";
    eventually("the button is there", async || stage.count(button) == 1).await;
    stage.find(button).unwrap().focus().unwrap();
    stage.click(button).await;
    eventually("the button is gone", async || stage.count(button) == 0).await;
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

fn focused_text() -> String {
    document().active_element().and_then(|element| element.text_content()).unwrap_or_default()
}

#[wasm_bindgen_test]
async fn of_many_only_what_is_on_the_screen_is_drawn() {
    let (notifications, stage) = bell();
    let _look = crate::stage::stylesheet();
    for number in 0..1_000 {
        notifications.add(Toast::info(format!("News {number}")));
    }
    stage.click(".bw-bell-button").await;
    stage.shows(".bw-row .bw-row-title", "Unread: News 999").await;
    assert!(stage.count(".bw-row") < 40, "{} are drawn", stage.count(".bw-row"));
    assert_eq!(stage.count("li[aria-setsize='1001'] > .bw-row"), stage.count(".bw-row"));

    stage.find(".bw-row-main").unwrap().focus().unwrap();
    press("End");
    eventually("the last has the focus", async || {
        has_focus(".bw-row-main") && focused_text().contains("News 0")
    })
    .await;
    press("ArrowUp");
    eventually("the one above has the focus", async || {
        has_focus(".bw-row-main") && focused_text().contains("News 1")
    })
    .await;
    press("Home");
    eventually("the first has the focus", async || {
        document()
            .active_element()
            .is_some_and(|it| it.text_content().unwrap().contains("News 999"))
    })
    .await;
    assert!(stage.count(".bw-row") < 40);
}

#[wasm_bindgen_test]
async fn what_comes_while_somebody_reads_waits_behind_a_pill() {
    let (notifications, stage) = bell();
    notifications.add(Toast::info("First"));
    stage.click(".bw-bell-button").await;
    eventually("it is there", async || stage.count(".bw-row") == 1).await;
    notifications.add(Toast::info("Second"));
    notifications.add(Toast::info("Third"));
    stage.shows(".bw-pill", "2 new").await;
    assert_eq!(stage.count(".bw-row"), 1);
    stage.click(".bw-pill").await;
    eventually("all are there", async || stage.count(".bw-row") == 3).await;
    assert!(has_focus(".bw-panel-title"));
    assert_eq!(stage.count(".bw-pill"), 0);
}

#[wasm_bindgen_test]
async fn one_that_is_put_away_leaves_the_focus_to_the_next() {
    let (notifications, stage) = bell();
    notifications.add(Toast::info("First"));
    notifications.add(Toast::info("Second"));
    stage.click(".bw-bell-button").await;
    eventually("both are there", async || stage.count(".bw-row") == 2).await;
    let archive = stage.find(".bw-row [title=Archive]").unwrap();
    archive.focus().unwrap();
    archive.click();
    eventually("one is left", async || stage.count(".bw-row") == 1).await;
    eventually("it has the focus", async || has_focus(".bw-row-main")).await;
    assert_eq!(stage.text(".bw-row-title"), "Unread: First");

    stage.click(".bw-tab:last-child").await;
    stage.shows(".bw-row-title", "Second").await;
    stage.click(".bw-row [title='Move to inbox']").await;
    stage.shows(".bw-panel-empty", "Nothing here.").await;
}

#[wasm_bindgen_test]
async fn what_is_about_the_same_is_one_row_that_opens() {
    let (notifications, stage) = bell();
    for number in 0..3 {
        let bid = NotificationContent::from(Toast::info(format!("Bid {number}")));
        notifications.add(bid.subject("job/5").subject_title("Window cleaning"));
    }
    stage.click(".bw-bell-button").await;
    stage.shows(".bw-row .bw-row-description", "3 notifications").await;
    assert_eq!(stage.count(".bw-row"), 1);
    stage.click(".bw-row-main[aria-expanded=false]").await;
    eventually("they are there", async || stage.count(".bw-row[data-member=true]") == 3).await;
    assert_eq!(stage.count(".bw-row-main[aria-expanded=true]"), 1);
}

#[wasm_bindgen_test]
async fn those_about_the_same_are_read_and_put_away_together() {
    let (notifications, stage) = bell();
    notifications.add(Toast::info("Alone"));
    for number in 0..3 {
        let bid = NotificationContent::from(Toast::info(format!("Bid {number}")));
        notifications.add(bid.subject("job/5"));
    }
    stage.click(".bw-bell-button").await;
    eventually("a group and one", async || stage.count(".bw-row") == 2).await;
    stage.find(".bw-row-main").unwrap().focus().unwrap();
    stage.click(".bw-row-main").await;
    stage.click(".bw-row-tool[title='Mark 3 as read']").await;
    stage.shows(".bw-bell-count", "1").await;
    assert_eq!(stage.count("[title='Mark 3 as read']"), 0);
    assert!(has_focus(".bw-row-main[aria-expanded=true]"));
    stage.click(".bw-row-tool[title='Archive 3']").await;
    eventually("one is left", async || stage.count(".bw-row") == 1).await;
    eventually("it has the focus", async || has_focus(".bw-row-main")).await;
    assert_eq!(notifications.count(&Filter::Archived), 3);
}

#[wasm_bindgen_test]
async fn a_bell_may_count_all_and_up_to_another_number() {
    let (notifications, stage) = Stage::mount(idle_client(), |_| {
        let bell = view! { <NotificationBell count=BadgeCount::All max_count=9/> };
        (use_notifications(), bell)
    });
    for _ in 0..9 {
        notifications.add(Toast::info("Job posted"));
    }
    notifications.mark_all_read();
    stage.shows(".bw-bell-count", "9").await;
    notifications.add(Toast::info("Job posted"));
    stage.shows(".bw-bell-count", "9+").await;
    assert_eq!(stage.count("button[aria-label='Notifications, 9+']"), 1);
    stage.click(".bw-bell-button").await;
    stage.shows(".bw-tab-count", "9+").await;
}

#[wasm_bindgen_test]
async fn parts_have_the_classes_of_the_application_beside_their_own() {
    let classes = BellClasses {
        header: "theirs",
        title: "theirs",
        action: "theirs",
        close: "theirs",
        tabs: "theirs",
        tab: "theirs",
        main: "theirs",
        tool: "theirs",
        ..BellClasses::default()
    };
    let (notifications, stage) = Stage::mount(idle_client(), move |_| {
        (use_notifications(), view! { <NotificationBell classes/> })
    });
    notifications.add(Toast::info("Job posted"));
    stage.click(".bw-bell-button").await;
    eventually("a row", async || stage.count(".bw-row-main.theirs") == 1).await;
    let of_panel = ["header", "title", "action", "close"].map(|part| format!(".bw-panel-{part}"));
    let others = [".bw-tabs", ".bw-tab", ".bw-row-tool"].map(str::to_owned);
    for part in of_panel.iter().chain(&others) {
        let theirs = stage.count(&format!("{part}.theirs"));
        assert!(theirs > 0 && theirs == stage.count(part), "{part}");
    }
}

#[wasm_bindgen_test]
async fn a_row_that_leaves_is_seen_to_go_and_one_that_is_scrolled_out_is_not() {
    let (notifications, stage) = bell();
    let _look = crate::stage::stylesheet();
    for number in 0..100 {
        notifications.add(Toast::info(format!("News {number}")));
    }
    stage.click(".bw-bell-button").await;
    stage.shows(".bw-row .bw-row-title", "Unread: News 99").await;
    let leaving = "li[data-leaving]";
    stage.find(".bw-list").unwrap().set_scroll_top(2_000);
    eventually("others are drawn", async || !stage.text(".bw-row-title").contains("99")).await;
    assert_eq!(stage.count(leaving), 0);
    stage.click(".bw-row [title=Archive]").await;
    eventually("it is going", async || stage.count(leaving) == 1).await;
    eventually("it has gone", async || stage.count(leaving) == 0).await;
    stage.click(".bw-tab:nth-child(4)").await;
    eventually("another list", async || stage.count(".bw-row") == 1).await;
    assert_eq!(stage.count(leaving), 0);
}

#[wasm_bindgen_test]
async fn the_number_moves_each_time_that_it_grows() {
    let (notifications, stage) = bell();
    let turn = || stage.find(".bw-bell-count").and_then(|count| count.get_attribute("data-turn"));
    notifications.add(Toast::info("Job posted"));
    stage.shows(".bw-bell-count", "1").await;
    let first = turn();
    notifications.add(Toast::info("Job posted"));
    stage.shows(".bw-bell-count", "2").await;
    assert_ne!(turn(), first);
    let second = turn();
    let id = notifications.with(|all| all.notifications().next().unwrap().id);
    notifications.mark_read(id);
    stage.shows(".bw-bell-count", "1").await;
    assert_eq!(turn(), second);
}
