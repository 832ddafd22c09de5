use bellwire::Outcome;
use bellwire::engine::{ClientEvent, Fault, Frame, Input, Network, OutboxLimit, TransportEvent};

use crate::harness::{Harness, PING, secs};
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn settled(events: &[ClientEvent]) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for event in events {
        if let ClientEvent::Settled { outcome, .. } = event {
            outcomes.push(*outcome);
        }
    }
    outcomes
}

fn faults(events: Vec<ClientEvent>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for event in events {
        if let ClientEvent::Fault(fault) = event {
            faults.push(fault);
        }
    }
    faults
}

#[test]
fn a_message_leaves_at_once_when_there_is_a_connection() {
    let mut harness = Harness::connected();
    harness.chat("hello");
    assert_eq!(harness.sent(), [r#"{"type":"chat","data":"hello"}"#]);
    assert_eq!(settled(&harness.events()), [Outcome::Delivered]);
}

#[test]
fn what_is_sent_while_away_is_delivered_once_and_in_order() {
    let mut harness = Harness::connected();
    harness.close(1006);
    for text in ["one", "two", "three"] {
        harness.chat(text);
    }
    assert_eq!(harness.sent(), Vec::<String>::new());
    assert_eq!(harness.engine.queue_depth(), 3);

    harness.sleep(secs(1));
    harness.welcome();
    let expected =
        ["one", "two", "three"].map(|text| format!(r#"{{"type":"chat","data":"{text}"}}"#));
    assert_eq!(harness.sent(), expected);
    assert_eq!(settled(&harness.events()), [Outcome::Delivered; 3]);

    harness.close(1006);
    harness.sleep(secs(2));
    harness.welcome();
    assert_eq!(harness.sent(), Vec::<String>::new(), "never a second time");
}

#[test]
fn what_is_sent_to_a_transport_that_is_ending_waits_for_the_next() {
    let mut harness = Harness::connected();
    harness.happens(TransportEvent::Ending);
    harness.chat("hello");
    harness.subscribe("jobs");
    assert_eq!(harness.sent(), Vec::<String>::new());
    harness.close(1001);
    harness.sleep(secs(1));
    harness.welcome();
    let sent = harness.sent();
    assert!(sent[0].contains("jobs") && sent[1].contains("hello"), "{sent:?}");
}

#[test]
fn nothing_leaves_before_the_welcome() {
    let mut harness = Harness::new();
    harness.connect();
    harness.happens(TransportEvent::Opened);
    harness.chat("hello");
    assert_eq!(harness.sent(), Vec::<String>::new());
    harness.receive(r#"{"type":"connected"}"#);
    assert_eq!(harness.sent(), [PING, r#"{"type":"chat","data":"hello"}"#]);
}

#[test]
fn subscriptions_come_before_messages() {
    let mut harness = Harness::new();
    harness.chat("hello");
    harness.subscribe("jobs");
    harness.connect();
    harness.welcome();
    let sent = harness.sent();
    assert!(sent[0].contains("subscribe") && sent[1].contains("chat"), "{sent:?}");
}

#[test]
fn a_full_outbox_hands_the_message_back_and_keeps_the_rest() {
    let mut harness = Harness::connected();
    harness.input(Input::Network(Network::Offline));
    for number in 0..256 {
        harness.chat(&number.to_string());
    }
    let message = Harness::message("one too many");
    let full = harness.engine.send(harness.now, message.clone()).unwrap_err();
    assert_eq!((*full.message, full.limit), (message, OutboxLimit::Messages(256)));
    assert_eq!(harness.engine.queue_depth(), 256);
}

#[test]
fn bad_frames_are_reported_and_everything_goes_on() {
    let mut harness = Harness::connected();
    for text in
        ["", "{", "5", "null", "{}", r#"{"type":5}"#, r#"{"type":"subscribed","channels":5}"#]
    {
        harness.receive(text);
        assert_eq!(faults(harness.events()).len(), 1, "{text}");
    }
    harness.receive(r#"{"type":"job_created","data":{"job_id":1}}"#);
    assert!(matches!(&harness.events()[..], [ClientEvent::Received(_)]));
}

#[test]
fn one_bad_message_does_not_spoil_its_batch() {
    let mut harness = Harness::connected();
    harness.receive(r#"[{"type":"a"},{"no":"type"},{"type":"b"}]"#);
    assert!(matches!(
        &harness.events()[..],
        [ClientEvent::Received(_), ClientEvent::Fault(_), ClientEvent::Received(_)]
    ));
}

#[test]
fn binary_frames_are_read_as_text_or_reported() {
    let mut harness = Harness::connected();
    harness.happens(TransportEvent::Received(Frame::Binary(br#"{"type":"a"}"#.to_vec())));
    assert!(matches!(&harness.events()[..], [ClientEvent::Received(_)]));
    harness.happens(TransportEvent::Received(Frame::Binary(vec![0xff, 0xfe])));
    assert_eq!(faults(harness.events()), [Fault::NotText { bytes: 2 }]);
}

#[test]
fn a_frame_over_the_limit_is_reported_and_not_read() {
    let mut harness = Harness::connected();
    let long = "x".repeat(10 * 1024 * 1024);
    harness.receive(&format!(r#"{{"type":"a","data":"{long}"}}"#));
    let events = harness.events();
    assert!(
        matches!(&events[..], [ClientEvent::Fault(Fault::OversizedFrame { limit: 1_048_576, .. })]),
        "{events:?}"
    );
    harness.receive(r#"{"type":"a"}"#);
    assert!(matches!(&harness.events()[..], [ClientEvent::Received(_)]));
}
