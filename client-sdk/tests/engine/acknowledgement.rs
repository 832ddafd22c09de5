use bellwire::engine::{ClientEvent, Input, RefuseReason, TransportEvent};
use bellwire::{OutboxConfig, Outcome, Overflow, Payload, Publication};

use crate::harness::{Harness, PING, millis, secs};
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const WELCOME: &str = r#"{"type":"connected","data":{"capabilities":["ack","recovery"]}}"#;

fn connected() -> Harness {
    let mut harness = Harness::with(|mut config| {
        config.outbox = OutboxConfig::default().max_messages(3);
        config
    });
    harness.connect();
    welcome(&mut harness);
    harness
}

fn welcome(harness: &mut Harness) {
    harness.happens(TransportEvent::Opened);
    harness.receive(WELCOME);
    harness.receive(r#"{"type":"pong"}"#);
}

fn reconnect(harness: &mut Harness) {
    harness.close(1006);
    harness.sleep(millis(1500));
    welcome(harness);
}

fn sent(harness: &mut Harness) -> Vec<String> {
    harness.sent().into_iter().filter(|text| text != PING).collect()
}

fn outcomes(harness: &mut Harness) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for event in harness.events() {
        if let ClientEvent::Settled { outcome, .. } = event {
            outcomes.push(outcome);
        }
    }
    outcomes
}

