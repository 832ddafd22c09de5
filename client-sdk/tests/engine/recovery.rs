use bellwire::engine::{ClientEvent, Loss};
use bellwire::{Gap, GapReason};

use crate::harness::{Harness, PING, millis, secs};
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn publication(offset: u64) -> String {
    publication_of("k3", offset)
}

fn publication_of(epoch: &str, offset: u64) -> String {
    format!(
        r#"{{"type":"tick","data":{offset},"channel":"jobs","epoch":"{epoch}","offset":{offset}}}"#
    )
}

fn subscribed(epoch: &str, offset: u64, more: &str) -> String {
    format!(
        r#"{{"type":"subscribed","channels":["jobs"],
            "positions":{{"jobs":{{"epoch":"{epoch}","offset":{offset}{more}}}}}}}"#
    )
}

const RECOVERED: &str = r#","recovered":true"#;

/// Connected, subscribed to `jobs`, at offset 41.
fn at_41() -> Harness {
    let mut harness = Harness::connected();
    harness.subscribe("jobs");
    harness.receive(&subscribed("k3", 41, ""));
    harness.sent();
    harness.events();
    harness
}

/// The payloads that were handed on, and the reasons of gaps between them.
fn heard(harness: &mut Harness) -> Vec<Result<u64, GapReason>> {
    let mut heard = Vec::new();
    for event in harness.events() {
        if let ClientEvent::Received(publication) = event {
            heard.push(Ok(publication.data.read().unwrap()));
        } else if let ClientEvent::Gap(Gap { channel: Some(_), reason }) = event {
            heard.push(Err(reason));
        }
    }
    heard
}

fn lost(loss: Loss) -> Result<u64, GapReason> {
    Err(GapReason::Unrecoverable(loss))
}

fn reconnect(harness: &mut Harness) {
    harness.close(1006);
    // A connection that did not last is followed by a longer wait.
    harness.sleep(millis(2500));
    harness.welcome();
}

#[test]
fn what_was_missed_is_asked_for_and_handed_on_without_a_gap() {
    let mut harness = at_41();
    harness.receive(&publication(42));
    reconnect(&mut harness);
    assert_eq!(
        harness.sent(),
        [
            r#"{"type":"subscribe","channels":["jobs"],"recover":{"jobs":{"epoch":"k3","offset":42}}}"#
        ]
    );
    harness.receive(&subscribed("k3", 44, RECOVERED));
    for offset in 43..=45 {
        harness.receive(&publication(offset));
    }
    assert_eq!(heard(&mut harness), [Ok(42), Ok(43), Ok(44), Ok(45)]);
}

