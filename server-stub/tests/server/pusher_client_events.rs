use serde_json::{Value, json};

use tokio::time::Instant;

use crate::harness::Server;
use crate::pusher::PusherClient;

/// More than any client may say within a second.
const SAID: usize = 50;

fn typing(channel: &str) -> Value {
    json!({ "event": "client-typing", "channel": channel, "data": { "at": 1 } })
}

async fn is_refused(client: &mut PusherClient, event: Value) {
    client.say(event.clone()).await;
    let answer = client.next().await;
    assert!(is_refusal(&answer), "{event}: {answer}");
}

fn is_refusal(answer: &Value) -> bool {
    let words = answer["data"]["message"].as_str().unwrap_or_default();
    answer["event"] == "pusher:error" && answer["data"]["code"] == 4301 && words.len() > 10
}

#[tokio::test]
async fn what_a_client_says_reaches_the_other_subscribers() {
    let server = Server::start().await;
    let mut sender = PusherClient::subscriber(&server, "private-a").await;
    let mut other = PusherClient::subscriber(&server, "private-a").await;
    let mut stranger = PusherClient::subscriber(&server, "private-b").await;
    sender.say(typing("private-a")).await;
    assert_eq!(
        other.next().await,
        json!({ "event": "client-typing", "channel": "private-a", "data": r#"{"at":1}"# })
    );
    sender.hears_nothing().await;
    stranger.hears_nothing().await;
}

#[tokio::test]
async fn a_presence_channel_says_who_said_it() {
    let server = Server::start().await;
    let mut sender = PusherClient::member(&server, "presence-a", "ada").await;
    let mut other = PusherClient::member(&server, "presence-a", "bob").await;
    assert_eq!(sender.next().await["event"], "pusher_internal:member_added");
    let mut forged = typing("presence-a");
    forged["user_id"] = json!("bob");
    sender.say(forged).await;
    assert_eq!(other.next().await["user_id"], "ada");
}

#[tokio::test]
async fn a_client_event_needs_a_channel_that_takes_it() {
    let server = Server::start().await;
    let mut client = PusherClient::connect(&server).await;
    for channel in ["jobs", "private-encrypted-a"] {
        client.subscribe(channel).await;
        is_refused(&mut client, typing(channel)).await;
    }
    is_refused(&mut client, typing("private-not-subscribed")).await;
    client.hears_nothing().await;
}

#[tokio::test]
async fn a_client_event_that_is_too_large_is_refused() {
    let server = Server::start().await;
    let mut client = PusherClient::subscriber(&server, "private-a").await;
    let mut large = typing("private-a");
    large["data"] = json!("x".repeat(10 * 1024));
    is_refused(&mut client, large).await;
    let mut long = typing("private-a");
    long["event"] = json!(format!("client-{}", "x".repeat(194)));
    is_refused(&mut client, long).await;
}

#[tokio::test]
async fn a_client_that_talks_too_much_is_asked_to_stop() {
    let server = Server::start().await;
    let mut client = PusherClient::subscriber(&server, "private-a").await;
    let mut other = PusherClient::subscriber(&server, "private-a").await;
    let start = Instant::now();
    for _ in 0..SAID {
        client.say(typing("private-a")).await;
    }
    let refusals = client.hears_until_now().await;
    // The slower the machine, the more may pass.
    let most = 10 * (start.elapsed().as_secs() as usize + 1);
    let passed = other.hears_until_now().await;
    assert!(refusals.iter().all(is_refusal), "{refusals:?}");
    assert!(passed.iter().all(|message| message["event"] == "client-typing"), "{passed:?}");
    assert_eq!(refusals.len() + passed.len(), SAID);
    assert!((10..=most).contains(&passed.len()), "{} of at most {most}", passed.len());
}
