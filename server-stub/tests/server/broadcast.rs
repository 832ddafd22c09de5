use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use bellwire_server_stub::Options;
use serde_json::json;

use crate::harness::Server;

/// The body of the curl command in PayChain's documentation.
const CURL: &str =
    r#"{"type": "test_message", "data": {"message": "Hello WebSocket!"}, "channel": "jobs"}"#;

#[tokio::test]
async fn a_broadcast_to_a_channel_reaches_its_subscribers_only() {
    let server = Server::start().await;
    let mut jobs = server.subscriber("jobs").await;
    let mut payments = server.subscriber("payments").await;
    let (status, answer) = server.post("/broadcast", None, CURL).await;
    assert_eq!((status, &answer["recipients"]), (StatusCode::OK, &json!(1)));
    let heard = jobs.next().await;
    assert_eq!(heard["type"], "test_message");
    assert_eq!(heard["data"], json!({ "message": "Hello WebSocket!" }));
    assert_eq!(heard["channel"], "jobs");
    payments.hears_nothing().await;
}

#[tokio::test]
async fn a_broadcast_without_a_channel_reaches_everybody() {
    let server = Server::start().await;
    let mut jobs = server.subscriber("jobs").await;
    let mut nothing = server.connect("").await;
    server.post("/broadcast", None, r#"{"type":"news","data":1}"#).await;
    assert_eq!(jobs.next().await["data"], 1);
    assert_eq!(nothing.next().await["data"], 1);
}

#[tokio::test]
async fn a_plain_client_gets_the_documented_fields_and_no_more() {
    let server = Server::start().await;
    let mut plain = server.connect("").await;
    plain.subscribe("jobs").await;
    server.post("/broadcast", None, CURL).await;
    let heard = plain.next().await;
    let keys: Vec<_> = heard.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["data", "timestamp", "type"]);
}

#[tokio::test]
async fn a_bad_body_is_refused_with_a_sentence() {
    let server = Server::start().await;
    for body in [
        "",
        "{",
        "[]",
        "{}",
        r#"{"type":5}"#,
        r#"{"type":""}"#,
        r#"{"type":"subscribed"}"#,
        r#"{"type":"x","channel":""}"#,
        r#"{"type":"x","channel":["jobs"]}"#,
    ] {
        let (status, answer) = server.post("/broadcast", None, body).await;
        assert!(status.is_client_error(), "{body}: {status}");
        assert!(answer["detail"].as_str().unwrap().len() > 10, "{body}: {answer}");
    }
}

/// A form on any website can post text; only JSON makes the browser ask first.
#[tokio::test]
async fn a_body_that_does_not_call_itself_json_is_refused() {
    let server = Server::start().await;
    let request = Request::builder()
        .method(Method::POST)
        .uri("/broadcast")
        .header(header::CONTENT_TYPE, "text/plain")
        .body(Body::from(CURL))
        .unwrap();
    assert_eq!(server.send(request).await.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn a_token_keeps_strangers_from_broadcasting() {
    let options = Options { broadcast_token: Some("secret".to_owned()), ..Options::default() };
    let server = Server::with(options).await;
    assert_eq!(server.post("/broadcast", None, CURL).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(server.post("/broadcast", Some("wrong"), CURL).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(server.post("/broadcast", Some("secret"), CURL).await.0, StatusCode::OK);
}

#[tokio::test]
async fn health_and_stats_have_the_documented_shape() {
    let server = Server::start().await;
    let _client = server.subscriber("jobs").await;
    let connections = json!({ "total": 1, "by_channel": { "jobs": 1 } });
    assert_eq!(server.get("/stats", None).await, (StatusCode::OK, connections.clone()));
    assert_eq!(
        server.get("/health", None).await.1,
        json!({
            "status": "healthy",
            "service": "websocket-server",
            "connections": connections,
        })
    );
}

#[tokio::test]
async fn pages_of_the_development_server_may_call() {
    let server = Server::start().await;
    let origin_allowed = async |origin: &str| {
        let request = Request::builder()
            .method(Method::OPTIONS)
            .uri("/broadcast")
            .header(header::ORIGIN, origin)
            .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST")
            .body(Body::empty())
            .unwrap();
        server.send(request).await.headers().contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN)
    };
    assert!(origin_allowed("http://localhost:5173").await);
    assert!(!origin_allowed("https://example.org").await);
}
