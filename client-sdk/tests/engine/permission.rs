//! What becomes of channels that the application's server must permit.

use bellwire::engine::{ChannelAuth, ChannelAuthError, ClientEvent, Grant, Input};
use bellwire::{GapReason, Token, UnsubscribeReason};

use crate::harness::{Harness, secs};
use crate::pusher::{
    answer, confirmed, connected, error, live, requested, subscribe_with, succeed, unavailable,
    unsubscribed, welcome, with,
};
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn unsubscribe(channel: &str) -> String {
    format!(r#"{{"event":"pusher:unsubscribe","data":{{"channel":"{channel}"}}}}"#)
}

fn unauthorized() -> ChannelAuthError {
    ChannelAuthError::Unauthorized("status 401".to_owned())
}

/// A client with a source of tokens, which has given `old`, and has asked for two channels with it.
fn asking_with_a_token() -> Harness {
    let mut harness = with(|mut config| {
        config.authenticates = true;
        config
    });
    harness.subscribe("private-a");
    harness.subscribe("private-b");
    harness.connect();
    welcome(&mut harness, "1.1");
    harness.input(Input::Token(Ok(Token::new("old"))));
    assert_eq!(asked_with(&mut harness), ["old: private-a private-b"]);
    harness
}

/// Each request, with its token.
fn asked_with(harness: &mut Harness) -> Vec<String> {
    let requests = harness.channel_auth_requests.drain(..);
    requests
        .map(|request| {
            let channels: Vec<_> = request.channels.iter().map(ToString::to_string).collect();
            format!("{}: {}", request.token.unwrap().reveal(), channels.join(" "))
        })
        .collect()
}

fn signed_in(harness: &mut Harness, socket_id: &str) {
    let grant = Grant {
        auth: "k:1".to_owned(),
        channel_data: Some(r#"{"id":"7"}"#.to_owned()),
        shared_secret: None,
    };
    let answers = vec![("#sign-in".parse().unwrap(), Ok(grant))];
    harness.input(Input::ChannelAuth(ChannelAuth { socket_id: socket_id.into(), answers }));
    let data = r#"{"user_data":"{\"id\":\"7\"}"}"#;
    harness.receive(&format!(r#"{{"event":"pusher:signin_success","data":{data}}}"#));
}

/// Asks to be signed in, and shows the server the permission.
fn sign_in(harness: &mut Harness) {
    harness.subscribe("#sign-in");
    requested(harness);
    answer(harness, "1.1", "#sign-in", Ok("k:1"));
    harness.events();
}

#[test]
fn a_server_that_ignores_a_permission_is_shown_another_by_the_schedule_and_not_for_ever() {
    let mut harness = connected();
    harness.subscribe("private-a");
    let start = harness.now;
    let mut asked_at = Vec::new();
    while harness.now.since(start) < secs(180) {
        if !harness.channel_auth_requests.is_empty() {
            requested(&mut harness);
            asked_at.push(harness.now.since(start).as_secs());
            harness.sent();
            answer(&mut harness, "1.1", "private-a", Ok("k:1"));
            assert_eq!(harness.sent(), [subscribe_with("private-a", "k:1")]);
        }
        live(&mut harness, secs(1));
    }
    assert_eq!(asked_at, [0, 11, 23, 37, 55, 81]);
    let error = ChannelAuthError::Unavailable("the server has not answered".to_owned());
    let reason = UnsubscribeReason::NotPermitted(error);
    assert_eq!(unsubscribed(&mut harness), [("private-a".to_owned(), reason)]);
    assert!(harness.sent().contains(&unsubscribe("private-a")), "should it have subscribed us");
}

#[test]
fn what_is_answered_at_the_second_time_is_live() {
    let mut harness = connected();
    harness.subscribe("private-a");
    requested(&mut harness);
    answer(&mut harness, "1.1", "private-a", Ok("k:1"));
    live(&mut harness, secs(11));
    assert_eq!(requested(&mut harness), ["private-a"]);
    answer(&mut harness, "1.1", "private-a", Ok("k:2"));
    succeed(&mut harness, "private-a");
    assert_eq!(confirmed(&harness), ["private-a"]);
    harness.channel_auth_requests.clear();
    live(&mut harness, secs(60));
    assert!(harness.channel_auth_requests.is_empty(), "and nothing is due any more");
}

#[test]
fn a_permission_that_is_ignored_is_not_taken_for_the_one_that_is_refused() {
    let mut harness = connected();
    let ignored = harness.subscribe("private-a");
    answer(&mut harness, "1.1", "private-a", Ok("k:1"));
    harness.unsubscribe(ignored);
    live(&mut harness, secs(11));
    harness.subscribe("private-b");
    answer(&mut harness, "1.1", "private-b", Ok("k:1"));
    harness.events();
    error(&mut harness, 4009);
    let ended = unsubscribed(&mut harness);
    assert_eq!(ended.len(), 1);
    assert_eq!(ended[0].0, "private-b");
}

#[test]
fn a_server_that_does_not_know_sign_ins_refuses_them_by_saying_so() {
    let mut harness = connected();
    sign_in(&mut harness);
    error(&mut harness, 4200);
    let ended = unsubscribed(&mut harness);
    assert_eq!(ended.len(), 1);
    assert_eq!(ended[0].0, "#sign-in");
    assert!(matches!(ended[0].1, UnsubscribeReason::Refused(_)), "{:?}", ended[0].1);
    assert!(harness.status().is_connected());
}

#[test]
fn what_a_server_does_not_understand_is_no_sign_in_that_was_asked_for_later() {
    let mut harness = connected();
    harness.subscribe("jobs");
    sign_in(&mut harness);
    error(&mut harness, 4200);
    assert_eq!(unsubscribed(&mut harness), []);
    succeed(&mut harness, "jobs");
    error(&mut harness, 4200);
    assert_eq!(unsubscribed(&mut harness).len(), 1);
}

#[test]
fn a_server_that_does_not_know_sign_ins_may_say_nothing() {
    let mut harness = connected();
    sign_in(&mut harness);
    live(&mut harness, secs(9));
    assert_eq!(unsubscribed(&mut harness), []);
    live(&mut harness, secs(1));
    let ended = ("#sign-in".to_owned(), UnsubscribeReason::Unanswered);
    assert_eq!(unsubscribed(&mut harness), [ended]);
    live(&mut harness, secs(60));
    assert!(harness.channel_auth_requests.is_empty(), "it will not know them later");
}

#[test]
fn what_is_for_the_user_is_asked_for_after_the_sign_in_on_each_connection() {
    let mut harness = connected();
    harness.subscribe("#sign-in");
    signed_in(&mut harness, "1.1");
    succeed(&mut harness, "#server-to-user-7");
    harness.refuse();
    harness.sent();
    harness.sleep(secs(1));
    welcome(&mut harness, "1.2");
    assert_eq!(harness.sent(), [""; 0], "nobody has signed in");
    signed_in(&mut harness, "1.2");
    let [_, asked] = &harness.sent()[..] else { panic!("the user's channel is not asked for") };
    assert!(asked.contains("#server-to-user-7"), "{asked}");
    harness.events();
    succeed(&mut harness, "#server-to-user-7");
    let is_gap = |event: &ClientEvent| matches!(event, ClientEvent::Gap(gap) if gap.reason == GapReason::NoRecovery);
    assert!(harness.events().iter().any(is_gap), "something may have been sent meanwhile");
}

#[test]
fn a_token_is_replaced_also_when_the_server_was_away_before() {
    let mut harness = asking_with_a_token();
    answer(&mut harness, "1.1", "private-a", Err(unavailable()));
    live(&mut harness, secs(1));
    assert_eq!(asked_with(&mut harness), ["old: private-a"]);
    answer(&mut harness, "1.1", "private-a", Err(unauthorized()));
    assert_eq!(harness.token_requests, 2);
    harness.input(Input::Token(Ok(Token::new("new"))));
    assert_eq!(asked_with(&mut harness), ["new: private-a"]);
    harness.events();
    answer(&mut harness, "1.1", "private-a", Err(unavailable()));
    live(&mut harness, secs(4));
    answer(&mut harness, "1.1", "private-a", Err(unauthorized()));
    assert_eq!(harness.token_requests, 2, "once");
    assert_eq!(unsubscribed(&mut harness).len(), 1);
}

#[test]
fn a_refusal_of_an_older_token_leaves_the_newer_one_alone() {
    let mut harness = asking_with_a_token();
    answer(&mut harness, "1.1", "private-a", Err(unauthorized()));
    harness.input(Input::Token(Ok(Token::new("new"))));
    assert_eq!(asked_with(&mut harness), ["new: private-a"]);
    answer(&mut harness, "1.1", "private-b", Err(unauthorized()));
    assert_eq!(harness.token_requests, 2);
    assert_eq!(asked_with(&mut harness), ["new: private-b"]);
    answer(&mut harness, "1.1", "private-b", Ok("k:1"));
    succeed(&mut harness, "private-b");
    assert_eq!(confirmed(&harness), ["private-b"]);
}

#[cfg(feature = "encrypted")]
mod keys {
    use super::*;

    const CHANNEL: &str = "private-encrypted-chat";
    /// The key of 32 times 7, in base64.
    const SECRET: &str = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";

    fn hand_out(harness: &mut Harness, socket_id: &str) {
        let grant = Grant {
            auth: "k:1".to_owned(),
            channel_data: None,
            shared_secret: Some(SECRET.to_owned()),
        };
        let answers = vec![(CHANNEL.parse().unwrap(), Ok(grant))];
        harness.input(Input::ChannelAuth(ChannelAuth { socket_id: socket_id.into(), answers }));
    }

    /// Something that the key does not open.
    fn receive(harness: &mut Harness) {
        harness.receive(&format!(r#"{{"event":"news","channel":"{CHANNEL}","data":"{{}}"}}"#));
    }

    fn unreadable(harness: &mut Harness) -> usize {
        let events = harness.events().into_iter();
        let is_unreadable = |event: &ClientEvent| {
            matches!(event, ClientEvent::Fault(bellwire::Fault::Unreadable { .. }))
        };
        events.filter(is_unreadable).count()
    }

    fn live_channel(harness: &mut Harness) {
        harness.subscribe(CHANNEL);
        requested(harness);
        hand_out(harness, "1.1");
        succeed(harness, CHANNEL);
        harness.events();
    }

    #[test]
    fn another_key_that_does_not_come_is_waited_for_for_ten_seconds() {
        let mut harness = connected();
        live_channel(&mut harness);
        receive(&mut harness);
        assert_eq!(requested(&mut harness), [CHANNEL]);
        live(&mut harness, secs(9));
        assert_eq!(unreadable(&mut harness), 0);
        live(&mut harness, secs(1));
        assert_eq!(unreadable(&mut harness), 1);
        hand_out(&mut harness, "1.1");
        assert_eq!(unreadable(&mut harness), 0, "it comes too late");
        assert_eq!(confirmed(&harness), [CHANNEL]);
    }

    #[test]
    fn another_key_is_asked_for_with_a_token_that_is_still_good() {
        let mut harness = with(|mut config| {
            config.authenticates = true;
            config
        });
        harness.connect();
        welcome(&mut harness, "1.1");
        harness.subscribe(CHANNEL);
        harness.input(Input::Token(Ok(Token::new("old").expires_in(secs(60)))));
        asked_with(&mut harness);
        hand_out(&mut harness, "1.1");
        succeed(&mut harness, CHANNEL);
        live(&mut harness, secs(70));
        receive(&mut harness);
        assert_eq!(asked_with(&mut harness), [""; 0]);
        assert_eq!(harness.token_requests, 2);
        harness.input(Input::Token(Ok(Token::new("new"))));
        assert_eq!(asked_with(&mut harness), [format!("new: {CHANNEL}")]);
    }

    #[test]
    fn another_key_belongs_to_its_connection() {
        let mut harness = connected();
        live_channel(&mut harness);
        receive(&mut harness);
        harness.sent();
        harness.refuse();
        harness.sleep(secs(1));
        welcome(&mut harness, "1.2");
        harness.sent();
        harness.events();
        hand_out(&mut harness, "1.1");
        assert_eq!(harness.sent(), [""; 0]);
        live(&mut harness, secs(5));
        assert_eq!(unreadable(&mut harness), 0, "what was held is gone with its connection");
    }
}
