use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::Server;
use crate::pusher::{PusherClient, call, send, trigger};

async fn trigger_batch(server: &Server, batch: Vec<Value>) -> (StatusCode, Value) {
    let body = json!({ "batch": batch });
    call(server, Method::POST, "/apps/1/batch_events", &[], Some(body)).await
}

#[tokio::test]
async fn one_event_may_go_to_several_channels() {
    let server = Server::start().await;
    let mut client = PusherClient::subscriber(&server, "a").await;
    client.subscribe("b").await;
    let body = json!({ "name": "x", "data": "just words", "channels": ["b", "a", "b"] });
    assert_eq!(trigger(&server, body).await, (StatusCode::OK, json!({})));
    for channel in ["a", "b"] {
        let heard = client.next().await;
        assert_eq!(heard, json!({ "event": "x", "channel": channel, "data": "just words" }));
    }
    client.hears_nothing().await;
}

#[tokio::test]
async fn whoever_caused_an_event_can_be_left_out() {
    let server = Server::start().await;
    let mut cause = PusherClient::subscriber(&server, "a").await;
    let mut other = PusherClient::subscriber(&server, "a").await;
    let body = json!({ "name": "x", "data": "1", "channel": "a", "socket_id": cause.id });
    trigger(&server, body).await;
    assert_eq!(other.next().await["event"], "x");
    cause.hears_nothing().await;
}

#[tokio::test]
async fn an_answer_says_of_the_channels_what_was_asked() {
    let server = Server::start().await;
    let _members = [
        PusherClient::member(&server, "presence-a", "ada").await,
        PusherClient::member(&server, "presence-a", "ada").await,
    ];
    let body = json!({
        "name": "x", "data": "1", "channels": ["presence-a", "b"],
        "info": "user_count,subscription_count",
    });
    assert_eq!(
        trigger(&server, body).await.1,
        json!({
            "channels": {
                "presence-a": { "user_count": 1, "subscription_count": 2 },
                "b": { "subscription_count": 0 },
            },
        })
    );
}

#[tokio::test]
async fn several_events_may_come_at_once() {
    let server = Server::start().await;
    let mut client = PusherClient::subscriber(&server, "a").await;
    let event =
        |name: &str, channel: &str| json!({ "name": name, "data": "1", "channel": channel });
    let batch = vec![event("x", "a"), event("y", "b"), event("z", "a")];
    assert_eq!(trigger_batch(&server, batch).await, (StatusCode::OK, json!({})));
    assert_eq!(client.next().await["event"], "x");
    assert_eq!(client.next().await["event"], "z");

    let mut asking = event("x", "a");
    asking["info"] = json!("subscription_count");
    assert_eq!(
        trigger_batch(&server, vec![asking, event("y", "b")]).await.1,
        json!({ "batch": [{ "subscription_count": 1 }, {}] })
    );
}

#[tokio::test]
async fn an_event_against_the_rules_is_refused_with_a_sentence() {
    let server = Server::start().await;
    let channels: Vec<_> = (0..101).map(|number| number.to_string()).collect();
    let large = "x".repeat(10 * 1024 + 1);
    let (bad, too_large) = (StatusCode::BAD_REQUEST, StatusCode::PAYLOAD_TOO_LARGE);
    for (body, status) in [
        (json!(5), bad),
        (json!({ "data": "1", "channel": "a" }), bad),
        (json!({ "name": "x", "channel": "a" }), bad),
        (json!({ "name": "x", "data": {}, "channel": "a" }), bad),
        (json!({ "name": "x", "data": "1" }), bad),
        (json!({ "name": "x", "data": "1", "channels": [] }), bad),
        (json!({ "name": "x", "data": "1", "channels": channels }), bad),
        (json!({ "name": "x", "data": "1", "channel": "a b" }), bad),
        (json!({ "name": "x", "data": "1", "channel": "#server-to-user-" }), bad),
        (json!({ "name": "x", "data": "1", "channel": "a", "socket_id": "1" }), bad),
        (json!({ "name": "", "data": "1", "channel": "a" }), bad),
        (json!({ "name": "x".repeat(201), "data": "1", "channel": "a" }), bad),
        (json!({ "name": "pusher:x", "data": "1", "channel": "a" }), bad),
        (json!({ "name": "x", "data": large, "channel": "a" }), too_large),
    ] {
        let (given, answer) = trigger(&server, body.clone()).await;
        assert_eq!(given, status, "{body}: {answer}");
        assert!(answer.as_str().unwrap().len() > 10, "{body}: {answer}");
    }
    let event = json!({ "name": "x", "data": "1", "channel": "a" });
    assert_eq!(trigger_batch(&server, vec![event.clone(); 11]).await.0, bad);
    assert_eq!(trigger_batch(&server, vec![event.clone(); 10]).await.0, StatusCode::OK);
    let large = json!({ "name": "x", "data": large, "channel": "a" });
    assert_eq!(trigger_batch(&server, vec![event, large]).await.0, too_large);
}

#[tokio::test]
async fn nothing_of_a_batch_is_sent_when_a_part_is_refused() {
    let server = Server::start().await;
    let mut client = PusherClient::subscriber(&server, "a").await;
    let event = json!({ "name": "x", "data": "1", "channel": "a" });
    trigger_batch(&server, vec![event, json!({ "name": "x", "data": "1" })]).await;
    client.hears_nothing().await;
}

#[tokio::test]
async fn a_request_that_the_application_did_not_sign_is_refused() {
    let server = Server::start().await;
    for (method, path) in [
        (Method::POST, "/apps/1/events"),
        (Method::POST, "/apps/1/batch_events"),
        (Method::GET, "/apps/1/channels"),
        (Method::GET, "/apps/1/channels/a"),
        (Method::GET, "/apps/1/channels/presence-a/users"),
        (Method::POST, "/apps/1/users/7/terminate_connections"),
    ] {
        let (status, words) = send(&server, method, path, String::new()).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{path}");
        assert!(words.as_str().unwrap().len() > 10, "{words}");
    }
}

#[tokio::test]
async fn another_application_is_not_here() {
    let server = Server::start().await;
    let answer = call(&server, Method::GET, "/apps/2/channels", &[], None).await;
    assert_eq!(answer.0, StatusCode::NOT_FOUND);
}
