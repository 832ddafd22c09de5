use bellwire_server_stub::Options;
use serde_json::{Value, json};
use tokio::sync::oneshot;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Message;

use crate::harness::Server;
use crate::pusher::{KEY, PusherClient, data};

#[tokio::test]
async fn a_client_is_welcomed_with_a_name_of_its_own() {
    let server = Server::start().await;
    let mut first = server.connect_to(&format!("/app/{KEY}?protocol=7")).await;
    let welcome = first.next().await;
    assert_eq!(welcome["event"], "pusher:connection_established");
    assert_eq!(data(&welcome)["activity_timeout"], 120);
    let id = data(&welcome)["socket_id"].as_str().unwrap().to_owned();
    let (left, right) = id.split_once('.').unwrap();
    assert!(left.parse::<u64>().is_ok() && right.parse::<u64>().is_ok(), "{id}");
    assert_ne!(PusherClient::connect(&server).await.id, id);
}

#[tokio::test]
async fn whoever_cannot_be_served_is_told_why_and_sent_away() {
    let server = Server::start().await;
    for (path, code) in [
        ("/app/unknown?protocol=7", 4001),
        ("/app/unknown", 4001),
        ("/app/sharedjox", 4008),
        ("/app/sharedjox?client=js&version=8.6.0", 4008),
        ("/app/sharedjox?protocol=seven", 4006),
        ("/app/sharedjox?protocol=4", 4007),
        ("/app/sharedjox?protocol=8", 4007),
    ] {
        let socket = server.connect_to(path).await;
        let mut client = PusherClient { socket, id: String::new() };
        client.is_sent_away(code).await;
    }
}

#[tokio::test]
async fn older_versions_of_the_protocol_are_spoken_too() {
    let server = Server::start().await;
    for version in 5..=7 {
        let mut client = server.connect_to(&format!("/app/{KEY}?protocol={version}")).await;
        assert_eq!(client.next().await["event"], "pusher:connection_established");
    }
}

#[tokio::test]
async fn a_ping_is_answered() {
    let server = Server::start().await;
    let mut client = PusherClient::connect(&server).await;
    client.say(json!({ "event": "pusher:ping" })).await;
    assert_eq!(client.next().await, json!({ "event": "pusher:pong", "data": "{}" }));
}

#[tokio::test]
async fn a_silent_client_is_asked_for_a_sign_of_life() {
    let server = Server::with(Options { pusher_activity_timeout: 1, ..Options::default() }).await;
    let mut client = PusherClient::connect(&server).await;
    for _ in 0..2 {
        assert_eq!(client.next().await, json!({ "event": "pusher:ping", "data": "{}" }));
        client.say(json!({ "event": "pusher:pong", "data": {} })).await;
    }
    client.hears_nothing().await;
}

#[tokio::test(start_paused = true)]
async fn a_client_that_gives_no_sign_of_life_is_sent_away() {
    let server = Server::start().await;
    let start = Instant::now();
    let mut client = server.connect_to(&format!("/app/{KEY}?protocol=7")).await;
    for event in ["pusher:connection_established", "pusher:ping", "pusher:error"] {
        let message = client.next_message_at_last().await;
        let message: Value = serde_json::from_str(message.to_text().unwrap()).unwrap();
        assert_eq!(message["event"], event);
    }
    let message = client.next_message_at_last().await;
    let Message::Close(Some(close)) = message else { panic!("{message:?}") };
    assert_eq!(u16::from(close.code), 4201);
    assert_eq!(start.elapsed().as_secs(), 120 + 30);
}

#[tokio::test]
async fn a_message_that_makes_no_sense_is_an_error_and_harms_nothing() {
    let server = Server::start().await;
    let mut client = PusherClient::connect(&server).await;
    let error = json!({
        "event": "pusher:error",
        "data": { "code": 4200, "message": "Invalid message format" },
    });
    for text in [
        "",
        "{",
        "5",
        "[]",
        "{}",
        r#"{"event":5}"#,
        r#"{"event":"pusher:dance","data":{}}"#,
        r#"{"event":"pusher:subscribe","data":{}}"#,
        r#"{"event":"pusher:subscribe","data":{"channel":5}}"#,
        r#"{"event":"pusher:signin","data":{"auth":"x"}}"#,
        r#"{"event":"pusher_internal:member_added","channel":"presence-a","data":{}}"#,
        r#"{"event":"client-x","data":{}}"#,
        r#"{"event":"x","channel":"jobs","data":{}}"#,
    ] {
        client.socket.send(text).await;
        assert_eq!(client.next().await, error, "{text}");
    }
    client.socket.send_message(Message::binary(vec![0xff])).await;
    assert_eq!(client.next().await, error);
    client.hears_nothing().await;
}

#[tokio::test]
async fn a_message_without_end_ends_the_connection_but_not_the_server() {
    let server = Server::start().await;
    let mut member = PusherClient::member(&server, "presence-a", "ada").await;
    let mut talker = PusherClient::member(&server, "presence-a", "bob").await;
    assert_eq!(member.next().await["event"], "pusher_internal:member_added");
    talker.say(json!({ "event": "pusher:ping", "data": "x".repeat(100_000) })).await;
    assert_eq!(member.next().await["event"], "pusher_internal:member_removed");
}

#[tokio::test]
async fn everybody_is_asked_to_come_back_when_the_server_ends() {
    let (stop, stopped) = oneshot::channel::<()>();
    let server = Server::until(Options::default(), async { _ = stopped.await }).await;
    let mut clients =
        [PusherClient::connect(&server).await, PusherClient::subscriber(&server, "jobs").await];
    stop.send(()).unwrap();
    for client in &mut clients {
        client.is_closed(4200).await;
    }
    // Clients that answer are not waited for any longer.
    drop(clients);
    server.ended().await;
}
