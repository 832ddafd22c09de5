//! Whole stories, as the engine's trace tells them.

use bellwire::engine::{Input, Network, Page, TransportEvent};
use bellwire::{Attempts, Token};
use insta::assert_snapshot;

use crate::harness::{Harness, millis, secs};

const WELCOME: &str =
    r#"{"type":"connected","data":{"protocol":1,"capabilities":["ack","auth","recovery"]}}"#;
const SUBSCRIBED: &str =
    r#"{"type":"subscribed","channels":["jobs"],"positions":{"jobs":{"epoch":"k3","offset":41}}}"#;
const PONG: &str = r#"{"type":"pong"}"#;

fn connected() -> Harness {
    let mut harness = Harness::new();
    harness.subscribe("jobs");
    harness.connect();
    harness.sleep(millis(50));
    harness.happens(TransportEvent::Opened);
    harness.receive(WELCOME);
    harness.receive(SUBSCRIBED);
    harness.receive(PONG);
    harness
}

fn publication(offset: u64) -> String {
    format!(
        r#"{{"type":"job_created","data":{{"job_id":{offset}}},"channel":"jobs","epoch":"k3","offset":{offset}}}"#
    )
}

#[test]
fn first_connect() {
    let mut harness = connected();
    harness.receive(&publication(42));
    harness.chat("hello");
    harness.sleep(millis(20));
    harness.receive(r#"{"type":"ack","id":1}"#);
    assert_snapshot!(harness.engine.trace());
}

#[test]
fn drop_and_recover() {
    let mut harness = connected();
    harness.receive(&publication(42));
    harness.sleep(secs(6));
    harness.chat("on its way");
    harness.close(1006);
    harness.chat("while away");
    harness.sleep(secs(1));
    harness.happens(TransportEvent::Opened);
    harness.receive(WELCOME);
    harness.receive(
        r#"{"type":"subscribed","channels":["jobs"],"positions":{"jobs":{"epoch":"k3","offset":44,"recovered":true}}}"#,
    );
    harness.receive(&format!("[{},{}]", publication(43), publication(44)));
    harness.receive(r#"[{"type":"ack","id":1},{"type":"ack","id":2}]"#);
    assert_snapshot!(harness.engine.trace());
}

#[test]
fn sleep_and_wake() {
    let mut harness = connected();
    harness.input(Input::Page(Page::Frozen));
    harness.doze(secs(3 * 60 * 60));
    harness.input(Input::Page(Page::Resumed));
    // The socket has died meanwhile, and nobody said so.
    harness.sleep(secs(4));
    harness.happens(TransportEvent::Opened);
    harness.receive(WELCOME);
    harness.receive(
        r#"{"type":"subscribed","channels":["jobs"],"positions":{"jobs":{"epoch":"k3","offset":2000,"recovered":false,"reason":"expired"}}}"#,
    );
    assert_snapshot!(harness.engine.trace());
}

#[test]
fn give_up_and_revive() {
    let mut harness = Harness::with(|mut config| {
        config.backoff = config.backoff.attempts(Attempts::AtMost(2));
        config
    });
    harness.connect();
    for wait in [1, 2] {
        harness.close(1006);
        harness.sleep(secs(wait));
    }
    harness.close(1006);
    harness.sleep(secs(600));
    harness.input(Input::Network(Network::Online));
    harness.happens(TransportEvent::Opened);
    harness.receive(WELCOME);
    assert_snapshot!(harness.engine.trace());
}

#[test]
fn token_expiry() {
    let mut harness = Harness::with(|mut config| {
        config.authenticates = true;
        config
    });
    harness.connect();
    harness.input(Input::Token(Ok(Token::new("first").expires_in(secs(30)))));
    harness.happens(TransportEvent::Opened);
    harness.receive(WELCOME);
    harness.receive(PONG);
    // Renewed in time, on the connection at hand.
    harness.sleep(secs(27));
    harness.input(Input::Token(Ok(Token::new("second"))));
    harness.receive(PONG);
    // The server thinks otherwise, and takes a third one.
    harness.sleep(secs(10));
    harness.close(4001);
    harness.input(Input::Token(Ok(Token::new("third"))));
    harness.happens(TransportEvent::Opened);
    harness.receive(WELCOME);
    assert_snapshot!(harness.engine.trace());
}
