use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bellwire_server_stub::Options;
use jsonwebtoken::{EncodingKey, Header};
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use crate::harness::{Client, Server};

/// A token of the server's own making that is good for so many seconds.
fn token(seconds: u64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    token_until((now + Duration::from_secs(seconds)).as_secs())
}

fn token_until(exp: u64) -> String {
    token_of("1", "worker", "Bob", exp)
}

/// A token that says who somebody is.
pub(crate) fn token_of(sub: &str, role: &str, name: &str, exp: u64) -> String {
    let claims = json!({ "sub": sub, "role": role, "name": name, "exp": exp });
    let key = EncodingKey::from_secret(Options::default().jwt_secret.as_bytes());
    jsonwebtoken::encode(&Header::default(), &claims, &key).unwrap()
}

pub(crate) fn auth(token: &str) -> String {
    json!({ "type": "auth", "data": { "token": token } }).to_string()
}

async fn demanding() -> Server {
    Server::with(Options { require_token: true, ..Options::default() }).await
}

/// Asserts that the client is sent away for want of a token, with these words.
async fn is_sent_away(client: &mut Client, words: &str) {
    let Message::Close(Some(close)) = client.next_message().await else { panic!("not closed") };
    assert_eq!((u16::from(close.code), close.reason.as_str()), (4001, words));
}

#[tokio::test]
async fn a_token_in_the_url_opens_the_door() {
    let server = demanding().await;
    let mut client = server.connect(&format!("?v=1&token={}", token(60))).await;
    client.subscribe("jobs").await;
}

#[tokio::test]
async fn a_token_can_be_the_first_message() {
    let server = demanding().await;
    let mut client = server.connect_without_welcome("?v=1").await;
    server.post("/broadcast", None, r#"{"type":"for_all","data":1}"#).await;
    client.send(&auth(&token(60))).await;
    assert_eq!(client.next().await["type"], "connected", "and nothing before it");
    client.subscribe("jobs").await;
}

#[tokio::test]
async fn a_token_may_be_good_for_ever() {
    let server = demanding().await;
    let forever = token_until(u64::MAX);
    let mut client = server.connect(&format!("?v=1&token={forever}")).await;
    client.subscribe("jobs").await;
}

#[tokio::test]
async fn a_wrong_token_is_refused_even_where_none_is_asked_for() {
    let server = Server::start().await;
    let mut client = server.connect_without_welcome("?v=1&token=wrong").await;
    is_sent_away(&mut client, "the token is wrong or has expired").await;
    let mut client = server.connect("").await;
    client.send(&auth("wrong")).await;
    is_sent_away(&mut client, "the token is wrong or has expired").await;
}

#[tokio::test]
async fn strangers_hear_nothing_and_are_sent_away() {
    let server = demanding().await;
    let mut eager = server.connect_without_welcome("?v=1").await;
    eager.send(r#"{"type":"subscribe","channels":["jobs"]}"#).await;
    is_sent_away(&mut eager, "the first message is not an `auth`").await;
    let mut confused = server.connect_without_welcome("?v=1").await;
    confused.send("nonsense").await;
    is_sent_away(&mut confused, "the first message is not an `auth`").await;
    let mut silent = server.connect_without_welcome("?v=1").await;
    server.post("/broadcast", None, r#"{"type":"for_all","data":1}"#).await;
    is_sent_away(&mut silent, "no token came").await;
}

#[tokio::test]
async fn a_token_that_expires_ends_the_connection_unless_it_is_replaced() {
    let server = demanding().await;
    let query = format!("?v=1&token={}", token(1));
    let (mut kept, mut lost) = (server.connect(&query).await, server.connect(&query).await);
    kept.send(&auth(&token(60))).await;
    is_sent_away(&mut lost, "the token has expired").await;
    kept.hears_nothing().await;
}
