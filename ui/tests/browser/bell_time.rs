use bellwire_testing::eventually;
use bellwire_ui::{
    NotificationBell, NotificationEntry, Toast, UseNotifications, use_notifications,
};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, idle_client};

#[wasm_bindgen(inline_js = r#"
const now = Date.now;
export function at(year, month, day, hour, minute) {
  return new Date(year, month - 1, day, hour, minute).getTime();
}
export function set_now(moment) { Date.now = () => moment; }
export function set_seen(isSeen) {
  const state = isSeen ? "visible" : "hidden";
  Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
  document.dispatchEvent(new Event("visibilitychange"));
}
export function as_it_was() {
  delete document.visibilityState;
  Date.now = now;
}
"#)]
extern "C" {
    fn at(year: u32, month: u32, day: u32, hour: u32, minute: u32) -> f64;
    fn set_now(moment: f64);
    fn set_seen(is_seen: bool);
    fn as_it_was();
}

/// A clock on the wall that is set by hand; dropping it brings the real one back.
struct Clock;

impl Clock {
    fn at(year: u32, month: u32, day: u32, hour: u32, minute: u32) -> Self {
        set_now(at(year, month, day, hour, minute));
        Self
    }
}

impl Drop for Clock {
    fn drop(&mut self) {
        as_it_was();
    }
}

fn bell() -> (UseNotifications, Stage) {
    Stage::mount(idle_client(), |_| (use_notifications(), view! { <NotificationBell/> }))
}

#[wasm_bindgen_test]
async fn times_rest_with_the_page_and_are_right_when_it_is_seen_again() {
    let _clock = Clock::at(2026, 3, 5, 23, 58);
    let (notifications, stage) = bell();
    notifications.add(Toast::info("Job posted"));
    stage.click(".bw-bell-button").await;
    stage.shows(".bw-row-time", "now").await;
    stage.shows(".bw-day-name", "today").await;
    set_seen(false);
    set_now(at(2026, 3, 6, 0, 3));
    leptos::task::tick().await;
    assert_eq!(stage.text(".bw-row-time"), "now");
    set_seen(true);
    eventually("five minutes", async || stage.text(".bw-row-time").starts_with("5")).await;
    stage.shows(".bw-day-name", "yesterday").await;
}

#[wasm_bindgen_test]
async fn what_is_long_ago_is_told_as_a_date_and_each_time_has_its_date() {
    let _clock = Clock::at(2026, 3, 5, 12, 0);
    let (notifications, stage) = bell();
    for (name, moment) in
        [(3, at(2026, 2, 10, 12, 0)), (2, at(2026, 2, 1, 9, 30)), (1, at(2025, 2, 1, 9, 30))]
    {
        notifications.receive(NotificationEntry::new(name, Toast::info("Job posted"), moment));
    }
    // Before the calendar begins, there are no dates.
    notifications.receive(NotificationEntry::new(0, Toast::info("Job posted"), -9e15));
    stage.click(".bw-bell-button").await;
    eventually("all are there", async || stage.count(".bw-row") == 4).await;
    let time = |item: usize| stage.text(&format!("li:nth-child({item}) .bw-row-time"));
    assert!(time(2).starts_with("23"), "{} days ago", time(2));
    assert_eq!((time(4), time(6)), ("Feb 1".to_owned(), "Feb 1, 2025".to_owned()));
    let day = |item: usize| stage.text(&format!("li:nth-child({item}) .bw-day-name"));
    assert_eq!(day(3), "Sunday, February 1");
    assert_eq!(day(5), "Saturday, February 1, 2025");
    let title = stage.find("li:nth-child(4) time").unwrap().get_attribute("title").unwrap();
    assert!(title.starts_with("Sunday, February 1, 2026") && title.contains("9:30"), "{title}");
}
