use bellwire::engine::ClientEvent;
use bellwire::{ChannelName, Gap, GapReason};

use crate::harness::{Harness, millis, secs};
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn channel(name: &str) -> ChannelName {
    name.parse().unwrap()
}

fn gap(name: Option<&str>) -> ClientEvent {
    ClientEvent::Gap(Gap { channel: name.map(channel), reason: GapReason::NoRecovery })
}

fn subscribed(name: &str) -> String {
    format!(r#"{{"type":"subscribed","channels":["{name}"]}}"#)
}

#[test]
fn subscribes_at_once_when_there_is_a_connection() {
    let mut harness = Harness::connected();
    harness.subscribe("jobs");
    assert_eq!(harness.sent(), [r#"{"type":"subscribe","channels":["jobs"]}"#]);
    assert_eq!(harness.engine.confirmed_channels().count(), 0);
    harness.receive(&subscribed("jobs"));
    assert_eq!(harness.events(), [ClientEvent::Subscribed(channel("jobs"))]);
    assert_eq!(harness.engine.confirmed_channels().count(), 1);
}

#[test]
fn a_channel_is_awaited_until_it_is_confirmed_or_refused() {
    let mut harness = Harness::connected();
    let [jobs, _payments] = ["jobs", "payments"].map(|channel| harness.subscribe(channel));
    let awaited = |harness: &Harness| -> Vec<String> {
        harness.engine.awaited_channels().map(ToString::to_string).collect()
    };
    assert_eq!(awaited(&harness), ["jobs", "payments"]);
    harness.receive(&subscribed("jobs"));
    assert_eq!(awaited(&harness), ["payments"]);
    harness.receive(r#"{"type":"error","message":"no","channels":["payments"]}"#);
    assert_eq!(awaited(&harness), [""; 0]);

    harness.close(1006);
    assert_eq!(awaited(&harness), ["jobs", "payments"]);
    harness.unsubscribe(jobs);
    assert_eq!(awaited(&harness), ["payments"]);
}

#[test]
fn resubscribes_after_a_reconnect_in_one_frame() {
    let mut harness = Harness::new();
    harness.subscribe("payments");
    harness.subscribe("jobs");
    harness.connect();
    harness.welcome();
    assert_eq!(harness.sent(), [r#"{"type":"subscribe","channels":["jobs","payments"]}"#]);
    harness.receive(r#"{"type":"subscribed","channels":["jobs","payments"]}"#);
    harness.sleep(secs(10));

    harness.close(1006);
    assert_eq!(harness.engine.confirmed_channels().count(), 0);
    harness.sleep(secs(1));
    harness.welcome();
    assert_eq!(harness.sent(), [r#"{"type":"subscribe","channels":["jobs","payments"]}"#]);
}

#[test]
fn a_channel_given_back_while_away_is_not_asked_for_again() {
    let mut harness = Harness::connected();
    let jobs = harness.subscribe("jobs");
    harness.subscribe("payments");
    harness.close(1006);
    harness.unsubscribe(jobs);
    harness.sent();
    harness.sleep(secs(1));
    harness.welcome();
    assert_eq!(harness.sent(), [r#"{"type":"subscribe","channels":["payments"]}"#]);
}

#[test]
fn the_last_holder_s_leave_reaches_the_server_after_the_linger() {
    let mut harness = Harness::connected();
    let jobs = harness.subscribe("jobs");
    harness.receive(&subscribed("jobs"));
    harness.sent();
    harness.unsubscribe(jobs);
    harness.sleep(millis(249));
    assert_eq!(harness.sent(), Vec::<String>::new());
    harness.sleep(millis(1));
    assert_eq!(harness.sent(), [r#"{"type":"unsubscribe","channels":["jobs"]}"#]);
}

#[test]
fn the_first_connection_leaves_no_gap() {
    let mut harness = Harness::new();
    harness.subscribe("jobs");
    harness.connect();
    harness.welcome();
    harness.receive(&subscribed("jobs"));
    assert!(!harness.events().iter().any(|event| matches!(event, ClientEvent::Gap(_))));
}

#[test]
fn a_reconnect_leaves_a_gap_per_channel_once_the_channel_is_live() {
    let mut harness = Harness::connected();
    harness.subscribe("jobs");
    harness.receive(&subscribed("jobs"));
    harness.close(1006);
    harness.sleep(secs(1));
    harness.events.clear();

    harness.welcome();
    let gaps = |events: Vec<ClientEvent>| -> Vec<ClientEvent> {
        events.into_iter().filter(|event| matches!(event, ClientEvent::Gap(_))).collect()
    };
    assert_eq!(gaps(harness.events()), [gap(None)], "for what goes to every connection");
    harness.receive(&subscribed("jobs"));
    assert_eq!(gaps(harness.events()), [gap(Some("jobs"))]);
}

#[test]
fn a_page_opened_before_its_server_refetches_when_the_server_comes() {
    let mut harness = Harness::new();
    harness.subscribe("jobs");
    harness.connect();
    harness.refuse();
    harness.sleep(secs(1));
    harness.events.clear();
    harness.welcome();
    harness.receive(&subscribed("jobs"));
    let events = harness.events();
    assert!(events.contains(&gap(None)) && events.contains(&gap(Some("jobs"))), "{events:?}");
}

#[test]
fn a_server_that_never_confirms_still_reports_the_gap() {
    let mut harness = Harness::connected();
    harness.subscribe("jobs");
    harness.close(1006);
    harness.sleep(secs(1));
    harness.welcome();
    harness.events.clear();
    harness.sleep(secs(5));
    assert_eq!(harness.events(), [ClientEvent::Subscribed(channel("jobs")), gap(Some("jobs"))]);
}