#[test]
fn a_promise_that_breaks_with_the_connection_is_asked_for_again() {
    let mut harness = at_41();
    reconnect(&mut harness);
    harness.receive(&subscribed("k3", 44, RECOVERED));
    harness.receive(&publication(42));
    harness.sent();
    reconnect(&mut harness);
    assert!(harness.sent()[0].contains(r#""offset":42"#));
    harness.receive(&subscribed("k3", 44, RECOVERED));
    harness.receive(&publication(43));
    harness.receive(&publication(44));
    assert_eq!(heard(&mut harness), [Ok(42), Ok(43), Ok(44)]);
}

#[test]
fn what_cannot_be_recovered_is_a_gap_with_a_reason() {
    for (answer, loss) in [
        (subscribed("k3", 90, r#","recovered":false,"reason":"expired""#), Loss::Expired),
        (
            subscribed("m9", 90, r#","recovered":false,"reason":"epoch_changed""#),
            Loss::EpochChanged,
        ),
        (subscribed("k3", 90, ""), Loss::Other),
    ] {
        let mut harness = at_41();
        reconnect(&mut harness);
        harness.receive(&answer);
        let epoch = if answer.contains("m9") { "m9" } else { "k3" };
        harness.receive(&publication_of(epoch, 91));
        assert_eq!(heard(&mut harness), [lost(loss), Ok(91)], "{answer}");
    }
}

#[test]
fn an_absence_in_which_nothing_happened_is_no_gap() {
    let mut harness = at_41();
    reconnect(&mut harness);
    harness.receive(&subscribed("k3", 41, RECOVERED));
    assert_eq!(heard(&mut harness), []);
}

#[test]
fn a_duplicate_is_left_out() {
    let mut harness = at_41();
    for offset in [42, 42, 40, 43] {
        harness.receive(&publication(offset));
    }
    assert_eq!(heard(&mut harness), [Ok(42), Ok(43)]);
}

#[test]
fn a_hole_on_a_live_connection_is_asked_for_and_filled() {
    let mut harness = at_41();
    harness.receive(&publication(43));
    harness.receive(&publication(44));
    let sent = harness.sent();
    assert_eq!(sent.len(), 1, "once: {sent:?}");
    assert!(sent[0].contains(r#""recover":{"jobs":{"epoch":"k3","offset":41}}"#));
    harness.receive(&subscribed("k3", 44, RECOVERED));
    for offset in 42..=45 {
        harness.receive(&publication(offset));
    }
    assert_eq!(heard(&mut harness), [Ok(42), Ok(43), Ok(44), Ok(45)]);
}

#[test]
fn a_hole_that_the_server_does_not_fill_is_a_gap_and_no_endless_question() {
    let mut harness = at_41();
    harness.receive(&publication(43));
    harness.receive(&subscribed("k3", 43, RECOVERED));
    harness.receive(&publication(44));
    assert_eq!(heard(&mut harness), [lost(Loss::Other), Ok(44)]);
    harness.receive(&publication(45));
    assert_eq!(heard(&mut harness), [Ok(45)]);
    assert_eq!(harness.sent().len(), 1);
}

#[test]
fn a_hole_whose_question_is_not_answered_is_a_gap() {
    let mut harness = at_41();
    harness.receive(&publication(43));
    harness.sent();
    harness.sleep(secs(5));
    assert_eq!(heard(&mut harness), [], "the connection may be dead");
    assert_eq!(harness.sent(), [PING]);
    harness.receive(r#"{"type":"pong"}"#);
    assert_eq!(heard(&mut harness), [lost(Loss::Other)]);
    harness.receive(&publication(45));
    assert_eq!(heard(&mut harness), [Ok(45)]);
}

#[test]
fn a_hole_is_a_gap_when_the_answer_names_no_position() {
    let mut harness = at_41();
    harness.receive(&publication(43));
    harness.receive(r#"{"type":"subscribed","channels":["jobs"]}"#);
    harness.receive(&publication(44));
    assert_eq!(heard(&mut harness), [Err(GapReason::NoRecovery), Ok(44)]);
}

#[test]
fn a_pong_that_is_ahead_shows_a_silent_loss() {
    let mut harness = at_41();
    harness.receive(r#"{"type":"pong","positions":{"jobs":{"epoch":"k3","offset":41}}}"#);
    assert!(harness.sent().is_empty());
    harness.receive(r#"{"type":"pong","positions":{"jobs":{"epoch":"k3","offset":42}}}"#);
    assert!(harness.sent()[0].contains("recover"));
    harness.receive(&subscribed("k3", 42, RECOVERED));
    harness.receive(&publication(42));
    assert_eq!(heard(&mut harness), [Ok(42)]);
}

#[test]
fn a_gap_that_the_server_tells_of_moves_the_channel_on() {
    let mut harness = at_41();
    harness.receive(
        r#"{"type":"gap","channel":"jobs","data":{"reason":"dropped"},"epoch":"k3","offset":50}"#,
    );
    harness.receive(&publication(51));
    assert_eq!(heard(&mut harness), [lost(Loss::Dropped), Ok(51)]);
}

#[test]
fn what_was_sent_to_a_channel_that_was_given_back_is_left_out() {
    let mut harness = Harness::connected();
    let id = harness.subscribe("jobs");
    harness.receive(&subscribed("k3", 41, ""));
    harness.unsubscribe(id);
    harness.receive(&publication(42));
    harness.sleep(millis(250));
    harness.receive(&publication(43));
    assert_eq!(heard(&mut harness), [Ok(42)]);
}

#[test]
fn a_channel_that_the_server_refuses_is_asked_for_on_the_next_connection() {
    let mut harness = Harness::connected();
    harness.subscribe("jobs");
    harness.receive(r#"{"type":"error","channels":["jobs"],"data":{"message":"no"}}"#);
    let events = harness.events();
    assert!(
        matches!(&events[..], [ClientEvent::Fault(_), ClientEvent::Unsubscribed { .. }]),
        "{events:?}"
    );
    harness.sleep(secs(10));
    assert_eq!(harness.engine.confirmed_channels().count(), 0, "silence is no consent any more");
    harness.sent();
    reconnect(&mut harness);
    assert!(harness.sent()[0].contains("jobs"));
}

#[test]
fn an_epoch_without_end_is_no_position() {
    let mut harness = Harness::connected();
    harness.subscribe("jobs");
    harness.receive(&subscribed(&"x".repeat(1000), 41, ""));
    assert_eq!(harness.engine.position(&"jobs".parse().unwrap()), None);
}
