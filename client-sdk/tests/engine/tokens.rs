use std::time::Duration;

use bellwire::engine::{ClientEvent, Input, Network, Timer, TransportEvent};
use bellwire::{Cause, ConnectionStatus, FailReason, Fault, Protocol, Token, TokenError};

use crate::harness::{Harness, secs};
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn harness() -> Harness {
    speaking(Protocol::envelope())
}

fn speaking(protocol: Protocol) -> Harness {
    Harness::speaking(protocol, |mut config| {
        config.authenticates = true;
        config
    })
}

fn answer(harness: &mut Harness, token: Result<Token, TokenError>) {
    harness.input(Input::Token(token));
}

/// A token that is good for a quarter of an hour.
fn token(value: &str) -> Token {
    Token::new(value).expires_in(secs(900))
}

fn unavailable() -> TokenError {
    TokenError::Unavailable("503".to_owned())
}

/// Connected with the token `a`, to a server that takes another one at any time.
fn connected() -> Harness {
    let mut harness = harness();
    harness.connect();
    answer(&mut harness, Ok(token("a")));
    welcome(&mut harness);
    harness.events();
    harness
}

/// Time passes on a connection whose server answers.
fn live(harness: &mut Harness, duration: Duration) {
    let end = harness.now + duration;
    while harness.now < end {
        harness.sleep(secs(1));
        harness.receive(r#"{"type":"pong"}"#);
    }
}

/// How long it takes until a token is asked for.
fn until_asked(harness: &mut Harness) -> Duration {
    let (start, before) = (harness.now, harness.token_requests);
    while harness.token_requests == before {
        live(harness, secs(1));
    }
    harness.now.since(start)
}

fn welcome(harness: &mut Harness) {
    harness.happens(TransportEvent::Opened);
    harness.receive(r#"{"type":"connected","data":{"protocol":1,"capabilities":["auth"]}}"#);
    harness.receive(r#"{"type":"pong"}"#);
    harness.sent();
}

#[test]
fn no_connection_is_made_before_there_is_a_token() {
    let mut harness = harness();
    harness.connect();
    assert_eq!(harness.token_requests, 1);
    assert_eq!(harness.transport, None);
    assert_eq!(harness.status(), ConnectionStatus::Connecting);
    answer(&mut harness, Ok(Token::new("a/b")));
    assert_eq!(harness.addresses, ["ws://localhost/ws?v=1&token=a%2Fb"]);
}

#[test]
fn there_is_one_request_at_a_time() {
    let mut harness = harness();
    harness.connect();
    harness.engine.disconnect(harness.now);
    harness.connect();
    harness.sleep(secs(1));
    harness.input(Input::Network(Network::Online));
    assert_eq!(harness.token_requests, 1);
    answer(&mut harness, Ok(token("a")));
    assert_eq!(harness.addresses.len(), 1);
}

#[test]
fn a_token_that_is_good_serves_the_next_connection() {
    let mut harness = connected();
    harness.close(1006);
    harness.sleep(secs(1));
    assert_eq!((harness.token_requests, harness.addresses.len()), (1, 2));
}

#[test]
fn a_token_that_has_grown_old_is_renewed_before_the_next_connection() {
    let mut harness = connected();
    harness.close(1006);
    harness.doze(secs(3600));
    harness.input(Input::Timeout);
    assert_eq!((harness.token_requests, harness.addresses.len()), (2, 1));
    answer(&mut harness, Ok(token("b")));
    assert_eq!(harness.addresses[1], "ws://localhost/ws?v=1&token=b");
}

#[test]
fn a_token_is_renewed_in_time_on_the_connection_at_hand() {
    let mut harness = connected();
    harness.close(1006);
    harness.sleep(secs(1));
    welcome(&mut harness);
    let age = until_asked(&mut harness) + secs(1);
    assert!((secs(675)..secs(815)).contains(&age), "after 75 to 90 of 100 parts of its life");
    harness.sent();
    answer(&mut harness, Ok(token("b")));
    assert_eq!(harness.sent(), [r#"{"type":"auth","data":{"token":"b"}}"#]);
    assert!(harness.status().is_connected());
}

#[test]
fn a_server_that_takes_no_new_token_is_not_bothered_with_one() {
    let mut harness = harness();
    harness.connect();
    answer(&mut harness, Ok(token("a")));
    harness.welcome();
    live(&mut harness, secs(1000));
    assert_eq!(harness.token_requests, 1, "it would be of no use");
    harness.close(4001);
    harness.sleep(secs(1));
    assert_eq!(harness.token_requests, 2, "the server says when");
}

#[test]
fn a_token_can_be_the_first_message() {
    let mut harness = speaking(Protocol::envelope().with_token_in_first_message());
    harness.subscribe("jobs");
    harness.connect();
    answer(&mut harness, Ok(token("a")));
    assert_eq!(harness.addresses, ["ws://localhost/ws?v=1"]);
    harness.welcome();
    let sent = harness.sent();
    assert_eq!(sent[0], r#"{"type":"auth","data":{"token":"a"}}"#);
    assert!(sent[1].contains("subscribe"), "{sent:?}");
}

#[test]
fn a_refused_token_is_replaced_once() {
    let mut harness = harness();
    harness.connect();
    answer(&mut harness, Ok(token("a")));
    harness.close(4001);
    harness.sleep(Duration::from_millis(500));
    assert_eq!(harness.token_requests, 2, "at once, as far as the floor allows");
    answer(&mut harness, Ok(token("b")));
    harness.close(4001);
    assert!(matches!(
        harness.status(),
        ConnectionStatus::Failed { reason: FailReason::Unauthorized(close) } if close.code == 4001
    ));
    harness.sleep(secs(3600));
    harness.input(Input::Network(Network::Online));
    assert_eq!(harness.token_requests, 2, "only the application can mend it");
    harness.connect();
    assert_eq!(harness.token_requests, 3);
}

#[test]
fn a_server_that_welcomes_and_refuses_is_not_asked_for_ever() {
    let mut harness = harness();
    harness.connect();
    for _ in 0..2 {
        answer(&mut harness, Ok(token("a")));
        harness.welcome();
        harness.close(4001);
        harness.sleep(secs(1));
    }
    assert!(matches!(harness.status(), ConnectionStatus::Failed { .. }));
}

#[test]
fn a_token_that_served_for_a_while_may_be_refused_again() {
    let mut harness = connected();
    for number in 2..5 {
        harness.sleep(secs(6));
        harness.close(4001);
        harness.sleep(secs(1));
        answer(&mut harness, Ok(token("b")));
        welcome(&mut harness);
        assert_eq!(harness.token_requests, number);
    }
}

#[test]
fn no_token_is_a_failed_attempt() {
    let mut harness = harness();
    harness.connect();
    answer(&mut harness, Err(unavailable()));
    let ConnectionStatus::Reconnecting { attempt, cause, .. } = harness.status() else {
        panic!("{:?}", harness.status());
    };
    assert_eq!((attempt, cause), (1, Cause::NoToken(unavailable())));
    harness.sleep(secs(1));
    assert_eq!(harness.token_requests, 2);
}

#[test]
fn a_source_that_never_answers_is_asked_again() {
    let mut harness = harness();
    harness.connect();
    assert_eq!(harness.timer(), Some(Timer::ConnectTimeout));
    harness.sleep(secs(11));
    assert_eq!(harness.token_requests, 2);
    answer(&mut harness, Ok(token("late")));
    assert!(harness.transport.is_some());
}

#[test]
fn nobody_signed_in_is_final_until_somebody_says_otherwise() {
    let mut harness = harness();
    harness.connect();
    answer(&mut harness, Err(TokenError::SignedOut));
    let reason = FailReason::SignedOut;
    assert!(reason.is_terminal());
    assert_eq!(harness.status(), ConnectionStatus::Failed { reason });
    harness.sleep(secs(1));
    harness.input(Input::Network(Network::Online));
    assert_eq!(harness.token_requests, 1);
    harness.connect();
    assert_eq!(harness.token_requests, 2);
}

#[test]
fn a_renewal_that_fails_is_told_and_tried_again_while_the_connection_goes_on() {
    let mut harness = connected();
    until_asked(&mut harness);
    harness.events();
    answer(&mut harness, Err(unavailable()));
    assert_eq!(harness.events(), [ClientEvent::Fault(Fault::NoToken(unavailable()))]);
    assert!(harness.status().is_connected());
    harness.sleep(secs(10));
    assert_eq!(harness.token_requests, 3);
}

#[test]
fn a_source_that_does_not_answer_a_renewal_is_asked_again() {
    let mut harness = connected();
    until_asked(&mut harness);
    assert!(until_asked(&mut harness) <= secs(11));
    answer(&mut harness, Ok(token("b")));
    assert!(harness.sent().last().unwrap().contains("auth"));
}

#[test]
fn a_token_is_never_printed() {
    let mut harness = harness();
    harness.connect();
    harness.engine.handle_input(harness.now, Input::Token(Ok(token("hush"))));
    let mut printed = format!("{:?}", harness.engine);
    while let Some(output) = harness.engine.poll_output() {
        printed += &format!("{output:?}");
    }
    assert!(!printed.contains("hush"), "{printed}");
}
