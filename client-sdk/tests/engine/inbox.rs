use bellwire::engine::{ClientEvent, Input, Page, RefuseReason, TransportEvent};
use bellwire::{ConnectionStatus, Outcome, Payload, Protocol, Publication, Token};

use crate::harness::{Harness, secs};
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const ASK: &str = r#"{"action":"get_unread_count"}"#;

fn harness(protocol: Protocol) -> Harness {
    Harness::speaking(protocol, |mut config| {
        config.url = "ws://localhost/ws/notifications/7/".to_owned();
        config
    })
}

fn connected() -> Harness {
    let mut harness = harness(Protocol::inbox());
    harness.connect();
    harness.happens(TransportEvent::Opened);
    harness
}

fn listening() -> Harness {
    let mut harness = harness(Protocol::envelope().without_welcome().listening_only());
    harness.connect();
    harness.happens(TransportEvent::Opened);
    harness
}

#[test]
fn a_server_that_opens_the_socket_has_welcomed_us() {
    let harness = connected();
    assert!(harness.status().is_connected());
    assert_eq!(harness.addresses, ["ws://localhost/ws/notifications/7/"]);
}

#[test]
fn the_unread_count_is_the_answer_to_a_ping_and_an_event() {
    let mut harness = connected();
    assert_eq!(harness.sent(), [ASK]);
    harness.events();
    harness.sleep(secs(1));
    harness.receive(r#"{"type":"unread_count","count":5}"#);
    let data = Payload::from_json(r#"{"type":"unread_count","count":5}"#).unwrap();
    let unread = Publication::new("unread_count", None, data);
    assert_eq!(harness.events(), [ClientEvent::Received(unread)]);
    assert_eq!(harness.engine.rtt(), Some(secs(1)));
    harness.sleep(secs(25));
    assert_eq!(harness.sent(), [ASK]);
    harness.sleep(secs(10));
    assert!(!harness.status().is_connected(), "a server that has answered once does so again");
}

#[test]
fn what_is_sent_is_an_action() {
    let mut harness = connected();
    harness.sent();
    let data = Payload::from_json(r#"{"notification_id":123}"#).unwrap();
    harness.send(Publication::new("mark_read", None, data)).unwrap();
    assert_eq!(harness.sent(), [r#"{"action":"mark_read","notification_id":123}"#]);
}

#[test]
fn a_refusal_that_looks_like_an_outage_costs_the_token() {
    let mut harness = Harness::speaking(Protocol::inbox(), |mut config| {
        config.authenticates = true;
        config
    });
    harness.connect();
    for attempt in 1..4 {
        assert_eq!(harness.token_requests, attempt, "a new one for each attempt");
        harness.input(Input::Token(Ok(Token::new(format!("token-{attempt}")))));
        harness.refuse();
        assert!(matches!(harness.status(), ConnectionStatus::Reconnecting { .. }));
        harness.sleep(secs(8));
    }
    assert!(harness.addresses[1].ends_with("?token=token-2"), "{:?}", harness.addresses);
}

#[test]
fn a_connection_that_was_made_keeps_its_token() {
    let mut harness = Harness::speaking(Protocol::inbox(), |mut config| {
        config.authenticates = true;
        config
    });
    harness.connect();
    harness.input(Input::Token(Ok(Token::new("token"))));
    harness.happens(TransportEvent::Opened);
    harness.refuse();
    harness.sleep(secs(1));
    assert_eq!((harness.token_requests, harness.addresses.len()), (1, 2));
}

#[test]
fn who_only_listens_says_nothing() {
    let mut harness = listening();
    harness.subscribe("job.5");
    for _ in 0..10 {
        harness.sleep(secs(60));
    }
    assert!(harness.status().is_connected());
    harness.events();
    harness.send(Harness::message("hello")).unwrap();
    assert_eq!(harness.sent(), [""; 0]);
    let [ClientEvent::Settled { outcome, .. }] = harness.events()[..] else { panic!("no outcome") };
    assert_eq!(outcome, Outcome::Refused(RefuseReason::Unsupported));
}

#[test]
fn what_has_waited_through_a_sleep_is_no_sign_of_life() {
    let mut harness = listening();
    harness.doze(secs(3600));
    harness.receive(r#"{"type":"tick","data":1}"#);
    harness.input(Input::Timeout);
    assert!(matches!(harness.status(), ConnectionStatus::Reconnecting { .. }));

    let mut harness = self::harness(Protocol::envelope().without_welcome().listening_only());
    harness.connect();
    harness.doze(secs(3600));
    harness.happens(TransportEvent::Opened);
    assert!(matches!(harness.status(), ConnectionStatus::Reconnecting { .. }));

    let mut harness = connected();
    harness.sent();
    harness.doze(secs(3600));
    harness.receive(r#"{"type":"notification_read","notification_id":1}"#);
    harness.input(Input::Timeout);
    assert_eq!(harness.sent(), [ASK], "whoever can ask does so");
}

#[test]
fn a_hidden_page_whose_timers_run_once_in_a_minute_keeps_its_connection() {
    let mut harness = listening();
    for _ in 0..60 {
        harness.doze(secs(60));
        harness.input(Input::Timeout);
    }
    assert!(harness.status().is_connected());
    assert_eq!(harness.addresses.len(), 1);
}

#[test]
fn a_server_that_knows_no_pings_keeps_nobody_busy() {
    let mut harness = harness(Protocol::envelope().without_welcome());
    harness.connect();
    for _ in 0..3 {
        harness.happens(TransportEvent::Opened);
        harness.sleep(secs(60));
    }
    assert!(harness.status().is_connected(), "its silence means nothing");
    // An answer to a probe is waited for when the machine sleeps again.
    harness.input(Input::Page(Page::Hidden));
    harness.input(Input::Page(Page::Visible));
    harness.doze(secs(3600));
    harness.input(Input::Timeout);
    let due = harness.engine.poll_timeout().unwrap().at;
    assert!(due > harness.now, "it is not due for ever");
}

#[test]
fn who_only_listens_connects_anew_after_a_sleep() {
    let mut harness = listening();
    harness.doze(secs(3600));
    harness.input(Input::Timeout);
    assert!(matches!(harness.status(), ConnectionStatus::Reconnecting { .. }));
}
