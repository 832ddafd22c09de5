use std::time::Duration;

use bellwire::engine::{
    ChannelAuth, ChannelAuthError, ChannelAuthRequest, ClientEvent, CloseFrame, Config, Grant,
    Input, RefuseReason, TransportEvent,
};
use bellwire::{
    ConnectionStatus, FailReason, Fault, Gap, GapReason, Member, Outcome, Payload, PresenceChange,
    Protocol, Publication, Token, TokenError, UnsubscribeReason,
};

use crate::harness::{Harness, millis, secs};
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const PUSHER_PING: &str = r#"{"event":"pusher:ping","data":{}}"#;

fn harness() -> Harness {
    with(|config| config)
}

pub(crate) fn with(change: impl FnOnce(Config) -> Config) -> Harness {
    Harness::speaking(Protocol::pusher("sharedjox"), |mut config| {
        config.url = "ws://localhost:8080".to_owned();
        change(config)
    })
}

pub(crate) fn connected() -> Harness {
    let mut harness = harness();
    harness.connect();
    welcome(&mut harness, "1.1");
    harness
}

/// The server welcomes us, and answers the ping that finds out whether it answers.
pub(crate) fn welcome(harness: &mut Harness, socket_id: &str) {
    harness.happens(TransportEvent::Opened);
    assert_eq!(harness.sent(), [""; 0], "nothing before the welcome");
    let data = format!(r#"{{\"socket_id\":\"{socket_id}\",\"activity_timeout\":20}}"#);
    harness.receive(&format!(r#"{{"event":"pusher:connection_established","data":"{data}"}}"#));
    harness.receive(r#"{"event":"pusher:pong"}"#);
    if let Some(ping) = harness.sent.iter().position(|text| text == PUSHER_PING) {
        harness.sent.remove(ping);
    }
}

/// Time passes on a connection whose server answers.
pub(crate) fn live(harness: &mut Harness, duration: Duration) {
    let end = harness.now + duration;
    while harness.now < end {
        harness.sleep(secs(1));
        harness.receive(r#"{"event":"pusher:pong"}"#);
    }
}

fn subscribe(channel: &str) -> String {
    format!(r#"{{"event":"pusher:subscribe","data":{{"channel":"{channel}"}}}}"#)
}

pub(crate) fn subscribe_with(channel: &str, auth: &str) -> String {
    let data = format!(r#"{{"channel":"{channel}","auth":"{auth}"}}"#);
    format!(r#"{{"event":"pusher:subscribe","data":{data}}}"#)
}

pub(crate) fn succeed(harness: &mut Harness, channel: &str) {
    let event = "pusher_internal:subscription_succeeded";
    harness.receive(&format!(r#"{{"event":"{event}","channel":"{channel}","data":"{{}}"}}"#));
}

pub(crate) fn error(harness: &mut Harness, code: u16) {
    let data = format!(r#"{{"code":{code},"message":"no"}}"#);
    harness.receive(&format!(r#"{{"event":"pusher:error","data":{data}}}"#));
}

/// The channels of the one request that was made.
pub(crate) fn requested(harness: &mut Harness) -> Vec<String> {
    let requests: Vec<ChannelAuthRequest> = harness.channel_auth_requests.drain(..).collect();
    assert_eq!(requests.len(), 1, "{requests:?}");
    requests[0].channels.iter().map(ToString::to_string).collect()
}

pub(crate) fn answer(
    harness: &mut Harness,
    socket_id: &str,
    channel: &str,
    auth: Result<&str, ChannelAuthError>,
) {
    let answer =
        auth.map(|auth| Grant { auth: auth.to_owned(), channel_data: None, shared_secret: None });
    harness.input(Input::ChannelAuth(ChannelAuth {
        socket_id: socket_id.into(),
        answers: vec![(channel.parse().unwrap(), answer)],
    }));
}

pub(crate) fn unavailable() -> ChannelAuthError {
    ChannelAuthError::Unavailable("status 503".to_owned())
}

pub(crate) fn unsubscribed(harness: &mut Harness) -> Vec<(String, UnsubscribeReason)> {
    let events = harness.events().into_iter();
    events
        .filter_map(|event| {
            if let ClientEvent::Unsubscribed { channel, reason } = event {
                Some((channel.to_string(), reason))
            } else {
                None
            }
        })
        .collect()
}

pub(crate) fn confirmed(harness: &Harness) -> Vec<String> {
    harness.engine.confirmed_channels().map(ToString::to_string).collect()
}

/// A private channel that is live.
fn private(harness: &mut Harness, channel: &str) {
    harness.subscribe(channel);
    requested(harness);
    answer(harness, "1.1", channel, Ok("k:1"));
    succeed(harness, channel);
    harness.sent();
    harness.events();
}

fn client_event(channel: &str) -> Publication {
    Publication::new("client-typing", Some(channel.parse().unwrap()), Payload::from(1))
}

fn outcomes(harness: &mut Harness) -> Vec<Outcome> {
    let events = harness.events().into_iter();
    events
        .filter_map(|event| {
            if let ClientEvent::Settled { outcome, .. } = event { Some(outcome) } else { None }
        })
        .collect()
}

#[test]
fn the_address_names_the_application_and_the_version() {
    let harness = connected();
    let address = &harness.addresses[0];
    assert!(
        address.starts_with("ws://localhost:8080/app/sharedjox?protocol=7&client="),
        "{address}"
    );
}

#[test]
fn only_its_welcome_makes_a_connection() {
    let mut harness = harness();
    harness.connect();
    harness.happens(TransportEvent::Opened);
    harness.receive(r#"{"event":"news","channel":"jobs","data":"{}"}"#);
    assert_eq!(harness.status(), ConnectionStatus::Connecting);
    harness.receive(r#"{"event":"pusher:connection_established","data":{"socket_id":"1.1"}}"#);
    assert!(harness.status().is_connected());
}

#[test]
fn channels_are_asked_for_once_the_server_has_welcomed_us() {
    let mut harness = harness();
    harness.subscribe("jobs");
    harness.subscribe("news");
    harness.connect();
    welcome(&mut harness, "1.1");
    assert_eq!(harness.sent(), [subscribe("jobs"), subscribe("news")]);
    succeed(&mut harness, "jobs");
    assert_eq!(confirmed(&harness), ["jobs"]);
}

#[test]
fn a_server_that_wants_to_hear_something_is_asked_in_time() {
    let mut harness = connected();
    harness.sleep(secs(19));
    assert_eq!(harness.sent(), [""; 0]);
    harness.sleep(secs(1));
    assert_eq!(harness.sent(), [PUSHER_PING]);
    harness.receive(r#"{"event":"pusher:ping","data":"{}"}"#);
    assert_eq!(harness.sent(), [r#"{"event":"pusher:pong","data":{}}"#]);
}

#[test]
fn private_channels_are_permitted_in_one_request_and_on_each_connection_anew() {
    let mut harness = harness();
    harness.subscribe("private-job.5");
    harness.subscribe("presence-job.5");
    harness.subscribe("jobs");
    harness.connect();
    welcome(&mut harness, "1.2");
    assert_eq!(harness.sent(), [subscribe("jobs")], "what is public does not wait");
    assert_eq!(requested(&mut harness), ["presence-job.5", "private-job.5"]);
    answer(&mut harness, "1.2", "private-job.5", Ok("k:2"));
    assert_eq!(harness.sent(), [subscribe_with("private-job.5", "k:2")]);

    harness.refuse();
    harness.sleep(secs(1));
    welcome(&mut harness, "1.3");
    assert_eq!(requested(&mut harness), ["presence-job.5", "private-job.5"]);
    harness.sent();
    answer(&mut harness, "1.2", "private-job.5", Ok("k:2"));
    assert_eq!(harness.sent(), [""; 0], "made out to an earlier connection");
    answer(&mut harness, "1.3", "private-job.5", Ok("k:3"));
    answer(&mut harness, "1.3", "private-job.5", Ok("k:4"));
    assert_eq!(harness.sent(), [subscribe_with("private-job.5", "k:3")], "once");
}

#[test]
fn what_the_server_signed_is_sent_as_it_was_signed() {
    let mut harness = connected();
    harness.subscribe("presence-job.5");
    let grant = Grant {
        auth: "k:1".to_owned(),
        channel_data: Some(r#"{"user_id":"7"}"#.to_owned()),
        shared_secret: None,
    };
    let answers = vec![("presence-job.5".parse().unwrap(), Ok(grant))];
    harness.input(Input::ChannelAuth(ChannelAuth { socket_id: "1.1".into(), answers }));
    let data = r#"{"channel":"presence-job.5","auth":"k:1","channel_data":"{\"user_id\":\"7\"}"}"#;
    assert_eq!(harness.sent(), [format!(r#"{{"event":"pusher:subscribe","data":{data}}}"#)]);
}

#[test]
fn a_channel_that_is_not_permitted_says_so_and_harms_no_other() {
    let mut harness = connected();
    harness.subscribe("private-a");
    harness.subscribe("private-b");
    harness.events();
    let forbidden = ChannelAuthError::Forbidden("not yours".to_owned());
    answer(&mut harness, "1.1", "private-a", Err(forbidden.clone()));
    answer(&mut harness, "1.1", "private-b", Ok("k:1"));
    succeed(&mut harness, "private-b");
    let reason = UnsubscribeReason::NotPermitted(forbidden);
    assert_eq!(unsubscribed(&mut harness), [("private-a".to_owned(), reason)]);
    assert_eq!(confirmed(&harness), ["private-b"]);

    harness.channel_auth_requests.clear();
    live(&mut harness, secs(60));
    assert!(harness.channel_auth_requests.is_empty(), "the answer was clear");
    harness.subscribe("private-a");
    assert_eq!(requested(&mut harness), ["private-a"], "somebody has a reason to ask again");
}

#[test]
fn what_nobody_can_tell_is_asked_again_by_the_schedule_and_not_for_ever() {
    let mut harness = connected();
    harness.subscribe("private-a");
    let start = harness.now;
    let mut asked_at = Vec::new();
    while harness.now.since(start) < secs(120) {
        if !harness.channel_auth_requests.is_empty() {
            requested(&mut harness);
            asked_at.push(harness.now.since(start).as_secs());
            answer(&mut harness, "1.1", "private-a", Err(unavailable()));
        }
        live(&mut harness, secs(1));
    }
    assert_eq!(asked_at, [0, 1, 3, 7, 15, 31]);
    let reason = UnsubscribeReason::NotPermitted(unavailable());
    assert_eq!(unsubscribed(&mut harness), [("private-a".to_owned(), reason)]);
    harness.refuse();
    harness.sleep(secs(1));
    welcome(&mut harness, "1.2");
    assert_eq!(requested(&mut harness), ["private-a"], "the next connection is an occasion");
}

#[test]
fn a_question_without_an_answer_is_asked_again() {
    let mut harness = connected();
    harness.subscribe("private-a");
    requested(&mut harness);
    live(&mut harness, secs(10));
    assert!(harness.channel_auth_requests.is_empty());
    harness.sleep(secs(1));
    assert_eq!(requested(&mut harness), ["private-a"]);
}

#[test]
fn a_token_that_is_not_accepted_is_replaced_once() {
    let mut harness = with(|mut config| {
        config.authenticates = true;
        config
    });
    harness.subscribe("private-a");
    harness.connect();
    assert_eq!(harness.token_requests, 0, "the connection needs none");
    welcome(&mut harness, "1.1");
    assert_eq!(harness.token_requests, 1);
    harness.input(Input::Token(Ok(Token::new("old"))));
    let token = harness.channel_auth_requests[0].token.clone();
    assert_eq!(token, Some(Token::new("old")));
    requested(&mut harness);

    let unauthorized = || ChannelAuthError::Unauthorized("status 401".to_owned());
    answer(&mut harness, "1.1", "private-a", Err(unauthorized()));
    assert_eq!(harness.token_requests, 2);
    harness.input(Input::Token(Ok(Token::new("new"))));
    assert_eq!(requested(&mut harness), ["private-a"]);
    answer(&mut harness, "1.1", "private-a", Err(unauthorized()));
    harness.sleep(secs(9));
    assert_eq!(harness.token_requests, 2);
    let reason = UnsubscribeReason::NotPermitted(unauthorized());
    assert_eq!(unsubscribed(&mut harness), [("private-a".to_owned(), reason)]);
}

#[test]
fn without_a_user_what_is_public_goes_on() {
    let mut harness = with(|mut config| {
        config.authenticates = true;
        config
    });
    harness.subscribe("private-a");
    harness.subscribe("jobs");
    harness.connect();
    welcome(&mut harness, "1.1");
    succeed(&mut harness, "jobs");
    harness.events();
    harness.input(Input::Token(Err(TokenError::SignedOut)));
    let reason = UnsubscribeReason::NotPermitted(ChannelAuthError::SignedOut);
    assert_eq!(unsubscribed(&mut harness), [("private-a".to_owned(), reason)]);
    assert!(harness.status().is_connected());
    assert_eq!(confirmed(&harness), ["jobs"]);
}

#[test]
fn an_error_without_a_channel_is_about_the_private_one_that_waited_longest() {
    let mut harness = connected();
    for channel in ["private-b", "jobs", "private-a"] {
        harness.subscribe(channel);
    }
    for channel in ["private-b", "private-a"] {
        answer(&mut harness, "1.1", channel, Ok("k:1"));
    }
    harness.events();
    error(&mut harness, 4009);
    let names =
        |ended: Vec<(String, _)>| ended.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(names(unsubscribed(&mut harness)), ["private-b"]);
    succeed(&mut harness, "private-a");
    succeed(&mut harness, "jobs");
    error(&mut harness, 4009);
    assert_eq!(names(unsubscribed(&mut harness)), [""; 0], "nothing waits");
    assert_eq!(confirmed(&harness), ["jobs", "private-a"]);
}

#[test]
fn a_subscription_error_names_its_channel() {
    let mut harness = connected();
    harness.subscribe("private-a");
    answer(&mut harness, "1.1", "private-a", Ok("k:1"));
    let data = r#"{"type":"AuthError","error":"bad signature","status":401}"#;
    harness.events();
    harness.receive(&format!(
        r#"{{"event":"pusher:subscription_error","channel":"private-a","data":{data}}}"#
    ));
    let ended = unsubscribed(&mut harness);
    assert_eq!(ended[0].1.to_string(), "the server says \"bad signature\"");
}

#[test]
fn an_answer_to_an_earlier_request_says_nothing() {
    let mut harness = connected();
    let first = harness.subscribe("jobs");
    harness.unsubscribe(first);
    harness.sleep(millis(250));
    harness.subscribe("jobs");
    harness.sent();
    succeed(&mut harness, "jobs");
    assert_eq!(confirmed(&harness), [""; 0]);
    succeed(&mut harness, "jobs");
    assert_eq!(confirmed(&harness), ["jobs"]);
}

#[test]
fn what_was_given_back_is_heard_no_longer() {
    let mut harness = connected();
    let jobs = harness.subscribe("jobs");
    succeed(&mut harness, "jobs");
    harness.unsubscribe(jobs);
    harness.sleep(millis(250));
    let unsubscribe = r#"{"event":"pusher:unsubscribe","data":{"channel":"jobs"}}"#;
    assert_eq!(harness.sent(), [subscribe("jobs").as_str(), unsubscribe]);
    harness.events();
    harness.receive(r#"{"event":"job.posted","channel":"jobs","data":"{}"}"#);
    assert_eq!(harness.events(), []);
}

#[test]
fn a_reconnect_leaves_a_gap_because_nothing_is_recovered() {
    let mut harness = connected();
    harness.subscribe("jobs");
    succeed(&mut harness, "jobs");
    harness.sent();
    harness.refuse();
    harness.sleep(secs(1));
    welcome(&mut harness, "1.2");
    harness.events();
    succeed(&mut harness, "jobs");
    let gap = Gap { channel: Some("jobs".parse().unwrap()), reason: GapReason::NoRecovery };
    assert!(harness.events().contains(&ClientEvent::Gap(gap)));
}

#[test]
fn an_error_in_place_of_the_welcome_ends_the_attempt() {
    for (code, stays_away) in
        [(4001, true), (4009, true), (4007, true), (4004, false), (4100, false)]
    {
        let mut harness = harness();
        harness.connect();
        harness.happens(TransportEvent::Opened);
        error(&mut harness, code);
        assert_eq!(harness.transport, None, "the server may leave it open");
        let is_failed = matches!(harness.status(), ConnectionStatus::Failed { .. });
        assert_eq!(is_failed, stays_away, "{code}");
    }
}

#[test]
fn an_unknown_key_says_so() {
    let mut harness = connected();
    harness.close(4001);
    let reason = FailReason::Rejected(CloseFrame { code: 4001, reason: String::new() });
    assert_eq!(harness.status(), ConnectionStatus::Failed { reason });
}

#[test]
fn a_server_that_wants_us_back_gets_us_back_within_a_second_unless_it_is_fickle() {
    let mut harness = connected();
    harness.sleep(secs(6));
    harness.close(4200);
    harness.sleep(secs(1));
    assert_eq!(harness.opened_at.len(), 2);
    for _ in 0..20 {
        if harness.transport.is_some() {
            harness.happens(TransportEvent::Opened);
            harness.close(4200);
        }
        harness.sleep(secs(1));
    }
    let opened = harness.opened_at.len();
    assert!(opened <= 7, "{opened} connections in 20 s");
}

#[test]
fn an_error_is_no_close() {
    let mut harness = connected();
    for code in [4200, 4201, 4301] {
        error(&mut harness, code);
    }
    assert!(harness.status().is_connected());
    let faults = harness.events().into_iter();
    let faults = faults.filter(|event| matches!(event, ClientEvent::Fault(Fault::Refused { .. })));
    assert_eq!(faults.count(), 3);
}

#[test]
fn members_are_counted_once_and_keep_their_ids() {
    let mut harness = connected();
    let channel = "presence-job.5";
    private(&mut harness, channel);
    let data = r#"{"presence":{"count":1,"ids":["7"],"hash":{"7":{"name":"Ada"}}}}"#;
    harness.subscribe(channel);
    let event = "pusher_internal:subscription_succeeded";
    harness.refuse();
    harness.sleep(secs(1));
    welcome(&mut harness, "1.2");
    answer(&mut harness, "1.2", channel, Ok("k:1"));
    harness.events();
    harness.receive(&format!(r#"{{"event":"{event}","channel":"{channel}","data":{data}}}"#));
    let ada = Member { id: "7".into(), info: Payload::from_json(r#"{"name":"Ada"}"#).unwrap() };
    let bob = Member { id: "9".into(), info: Payload::null() };
    for (event, data) in [
        ("member_added", r#"{"user_id":9}"#),
        ("member_added", r#"{"user_id":"9"}"#),
        ("member_removed", r#"{"user_id":"7"}"#),
        ("member_removed", r#"{"user_id":"7"}"#),
    ] {
        harness.receive(&format!(
            r#"{{"event":"pusher_internal:{event}","channel":"{channel}","data":{data}}}"#
        ));
    }
    let changes = harness.events().into_iter().filter_map(|event| {
        if let ClientEvent::Presence { change, .. } = event { Some(change) } else { None }
    });
    let expected = [
        PresenceChange::Here(vec![ada.clone()]),
        PresenceChange::Joined(bob.clone()),
        PresenceChange::Left(ada),
    ];
    assert_eq!(changes.collect::<Vec<_>>(), expected);
    assert_eq!(harness.engine.members(&channel.parse().unwrap()), [bob]);
}

#[test]
fn a_client_event_waits_for_its_channel() {
    let mut harness = connected();
    harness.subscribe("private-a");
    harness.send(client_event("private-a")).unwrap();
    harness.sent();
    answer(&mut harness, "1.1", "private-a", Ok("k:1"));
    assert_eq!(harness.sent(), [subscribe_with("private-a", "k:1")]);
    succeed(&mut harness, "private-a");
    let frame = r#"{"event":"client-typing","channel":"private-a","data":1}"#;
    assert_eq!(harness.sent(), [frame]);
    assert_eq!(outcomes(&mut harness), [Outcome::Delivered]);
}

#[test]
fn a_client_event_that_can_never_be_sent_is_refused() {
    let mut harness = connected();
    harness.subscribe("jobs");
    succeed(&mut harness, "jobs");
    harness.events();
    harness.send(client_event("jobs")).unwrap();
    harness.send(client_event("private-a")).unwrap();
    harness.send(Publication::new("typing", None, Payload::null())).unwrap();
    let refused = Outcome::Refused;
    assert_eq!(
        outcomes(&mut harness),
        [
            refused(RefuseReason::Unsupported),
            refused(RefuseReason::NotSubscribed),
            refused(RefuseReason::Unsupported)
        ]
    );
}

#[test]
fn what_waits_for_a_channel_that_is_refused_holds_nothing_up() {
    let mut harness = harness();
    harness.subscribe("private-a");
    harness.subscribe("private-b");
    for channel in ["private-a", "private-b"] {
        harness.send(client_event(channel)).unwrap();
    }
    harness.connect();
    welcome(&mut harness, "1.1");
    answer(&mut harness, "1.1", "private-b", Ok("k:1"));
    succeed(&mut harness, "private-b");
    assert_eq!(outcomes(&mut harness), [], "in order");
    let forbidden = ChannelAuthError::Forbidden("no".to_owned());
    answer(&mut harness, "1.1", "private-a", Err(forbidden));
    let refused = Outcome::Refused(RefuseReason::NotSubscribed);
    assert_eq!(outcomes(&mut harness), [refused, Outcome::Delivered]);
}

#[test]
fn what_is_sent_later_does_not_overtake_what_keeps_the_pace() {
    let mut harness = connected();
    private(&mut harness, "private-a");
    let number = |nth: u64| Publication { data: Payload::from(nth), ..client_event("private-a") };
    for nth in 0..15 {
        harness.send(number(nth)).unwrap();
    }
    // The timer of a hidden page is late.
    harness.doze(secs(1));
    harness.send(number(15)).unwrap();
    harness.input(Input::Timeout);
    live(&mut harness, secs(2));
    let sent = harness.sent().into_iter().filter(|text| text.contains("client-typing"));
    let expected =
        |nth| format!(r#"{{"event":"client-typing","channel":"private-a","data":{nth}}}"#);
    assert_eq!(sent.collect::<Vec<_>>(), (0..16).map(expected).collect::<Vec<_>>());
}

#[test]
fn who_was_in_a_channel_is_forgotten_with_it_also_while_the_connection_is_away() {
    let mut harness = connected();
    let channel = "presence-job.5";
    let members = |harness: &Harness| harness.engine.members(&channel.parse().unwrap()).len();
    let subscription = harness.subscribe(channel);
    answer(&mut harness, "1.1", channel, Ok("k:1"));
    let event = "pusher_internal:subscription_succeeded";
    let data = r#"{"presence":{"count":1,"ids":["7"],"hash":{}}}"#;
    harness.receive(&format!(r#"{{"event":"{event}","channel":"{channel}","data":{data}}}"#));
    assert_eq!(members(&harness), 1);
    harness.refuse();
    assert_eq!(members(&harness), 1, "who was there last");
    harness.unsubscribe(subscription);
    harness.sleep(millis(300));
    assert_eq!(members(&harness), 0);
}

#[test]
fn who_is_refused_in_the_end_sees_nobody() {
    let mut harness = connected();
    let channel = "presence-job.5";
    harness.subscribe(channel);
    answer(&mut harness, "1.1", channel, Ok("k:1"));
    let event = "pusher_internal:subscription_succeeded";
    let data = r#"{"presence":{"count":1,"ids":["7"],"hash":{}}}"#;
    harness.receive(&format!(r#"{{"event":"{event}","channel":"{channel}","data":{data}}}"#));
    harness.sent();
    harness.refuse();
    harness.sleep(secs(1));
    welcome(&mut harness, "1.2");
    answer(&mut harness, "1.2", channel, Err(ChannelAuthError::Forbidden("no".to_owned())));
    assert!(harness.engine.members(&channel.parse().unwrap()).is_empty());
}

#[test]
fn what_is_about_to_be_given_back_keeps_no_timer_running() {
    let mut harness = connected();
    let subscription = harness.subscribe("private-a");
    answer(&mut harness, "1.1", "private-a", Err(unavailable()));
    harness.sleep(millis(900));
    harness.unsubscribe(subscription);
    // A deadline that has passed and is never met would fire for ever.
    harness.sleep(millis(250));
}

#[test]
fn who_no_longer_wants_to_be_signed_in_receives_nothing() {
    let mut harness = connected();
    let sign_in = harness.subscribe("#sign-in");
    answer(&mut harness, "1.1", "#sign-in", Ok("k:1"));
    harness.unsubscribe(sign_in);
    harness.sleep(millis(300));
    harness.sent();
    let data = r#"{"user_data":"{\"id\":\"7\"}"}"#;
    harness.receive(&format!(r#"{{"event":"pusher:signin_success","data":{data}}}"#));
    assert_eq!(harness.sent(), [""; 0]);
}

#[test]
fn a_whisper_is_sent_now_or_never() {
    let mut harness = connected();
    let whisper = |harness: &mut Harness| {
        harness.whisper(&client_event("private-a"));
        harness.sent().len()
    };
    assert_eq!(whisper(&mut harness), 0, "nobody has subscribed");
    private(&mut harness, "private-a");
    let sent: usize = (0..25).map(|_| whisper(&mut harness)).sum();
    assert_eq!(sent, 10);
    live(&mut harness, secs(60));
    assert_eq!(harness.sent().iter().filter(|text| text.contains("client-typing")).count(), 0);
    assert_eq!(harness.events(), [], "and has no outcome");
}

#[test]
fn an_encrypted_channel_without_a_key_says_so() {
    let mut harness = connected();
    harness.subscribe("private-encrypted-chat");
    harness.events();
    answer(&mut harness, "1.1", "private-encrypted-chat", Ok("k:1"));
    let [(channel, UnsubscribeReason::NotPermitted(ChannelAuthError::Forbidden(words)))] =
        &unsubscribed(&mut harness)[..]
    else {
        panic!("it is not refused")
    };
    assert_eq!(channel, "private-encrypted-chat");
    let expected = if cfg!(feature = "encrypted") { "shared_secret" } else { "feature" };
    assert!(words.contains(expected), "{words}");
}

#[test]
fn a_user_who_is_vouched_for_receives_what_is_for_this_user_alone() {
    let mut harness = connected();
    let sign_in = harness.subscribe("#sign-in");
    assert_eq!(requested(&mut harness), ["#sign-in"]);
    let grant = Grant {
        auth: "k:1".to_owned(),
        channel_data: Some(r#"{"id":"7"}"#.to_owned()),
        shared_secret: None,
    };
    let answers = vec![("#sign-in".parse().unwrap(), Ok(grant))];
    harness.input(Input::ChannelAuth(ChannelAuth { socket_id: "1.1".into(), answers }));
    let data = r#"{"auth":"k:1","user_data":"{\"id\":\"7\"}"}"#;
    assert_eq!(harness.sent(), [format!(r#"{{"event":"pusher:signin","data":{data}}}"#)]);
    let data = r#"{\"user_data\":\"{\\\"id\\\":\\\"7\\\"}\"}"#;
    harness.receive(&format!(r#"{{"event":"pusher:signin_success","data":"{data}"}}"#));
    assert_eq!(harness.sent(), [subscribe("#server-to-user-7")]);
    succeed(&mut harness, "#server-to-user-7");
    assert_eq!(confirmed(&harness), ["#server-to-user-7", "#sign-in"]);

    harness.unsubscribe(sign_in);
    harness.sleep(secs(1));
    let data = r##"{"channel":"#server-to-user-7"}"##;
    assert_eq!(harness.sent(), [format!(r#"{{"event":"pusher:unsubscribe","data":{data}}}"#)]);
}

#[test]
fn client_events_keep_the_pace_that_servers_ask_for() {
    let mut harness = connected();
    private(&mut harness, "private-a");
    for _ in 0..25 {
        harness.send(client_event("private-a")).unwrap();
    }
    assert_eq!(harness.sent().len(), 10);
    harness.sleep(secs(1));
    assert_eq!(harness.sent().len(), 10);
    harness.sleep(millis(999));
    assert_eq!(harness.sent(), [""; 0]);
    harness.sleep(millis(1));
    assert_eq!(harness.sent().len(), 5);
    assert_eq!(outcomes(&mut harness).len(), 25);
}
