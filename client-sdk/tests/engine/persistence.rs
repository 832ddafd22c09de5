use bellwire::engine::{ClientEvent, Input, StoreAction, Stored};
use bellwire::{OutboxConfig, Outcome, Publication};

use crate::harness::{Harness, secs};
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const ACK_SERVER: &str = r#"{"type":"connected","data":{"protocol":1,"capabilities":["ack"]}}"#;

fn harness() -> Harness {
    Harness::with(|mut config| {
        config.outbox = OutboxConfig::default().persistent("app");
        config
    })
}

fn welcome(harness: &mut Harness) {
    harness.happens(bellwire::engine::TransportEvent::Opened);
    harness.receive(ACK_SERVER);
    harness.receive(r#"{"type":"pong"}"#);
}

fn kept(harness: &mut Harness) -> Vec<Stored> {
    let mut kept = Vec::new();
    for action in harness.stored.drain(..) {
        if let StoreAction::Put(stored) = action {
            kept.push(stored);
        }
    }
    kept
}

fn text(stored: &Stored) -> String {
    stored.message.data.read().unwrap()
}

fn chats(harness: &mut Harness) -> Vec<String> {
    harness.sent().into_iter().filter(|text| text.contains("chat")).collect()
}

#[test]
fn a_message_is_kept_before_it_is_sent_and_forgotten_once_it_has_met_its_end() {
    let mut harness = harness();
    harness.input(Input::Restored(Vec::new()));
    harness.connect();
    welcome(&mut harness);
    harness.chat("hello");
    let [StoreAction::Put(stored)] = &harness.stored[..] else { panic!("{:?}", harness.stored) };
    let (key, id) = (stored.message.key.clone().unwrap(), 1);
    assert_eq!(text(stored), "hello");
    harness.stored.clear();
    harness.receive(&format!(r#"{{"type":"ack","id":{id}}}"#));
    assert_eq!(harness.stored, [StoreAction::Remove(key)]);
}

#[test]
fn what_an_earlier_page_has_left_goes_first_under_its_key() {
    let mut before = harness();
    before.input(Input::Restored(Vec::new()));
    before.chat("one");
    before.chat("two");
    let left = kept(&mut before);
    let keys: Vec<_> = left.iter().map(|stored| stored.message.key.clone().unwrap()).collect();

    let mut harness = harness();
    harness.connect();
    welcome(&mut harness);
    harness.chat("three");
    assert!(chats(&mut harness).is_empty(), "older ones may be on their way");
    harness.input(Input::Restored(left));
    let sent = chats(&mut harness);
    assert_eq!(sent.len(), 3);
    for (frame, key) in sent.iter().zip(&keys) {
        assert!(frame.contains(&**key), "{frame}");
    }
    assert!(sent[2].contains("three"));
    assert_eq!(harness.engine.queue_depth(), 3);
}

#[test]
fn a_server_without_acknowledgements_gets_what_was_left_before_what_is_new() {
    let mut harness = harness();
    harness.connect();
    harness.welcome();
    harness.chat("new");
    let message = Publication { key: Some("k".into()), ..Harness::message("old") };
    let expires_at = harness.now + secs(60);
    harness.input(Input::Restored(vec![Stored { message, expires_at }]));
    let sent = chats(&mut harness);
    assert!(sent[0].contains("old") && sent[1].contains("new"), "{sent:?}");
    assert!(harness.stored.contains(&StoreAction::Remove("k".into())));
    assert_eq!(harness.engine.queue_depth(), 0);
}

#[test]
fn what_has_waited_too_long_expires_also_after_a_reload() {
    let mut harness = harness();
    let message = Publication { key: Some("k".into()), ..Harness::message("old") };
    let expires_at = harness.now + secs(60);
    harness.input(Input::Restored(vec![Stored { message, expires_at }]));
    harness.sleep(secs(61));
    assert_eq!(harness.stored, [StoreAction::Remove("k".into())]);
    let events = harness.events();
    assert!(matches!(events[..], [ClientEvent::Settled { outcome: Outcome::Expired, .. }]));
}

#[test]
fn what_is_sent_at_once_to_a_server_that_acknowledges_nothing_is_not_kept() {
    let mut harness = harness();
    harness.input(Input::Restored(Vec::new()));
    harness.connect();
    harness.welcome();
    harness.chat("hello");
    assert!(harness.stored.is_empty());
}
