use std::collections::BTreeSet;
use std::sync::Arc;

use axum::http::StatusCode;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::harness::{Client, PATIENCE, Server};
use crate::tokens::{auth, token_of};

const ROOM: &str = "presence-room";

fn token(id: &str) -> String {
    token_of(id, "worker", &format!("User {id}"), u64::MAX)
}

fn member(id: &str) -> Value {
    json!({ "id": id, "info": { "name": format!("User {id}") } })
}

/// Connects as a user and enters the room; returns who is there.
async fn enter(server: &Server, id: &str) -> (Client, Value) {
    enter_with(server, &format!("?v=1&token={}", token(id))).await
}

async fn enter_with(server: &Server, query: &str) -> (Client, Value) {
    let mut client = server.connect(query).await;
    let here = ask(&mut client).await;
    (client, here)
}

/// Asks for the room; returns who is there, which comes right after the answer.
async fn ask(client: &mut Client) -> Value {
    client.send(&format!(r#"{{"type":"subscribe","channels":["{ROOM}"]}}"#)).await;
    let answers = client.next_messages(2).await;
    assert_eq!(answers[0]["type"], "subscribed", "{answers:?}");
    data(&answers[1])["here"].clone()
}

/// What a message says of the room.
fn data(message: &Value) -> &Value {
    assert_eq!((&message["type"], &message["channel"]), (&json!("presence"), &json!(ROOM)));
    assert!(message["timestamp"].is_string() && message["offset"].is_null(), "{message}");
    &message["data"]
}

/// Leaves the room; what others are told of that is on its way by the answer.
async fn leave(client: &mut Client) {
    client.send(&format!(r#"{{"type":"unsubscribe","channels":["{ROOM}"]}}"#)).await;
    assert_eq!(client.next().await["type"], "unsubscribed");
}

async fn hears(client: &mut Client, expected: Value) {
    let message = client.next().await;
    assert_eq!(*data(&message), expected);
}

#[tokio::test]
async fn the_welcome_promises_it() {
    let server = Server::start().await;
    let mut client = server.connect_without_welcome("?v=1").await;
    let capabilities = client.next().await["data"]["capabilities"].clone();
    assert_eq!(capabilities, json!(["ack", "auth", "presence", "recovery"]));
}

#[tokio::test]
async fn a_user_comes_with_the_first_connection_and_goes_with_the_last() {
    let server = Server::start().await;
    let (mut ada, here) = enter(&server, "1").await;
    assert_eq!(here, json!([member("1")]));
    let (mut first, here) = enter(&server, "2").await;
    assert_eq!(here, json!([member("1"), member("2")]));
    let (second, here) = enter(&server, "2").await;
    assert_eq!(here, json!([member("1"), member("2")]));
    hears(&mut ada, json!({ "joined": member("2") })).await;
    ada.hears_nothing().await;
    leave(&mut first).await;
    ada.hears_nothing().await;
    // Gone without a word.
    drop(second);
    hears(&mut ada, json!({ "left": "2" })).await;
    first.hears_nothing().await;
    assert_eq!(ask(&mut first).await, json!([member("1"), member("2")]));
}

#[tokio::test]
async fn whoever_asks_again_is_told_again_and_no_news() {
    let server = Server::start().await;
    let (mut ada, _) = enter(&server, "1").await;
    let (mut bob, _) = enter(&server, "2").await;
    hears(&mut ada, json!({ "joined": member("2") })).await;
    assert_eq!(ask(&mut bob).await, json!([member("1"), member("2")]));
    ada.hears_nothing().await;
}

#[tokio::test]
async fn whoever_brings_no_token_sees_and_is_not_seen() {
    let server = Server::start().await;
    let (mut stranger, here) = enter_with(&server, "?v=1").await;
    assert_eq!(here, json!([]));
    let (mut ada, here) = enter(&server, "1").await;
    assert_eq!(here, json!([member("1")]));
    hears(&mut stranger, json!({ "joined": member("1") })).await;
    leave(&mut stranger).await;
    ada.hears_nothing().await;
}

#[tokio::test]
async fn who_is_there_comes_before_what_was_missed() {
    let server = Server::start().await;
    let mut client = server.connect(&format!("?v=1&token={}", token("1"))).await;
    client.send(&format!(r#"{{"type":"subscribe","channels":["{ROOM}","{ROOM}","jobs"]}}"#)).await;
    let answers = client.next_messages(2).await;
    let position = answers[0]["positions"][ROOM].clone();
    server.post("/broadcast", None, r#"{"type":"x","channel":"presence-room","data":1}"#).await;
    assert_eq!(client.next().await["type"], "x");
    let recover = json!({ ROOM: { "epoch": position["epoch"], "offset": 0 } });
    let again = json!({ "type": "subscribe", "channels": [ROOM], "recover": recover });
    client.send(&again.to_string()).await;
    let answers = client.next_messages(3).await;
    let types: Vec<_> = answers.iter().map(|answer| &answer["type"]).collect();
    assert_eq!(types, ["subscribed", "presence", "x"]);
    assert_eq!(answers[0]["positions"][ROOM]["offset"], 1, "presence has no position");
}

#[tokio::test]
async fn a_token_of_somebody_else_makes_one_go_and_the_other_come() {
    let server = Server::start().await;
    let (mut witness, _) = enter_with(&server, "?v=1").await;
    let (mut client, _) = enter_with(&server, "?v=1").await;
    client.send(&auth(&token("1"))).await;
    for client in [&mut witness, &mut client] {
        hears(client, json!({ "joined": member("1") })).await;
    }
    client.send(&auth(&token("1"))).await;
    client.send(&auth(&token("2"))).await;
    for client in [&mut witness, &mut client] {
        let news = client.next_messages(2).await;
        assert_eq!(*data(&news[0]), json!({ "left": "1" }));
        assert_eq!(*data(&news[1]), json!({ "joined": member("2") }));
    }
    drop(client);
    hears(&mut witness, json!({ "left": "2" })).await;
}

#[tokio::test]
async fn plain_clients_are_seen_and_are_told_of_nobody() {
    let server = Server::start().await;
    let mut plain = server.connect(&format!("?token={}", token("1"))).await;
    plain.subscribe(ROOM).await;
    let (mut witness, here) = enter_with(&server, "?v=1").await;
    assert_eq!(here, json!([member("1")]));
    let (bob, here) = enter(&server, "2").await;
    assert_eq!(here, json!([member("1"), member("2")]));
    drop(bob);
    hears(&mut witness, json!({ "joined": member("2") })).await;
    hears(&mut witness, json!({ "left": "2" })).await;
    plain.hears_nothing().await;
}

#[tokio::test]
async fn other_channels_have_no_members() {
    let server = Server::start().await;
    let mut client = server.connect(&format!("?v=1&token={}", token("1"))).await;
    client.subscribe("room-of-presence-").await;
    client.hears_nothing().await;
}

#[tokio::test]
async fn nobody_but_the_server_says_who_is_there() {
    let server = Server::start().await;
    let (mut ada, _) = enter(&server, "1").await;
    let forged = json!({ "type": "presence", "channel": ROOM, "data": { "left": "1" } });
    let (status, _) = server.post("/broadcast", None, &forged.to_string()).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    ada.send(&forged.to_string()).await;
    assert_eq!(ada.next().await["type"], "error");
    ada.hears_nothing().await;
}

/// Who is there, as somebody knows who adds up what is told.
#[derive(Default)]
struct Ledger(BTreeSet<String>);

impl Ledger {
    /// Takes one frame in; returns whether it said who is there, which then was no news.
    fn note(&mut self, frame: &Value) -> bool {
        let mut is_said = false;
        let messages = frame.as_array().map_or_else(|| std::slice::from_ref(frame), Vec::as_slice);
        for message in messages.iter().filter(|message| message["type"] == "presence") {
            let news = data(message);
            if let Some(here) = news["here"].as_array() {
                let ids = here.iter().map(|member| member["id"].as_str().unwrap().to_owned());
                assert_eq!(ids.collect::<BTreeSet<_>>(), self.0);
                is_said = true;
            } else if let Some(id) = news["left"].as_str() {
                assert!(self.0.remove(id), "{id} has not come");
            } else {
                let id = news["joined"]["id"].as_str().unwrap().to_owned();
                assert!(self.0.insert(id), "has come already: {news}");
            }
        }
        is_said
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_adds_up_the_news_knows_who_is_there() {
    const ASK: &str = r#"{"type":"subscribe","channels":["presence-room"]}"#;
    let server = Arc::new(Server::start().await);
    let (mut witness, _) = enter_with(&server, "?v=1").await;
    let mut users = JoinSet::new();
    for id in 1..=6 {
        let server = server.clone();
        users.spawn(async move {
            for round in 0..10 {
                let query = format!("?v=1&token={}", token(&format!("{id}")));
                let mut client = server.connect(&query).await;
                client.send(ASK).await;
                client.next().await;
                if round % 2 == 0 {
                    client.send(&auth(&token(&format!("{id}0")))).await;
                }
            }
        });
    }
    users.join_all().await;
    let mut ledger = Ledger::default();
    let all_are_gone = async {
        // That a socket has ended without a word is noticed in a while.
        loop {
            witness.send(ASK).await;
            while !ledger.note(&witness.next().await) {}
            if ledger.0.is_empty() {
                break;
            }
        }
    };
    timeout(PATIENCE, all_are_gone).await.expect("nobody is left behind");
}
