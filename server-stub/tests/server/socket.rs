use std::time::Duration;

use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use crate::harness::Server;

fn keys(value: &serde_json::Value) -> Vec<&String> {
    value.as_object().unwrap().keys().collect()
}

#[tokio::test]
async fn a_plain_client_is_welcomed_in_the_documented_words() {
    let server = Server::start().await;
    let welcome = server.connect_without_welcome("").await.next().await;
    assert_eq!(keys(&welcome), ["data", "timestamp", "type"]);
    assert_eq!(keys(&welcome["data"]), ["connection_id"]);
    assert_eq!(welcome["data"]["connection_id"].as_str().unwrap().len(), 36);
    assert!(welcome["timestamp"].as_str().unwrap().ends_with('Z'));
}

#[tokio::test]
async fn a_client_that_announces_itself_is_told_the_version() {
    let server = Server::start().await;
    let welcome = server.connect_without_welcome("?v=1").await.next().await;
    assert_eq!(welcome["data"]["protocol"], 1);
}

#[tokio::test]
async fn subscribing_unsubscribing_and_pinging_are_answered() {
    let server = Server::start().await;
    let mut client = server.connect("").await;
    client.send(r#"{"type":"subscribe","channels":["jobs","payments"],"id":7}"#).await;
    let answer = client.next().await;
    assert_eq!(answer["type"], "subscribed");
    assert_eq!(answer["channels"], json!(["jobs", "payments"]));
    assert_eq!(answer["id"], 7);
    assert_eq!(
        server.get("/stats", None).await.1,
        json!({ "total": 1, "by_channel": { "jobs": 1, "payments": 1 } })
    );

    client.send(r#"{"type":"unsubscribe","channels":["jobs"]}"#).await;
    assert_eq!(client.next().await["type"], "unsubscribed");
    client.send(r#"{"type":"ping"}"#).await;
    assert_eq!(client.next().await["type"], "pong");
    assert_eq!(server.get("/stats", None).await.1["by_channel"], json!({ "payments": 1 }));
}

#[tokio::test]
async fn a_client_that_leaves_is_forgotten() {
    let server = Server::start().await;
    drop(server.subscriber("jobs").await);
    while server.get("/stats", None).await.1["total"] != 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(server.get("/stats", None).await.1["by_channel"], json!({}));
}

#[tokio::test]
async fn a_message_that_makes_no_sense_is_answered_and_harms_nothing() {
    let server = Server::start().await;
    let mut client = server.connect("").await;
    for text in [
        "{",
        "[]",
        "5",
        "{}",
        r#"{"type":"subscribe"}"#,
        r#"{"type":"subscribe","channels":[""]}"#,
        r#"{"type":"chat","data":{}}"#,
        r#"{"type":"chat","channel":"jobs","data":{}}"#,
        r#"{"type":"unsubscribed","channel":"jobs","channels":["jobs"]}"#,
    ] {
        client.send(text).await;
        let answer = client.next().await;
        assert_eq!(answer["type"], "error", "{text}");
        assert!(answer["data"]["message"].as_str().unwrap().len() > 10, "{answer}");
    }
    client.send_message(Message::binary(vec![0xff])).await;
    assert_eq!(client.next().await["type"], "error");
    client.hears_nothing().await;
}

#[tokio::test]
async fn a_message_that_is_too_large_ends_the_connection_but_not_the_server() {
    let server = Server::start().await;
    let mut client = server.connect("").await;
    client.send(&format!(r#"{{"type":"x","data":"{}"}}"#, "x".repeat(100_000))).await;
    while server.get("/stats", None).await.1["total"] != 0 {
        tokio::task::yield_now().await;
    }
    server.connect("").await.hears_nothing().await;
}

#[tokio::test]
async fn a_connection_has_a_limited_number_of_channels() {
    let server = Server::start().await;
    let mut client = server.connect("").await;
    for number in 0..128 {
        client.subscribe(&format!("c{number}")).await;
    }
    client.send(r#"{"type":"subscribe","channels":["c1","one-more"]}"#).await;
    assert_eq!(client.next().await["channels"], json!(["c1"]));
    let error = client.next().await;
    assert!(error["data"]["message"].as_str().unwrap().contains("one-more"), "{error}");
}

#[tokio::test]
async fn what_a_client_sends_to_a_channel_reaches_the_other_subscribers() {
    let server = Server::start().await;
    let mut sender = server.subscriber("room").await;
    let mut other = server.subscriber("room").await;
    let mut stranger = server.subscriber("elsewhere").await;
    sender.send(r#"{"type":"chat","channel":"room","data":{"text":"hello"}}"#).await;
    let heard = other.next().await;
    assert_eq!((&heard["type"], &heard["data"]["text"]), (&json!("chat"), &json!("hello")));
    sender.hears_nothing().await;
    stranger.hears_nothing().await;
}

#[tokio::test]
async fn a_whisper_reaches_the_others_and_is_forgotten() {
    let server = Server::start().await;
    let mut sender = server.subscriber("room").await;
    let mut other = server.subscriber("room").await;
    sender.send(r#"{"type":"client-typing","channel":"room","data":{"name":"Ada"}}"#).await;
    let heard = other.next().await;
    assert_eq!((&heard["type"], &heard["channel"]), (&json!("client-typing"), &json!("room")));
    assert_eq!((&heard["data"]["name"], heard.get("offset")), (&json!("Ada"), None));
    sender.hears_nothing().await;

    let mut late = server.connect("?v=1").await;
    late.send(r#"{"type":"subscribe","channels":["room"]}"#).await;
    assert_eq!(late.next().await["positions"]["room"]["offset"], 0);
}

#[tokio::test]
async fn a_client_that_does_not_read_is_let_go() {
    let server = Server::start().await;
    let _slow = server.subscriber("jobs").await;
    let body = format!(r#"{{"type":"x","channel":"jobs","data":"{}"}}"#, "x".repeat(60_000));
    let flood = async {
        while server.get("/stats", None).await.1["total"] != 0 {
            server.post("/broadcast", None, &body).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), flood).await.expect("the server grows for ever");
}