fn key(text: &str) -> &str {
    let start = text.find(r#""key":""#).unwrap() + 7;
    text[start..].split('"').next().unwrap()
}

#[test]
fn a_message_ends_with_the_acknowledgement() {
    let mut harness = connected();
    harness.chat("hello");
    let sent = sent(&mut harness);
    assert!(sent[0].starts_with(r#"{"type":"chat","data":"hello","id":1,"key":""#), "{sent:?}");
    assert_eq!(outcomes(&mut harness), []);
    assert_eq!(harness.engine.queue_depth(), 1);
    harness.receive(r#"{"type":"ack","id":1}"#);
    harness.receive(r#"{"type":"ack","id":1}"#);
    assert_eq!(outcomes(&mut harness), [Outcome::Acknowledged]);
    assert_eq!(harness.engine.queue_depth(), 0);
}

#[test]
fn what_is_not_acknowledged_is_sent_again_under_the_same_key() {
    let mut harness = connected();
    harness.chat("one");
    harness.chat("two");
    harness.receive(r#"{"type":"ack","id":1}"#);
    let first = sent(&mut harness);
    reconnect(&mut harness);
    let second = sent(&mut harness);
    assert_eq!(second, [first[1].clone()]);
    assert_ne!(key(&first[0]), key(&first[1]));
    harness.receive(r#"{"type":"ack","id":2}"#);
    assert_eq!(outcomes(&mut harness), [Outcome::Acknowledged; 2]);
}

#[test]
fn a_server_without_acknowledgements_is_not_sent_again_what_another_may_have() {
    let mut harness = connected();
    harness.chat("one");
    harness.close(1006);
    harness.chat("two");
    sent(&mut harness);
    harness.sleep(millis(1500));
    harness.welcome();
    assert_eq!(sent(&mut harness), [r#"{"type":"chat","data":"two"}"#]);
    assert_eq!(outcomes(&mut harness), [Outcome::Delivered; 2]);
}

#[test]
fn a_message_of_ours_that_comes_back_in_the_history_has_arrived() {
    let mut harness = connected();
    harness.subscribe("room");
    harness.receive(
        r#"{"type":"subscribed","channels":["room"],"positions":{"room":{"epoch":"e","offset":0}}}"#,
    );
    harness.chat("hello");
    let text = sent(&mut harness).pop().unwrap();
    reconnect(&mut harness);
    harness.events();
    harness.receive(
        r#"{"type":"subscribed","channels":["room"],
            "positions":{"room":{"epoch":"e","offset":1,"recovered":true}}}"#,
    );
    harness.receive(&format!(
        r#"{{"type":"chat","channel":"room","epoch":"e","offset":1,"key":"{}"}}"#,
        key(&text)
    ));
    let events = harness.events();
    assert!(!events.iter().any(|event| matches!(event, ClientEvent::Received(_))), "{events:?}");
    assert_eq!(harness.engine.queue_depth(), 0);
    assert_eq!(harness.engine.position(&"room".parse().unwrap()).unwrap().offset, 1);
}

#[test]
fn an_acknowledgement_stands_for_the_message_in_its_channel() {
    let mut harness = connected();
    harness.subscribe("room");
    harness.receive(
        r#"{"type":"subscribed","channels":["room"],"positions":{"room":{"epoch":"e","offset":0}}}"#,
    );
    harness.chat("hello");
    harness.receive(r#"{"type":"ack","id":1,"channel":"room","epoch":"e","offset":1}"#);
    sent(&mut harness);
    harness.receive(r#"{"type":"chat","channel":"room","epoch":"e","offset":2}"#);
    assert!(sent(&mut harness).is_empty(), "no hole");
}

#[test]
fn a_message_that_the_server_refuses_is_over() {
    let mut harness = connected();
    harness.chat("hello");
    harness.receive(r#"{"type":"error","id":1,"data":{"message":"no"}}"#);
    assert_eq!(outcomes(&mut harness), [Outcome::Refused(RefuseReason::Server)]);
    reconnect(&mut harness);
    assert_eq!(sent(&mut harness).len(), 1, "what was sent before the refusal");
}

#[test]
fn a_server_that_acknowledges_nothing_fills_the_outbox_and_not_the_memory() {
    let mut harness = connected();
    for text in ["one", "two", "three"] {
        harness.chat(text);
    }
    assert!(harness.engine.send(harness.now, Harness::message("four")).is_err());
    harness.sleep(secs(60 * 60));
    assert_eq!(outcomes(&mut harness), [Outcome::Expired; 3]);
    harness.chat("five");
}

#[test]
fn what_makes_room_is_told() {
    let mut harness = Harness::with(|mut config| {
        config.outbox = OutboxConfig::default().max_messages(1).on_overflow(Overflow::DropOldest);
        config
    });
    harness.chat("old");
    harness.chat("new");
    assert_eq!(outcomes(&mut harness), [Outcome::Refused(RefuseReason::Displaced)]);
    harness.connect();
    welcome(&mut harness);
    assert!(sent(&mut harness)[0].contains("new"));
}

#[test]
fn an_acknowledgement_of_nothing_is_nothing() {
    let mut harness = connected();
    harness.events();
    for text in [r#"{"type":"ack","id":99}"#, r#"{"type":"ack","id":"x"}"#] {
        harness.receive(text);
    }
    assert_eq!(harness.events(), []);
    harness.receive(r#"{"type":"ack"}"#);
    assert!(matches!(&harness.events()[..], [ClientEvent::Fault(_)]));
}

#[test]
fn what_the_server_cannot_read_is_refused_and_does_not_break_connections_for_ever() {
    for capabilities in ["", r#""ack""#] {
        let mut harness = Harness::new();
        harness.connect();
        harness.happens(TransportEvent::Opened);
        harness.receive(&format!(
            r#"{{"type":"connected","data":{{"protocol":1,"max_frame":100,"capabilities":[{capabilities}]}}}}"#
        ));
        harness.sent();
        harness.chat(&"x".repeat(100));
        harness.chat("short");
        let sent = harness.sent();
        assert!(sent.len() == 1 && sent[0].contains("short"), "{sent:?}");
        let refused = Outcome::Refused(RefuseReason::TooLarge);
        let settled =
            |event| matches!(event, ClientEvent::Settled { outcome, .. } if outcome == refused);
        assert_eq!(harness.events().into_iter().filter(|event| settled(event.clone())).count(), 1);
    }
}

#[test]
fn a_command_has_no_acknowledgement_to_wait_for() {
    let mut harness = connected();
    harness.engine.send(harness.now, Publication::new("ping", None, Payload::null())).unwrap();
    harness.sent();
    harness.input(Input::Timeout);
    assert_eq!(harness.sent(), [r#"{"type":"ping","data":null}"#]);
    assert_eq!(harness.engine.queue_depth(), 0);
    assert!(harness.engine.is_reserved("subscribe"));
}

#[test]
fn what_a_server_has_promised_it_cannot_take_back() {
    let mut harness = connected();
    harness.receive(r#"{"type":"connected"}"#);
    harness.chat("hello");
    assert!(sent(&mut harness)[0].contains("key"));
}
