use bellwire::engine::{CloseFrame, Input, Network, Page, Timer, TransportEvent};
use bellwire::{Cause, ConnectionStatus, FailReason, Protocol};

use crate::harness::{Harness, PING, millis, secs};
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn attempt(harness: &Harness) -> Option<u32> {
    let ConnectionStatus::Reconnecting { attempt, .. } = harness.status() else { return None };
    Some(attempt)
}

#[test]
fn is_connected_when_the_server_has_said_its_welcome() {
    let mut harness = Harness::new();
    assert_eq!(harness.status(), ConnectionStatus::Idle);
    harness.connect();
    assert_eq!(harness.status(), ConnectionStatus::Connecting);
    harness.happens(TransportEvent::Opened);
    assert_eq!(harness.status(), ConnectionStatus::Connecting);
    harness.receive(r#"{"type":"connected","data":{"connection_id":"1"}}"#);
    assert_eq!(harness.status(), ConnectionStatus::Connected);
}

#[test]
fn a_server_without_a_welcome_is_connected_when_it_opens() {
    let mut harness = Harness::speaking(Protocol::envelope().without_welcome(), |config| config);
    harness.connect();
    harness.happens(TransportEvent::Opened);
    assert_eq!(harness.status(), ConnectionStatus::Connected);
}

#[test]
fn a_server_that_talks_without_a_welcome_is_taken_at_its_word() {
    let mut harness = Harness::new();
    harness.subscribe("jobs");
    harness.connect();
    harness.happens(TransportEvent::Opened);
    assert_eq!(harness.sent(), [r#"{"type":"subscribe","channels":["jobs"]}"#]);
    harness.receive(r#"{"type":"subscribed","channels":["jobs"]}"#);
    assert_eq!(harness.status(), ConnectionStatus::Connected);
}

#[test]
fn a_server_that_says_nothing_is_given_up_after_ten_seconds() {
    let mut harness = Harness::new();
    harness.connect();
    harness.happens(TransportEvent::Opened);
    harness.sleep(millis(9_999));
    assert_eq!(harness.timer(), Some(Timer::ConnectTimeout));
    harness.sleep(millis(1));
    assert_eq!(attempt(&harness), Some(1));
    assert_eq!(harness.transport, None);
}

#[test]
fn attempts_follow_the_schedule_and_end() {
    let mut harness = Harness::connected();
    harness.sleep(secs(10));
    harness.opened_at.clear();
    let lost_at = harness.now;
    harness.refuse();
    for _ in 1..=5 {
        let retry_in = harness.status().retry_in(harness.now).unwrap();
        harness.sleep(retry_in);
        harness.refuse();
    }
    let attempts: Vec<u64> =
        harness.opened_at.iter().map(|at| at.since(lost_at).as_secs()).collect();
    assert_eq!(attempts, [1, 3, 7, 15, 31]);
    let last = Cause::Closed(CloseFrame { code: 1006, reason: String::new() });
    let reason = FailReason::AttemptsExhausted { last };
    assert_eq!(harness.status(), ConnectionStatus::Failed { reason });
    assert_eq!(harness.timer(), None, "nothing is left to wait for");
}

#[test]
fn a_client_that_gave_up_is_revived_by_the_network_the_page_and_the_user() {
    for revive in [
        |harness: &mut Harness| harness.input(Input::Network(Network::Online)),
        |harness: &mut Harness| harness.input(Input::Page(Page::Visible)),
        |harness: &mut Harness| harness.input(Input::Page(Page::Resumed)),
        |harness: &mut Harness| harness.connect(),
    ] {
        let mut harness = given_up();
        revive(&mut harness);
        assert_eq!(attempt(&harness), Some(1), "the schedule starts afresh");
        assert!(harness.transport.is_some(), "at once");
    }
}

fn given_up() -> Harness {
    let mut harness = Harness::new();
    harness.connect();
    loop {
        harness.refuse();
        match harness.status().retry_in(harness.now) {
            Some(wait) => harness.sleep(wait),
            None => break,
        }
    }
    assert!(matches!(harness.status(), ConnectionStatus::Failed { .. }));
    harness.sleep(secs(60));
    harness
}

#[test]
fn a_server_that_does_not_want_us_is_left_alone_until_the_application_asks() {
    for code in [4001, 4003] {
        let mut harness = Harness::connected();
        harness.close(code);
        harness.sleep(secs(3600));
        harness.input(Input::Network(Network::Online));
        harness.input(Input::Page(Page::Visible));
        assert!(matches!(harness.status(), ConnectionStatus::Failed { .. }));
        assert_eq!(harness.transport, None);
        harness.connect();
        assert!(harness.transport.is_some());
    }
}

#[test]
fn a_rate_limit_is_a_reason_to_wait() {
    let mut harness = Harness::connected();
    harness.close(4008);
    assert_eq!(attempt(&harness), Some(1));
}

#[test]
fn a_server_that_accepts_and_drops_is_not_called_ever_faster() {
    let mut harness = Harness::with(Harness::never_giving_up);
    harness.connect();
    for expected in [1, 2, 3, 4] {
        harness.welcome();
        harness.sleep(secs(4));
        harness.close(1006);
        assert_eq!(attempt(&harness), Some(expected));
        harness.sleep(harness.status().retry_in(harness.now).unwrap());
    }
    harness.welcome();
    harness.sleep(secs(5));
    harness.close(1006);
    assert_eq!(attempt(&harness), Some(1), "five seconds are a success");
}

#[test]
fn impatience_does_not_break_the_floor() {
    let mut harness = Harness::with(Harness::never_giving_up);
    harness.connect();
    for _ in 0..100 {
        harness.refuse();
        harness.connect();
        harness.input(Input::Page(Page::Visible));
        harness.sleep(harness.status().retry_in(harness.now).unwrap_or_default());
    }
    for pair in harness.opened_at.windows(2) {
        assert!(pair[1].since(pair[0]) >= millis(500), "{pair:?}");
    }
}

#[test]
fn what_an_older_transport_says_is_ignored() {
    let mut harness = Harness::connected();
    let old = harness.transport.unwrap();
    harness.close(1006);
    harness.sleep(secs(2));
    harness.welcome();
    harness.events.clear();
    let close = CloseFrame { code: 1006, reason: String::new() };
    harness.input(Input::Transport { id: old, event: TransportEvent::Closed(close) });
    assert_eq!(harness.status(), ConnectionStatus::Connected);
    assert!(harness.events.is_empty());
}

#[test]
fn a_silent_server_is_asked_and_then_left() {
    let mut harness = Harness::connected();
    harness.sleep(millis(24_999));
    assert_eq!(harness.sent(), Vec::<String>::new());
    harness.sleep(millis(1));
    assert_eq!(harness.sent(), [r#"{"type":"ping"}"#]);
    harness.sleep(secs(10));
    let ConnectionStatus::Reconnecting { cause, .. } = harness.status() else {
        panic!("{:?}", harness.status());
    };
    assert_eq!(cause, Cause::HeartbeatTimedOut);
}

#[test]
fn any_frame_counts_as_life_and_a_pong_measures_the_round_trip() {
    let mut harness = Harness::connected();
    harness.sleep(secs(25));
    harness.doze(millis(40));
    harness.receive(r#"{"type":"pong"}"#);
    assert_eq!(harness.engine.rtt(), Some(millis(40)));
    for _ in 0..10 {
        harness.sleep(secs(20));
        harness.receive(r#"{"type":"tick"}"#);
    }
    assert_eq!(harness.sent(), [r#"{"type":"ping"}"#]);
    assert_eq!(harness.status(), ConnectionStatus::Connected);
}

#[test]
fn a_server_that_never_answers_pings_is_believed_in_the_end() {
    let mut harness = Harness::new();
    harness.connect();
    harness.welcome_and_keep_silent();
    for given_up in 1..=2 {
        assert_eq!(harness.sent(), [PING]);
        harness.sleep(secs(10));
        assert_eq!(attempt(&harness), Some(1), "connection {given_up}");
        harness.sleep(secs(2));
        harness.welcome_and_keep_silent();
    }
    harness.sleep(secs(3600));
    assert_eq!(harness.status(), ConnectionStatus::Connected);

    // One answer, and its silence means something again.
    harness.receive(r#"{"type":"pong"}"#);
    harness.sleep(secs(35));
    assert_eq!(attempt(&harness), Some(1));
}

#[test]
fn a_ping_of_the_server_is_answered() {
    let mut harness = Harness::connected();
    harness.receive(r#"{"type":"ping"}"#);
    assert_eq!(harness.sent(), [r#"{"type":"pong"}"#]);
}

#[test]
fn after_a_sleep_the_socket_has_three_seconds_to_prove_itself() {
    let mut harness = Harness::connected();
    harness.doze(secs(3600));
    harness.input(Input::Timeout);
    assert_eq!(harness.sent(), [r#"{"type":"ping"}"#]);
    assert_eq!(harness.status(), ConnectionStatus::Connected);
    harness.sleep(secs(3));
    assert_eq!(attempt(&harness), Some(1));
}

#[test]
fn a_page_that_is_looked_at_again_does_not_trust_its_socket() {
    let mut harness = Harness::connected();
    harness.input(Input::Page(Page::Hidden));
    harness.sleep(secs(5));
    harness.input(Input::Page(Page::Visible));
    assert_eq!(harness.sent(), [r#"{"type":"ping"}"#]);
    harness.receive(r#"{"type":"pong"}"#);
    harness.sleep(secs(3));
    assert_eq!(harness.status(), ConnectionStatus::Connected);
}

#[test]
fn without_a_network_nothing_is_tried_and_with_one_at_once() {
    let mut harness = Harness::connected();
    harness.sleep(secs(20));
    harness.input(Input::Network(Network::Offline));
    assert_eq!(harness.status(), ConnectionStatus::Offline);
    assert_eq!(harness.transport, None);
    assert_eq!(harness.timer(), None);
    harness.sleep(secs(600));
    harness.input(Input::Network(Network::Online));
    assert!(harness.transport.is_some());
    harness.welcome();
    assert_eq!(harness.status(), ConnectionStatus::Connected);
}

#[test]
fn an_explicit_connect_is_tried_whatever_the_platform_says_of_the_network() {
    let mut harness = Harness::new();
    harness.input(Input::Network(Network::Offline));
    harness.connect();
    harness.refuse();
    assert_eq!(harness.status(), ConnectionStatus::Offline, "the platform was right");
    harness.sleep(secs(1));
    harness.connect();
    harness.welcome();
    harness.sleep(secs(10));
    harness.refuse();
    assert_eq!(attempt(&harness), Some(1), "the platform was wrong");
}

#[test]
fn a_transport_that_cannot_be_made_says_why() {
    let mut harness = Harness::new();
    harness.connect();
    harness.happens(TransportEvent::Refused { reason: "insecure".to_owned() });
    let ConnectionStatus::Reconnecting { cause, .. } = harness.status() else {
        panic!("{:?}", harness.status());
    };
    assert_eq!(cause.to_string(), "the connection was refused: insecure");
}

#[test]
fn disconnecting_is_final_until_connect() {
    let mut harness = Harness::connected();
    harness.engine.disconnect(harness.now);
    harness.input(Input::Timeout);
    harness.sleep(secs(600));
    harness.input(Input::Network(Network::Online));
    harness.input(Input::Page(Page::Visible));
    assert_eq!(harness.status(), ConnectionStatus::Idle);
    assert_eq!(harness.transport, None);
    harness.connect();
    harness.welcome();
    assert_eq!(harness.status(), ConnectionStatus::Connected);
}
