use bellwire::engine::{ClientEvent, PresenceChange, TransportEvent};
use bellwire::{Member, Payload};

use crate::harness::{Harness, millis, secs};
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const CHANNEL: &str = "presence-job.5";
const WELCOME: &str = r#"{"type":"connected","data":{"capabilities":["presence","recovery"]}}"#;
const SUBSCRIBED: &str = r#"{"type":"subscribed","channels":["presence-job.5"],
    "positions":{"presence-job.5":{"epoch":"k3","offset":0}}}"#;
const ADA: &str = r#"{"id":"7","info":{"name":"Ada"}}"#;

fn connect(harness: &mut Harness, welcome: &str) {
    harness.happens(TransportEvent::Opened);
    harness.receive(welcome);
    harness.receive(r#"{"type":"pong"}"#);
}

/// A client of a server that tells of presence, with its channel.
fn subscribed() -> Harness {
    let mut harness = Harness::new();
    harness.subscribe(CHANNEL);
    harness.connect();
    connect(&mut harness, WELCOME);
    harness.receive(SUBSCRIBED);
    harness.events();
    harness
}

fn hear(harness: &mut Harness, data: &str) {
    harness.receive(&format!(r#"{{"type":"presence","channel":"{CHANNEL}","data":{data}}}"#));
}

fn ada() -> Member {
    Member { id: "7".into(), info: Payload::from_json(r#"{"name":"Ada"}"#).unwrap() }
}

fn changes(harness: &mut Harness) -> Vec<PresenceChange> {
    let events = harness.events().into_iter();
    let change = |event| {
        let ClientEvent::Presence { channel, change } = event else { panic!("{event:?}") };
        assert_eq!(channel.as_str(), CHANNEL);
        change
    };
    events.map(change).collect()
}

fn members(harness: &Harness) -> Vec<Member> {
    harness.engine.members(&CHANNEL.parse().unwrap()).to_vec()
}

#[test]
fn members_come_and_go_and_are_no_publications() {
    let mut harness = subscribed();
    hear(&mut harness, &format!(r#"{{"here":[{ADA}]}}"#));
    hear(&mut harness, r#"{"joined":{"id":"9"}}"#);
    hear(&mut harness, r#"{"left":"7"}"#);
    let bob = Member { id: "9".into(), info: Payload::null() };
    let expected = [
        PresenceChange::Here(vec![ada()]),
        PresenceChange::Joined(bob.clone()),
        PresenceChange::Left(ada()),
    ];
    assert_eq!(changes(&mut harness), expected);
    assert_eq!(members(&harness), [bob]);
}

#[test]
fn who_is_here_after_a_reconnect_is_the_whole_truth() {
    let mut harness = subscribed();
    hear(&mut harness, &format!(r#"{{"here":[{ADA},{{"id":"9"}}]}}"#));
    harness.refuse();
    assert_eq!(members(&harness).len(), 2, "who was there last");
    harness.sleep(secs(1));
    connect(&mut harness, WELCOME);
    harness.receive(SUBSCRIBED);
    harness.events();
    hear(&mut harness, &format!(r#"{{"here":[{ADA}]}}"#));
    assert_eq!(changes(&mut harness), [PresenceChange::Here(vec![ada()])]);
    assert_eq!(members(&harness), [ada()]);
}

#[test]
fn who_was_there_is_forgotten_with_the_channel() {
    let mut harness = Harness::new();
    let subscription = harness.subscribe(CHANNEL);
    harness.connect();
    connect(&mut harness, WELCOME);
    harness.receive(SUBSCRIBED);
    hear(&mut harness, &format!(r#"{{"here":[{ADA}]}}"#));
    harness.unsubscribe(subscription);
    harness.sleep(millis(300));
    harness.events();
    hear(&mut harness, r#"{"joined":{"id":"9"}}"#);
    assert_eq!(changes(&mut harness), [], "it was on its way");
    assert_eq!(members(&harness), []);
}

#[test]
fn a_server_that_promises_nothing_publishes_an_event() {
    let mut harness = Harness::connected();
    harness.subscribe(CHANNEL);
    harness.receive(r#"{"type":"subscribed","channels":["presence-job.5"]}"#);
    harness.events();
    hear(&mut harness, r#"{"left":"7"}"#);
    let events = harness.events();
    let [ClientEvent::Received(publication)] = &events[..] else { panic!("{events:?}") };
    assert_eq!((&*publication.event, publication.data.as_json()), ("presence", r#"{"left":"7"}"#));
}

#[test]
fn what_is_not_of_the_shape_is_a_publication() {
    let mut harness = subscribed();
    hear(&mut harness, r#"{"away":"7"}"#);
    harness.receive(r#"{"type":"presence","channel":"jobs","data":{"left":"7"}}"#);
    harness.receive(r#"{"type":"presence","data":{"left":"7"}}"#);
    let events = harness.events();
    assert_eq!(events.len(), 3);
    assert!(events.iter().all(|event| matches!(event, ClientEvent::Received(_))), "{events:?}");
}
