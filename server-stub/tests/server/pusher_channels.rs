use std::time::Duration;

use serde_json::json;

use crate::harness::Server;
use crate::pusher::{PusherClient, auth, data, trigger};

#[tokio::test]
async fn an_event_reaches_the_subscribers_of_its_channel_only() {
    let server = Server::start().await;
    let mut jobs = PusherClient::subscriber(&server, "jobs").await;
    let mut payments = PusherClient::subscriber(&server, "payments").await;
    trigger(&server, json!({ "name": "job.posted", "data": r#"{"id":5}"#, "channel": "jobs" }))
        .await;
    assert_eq!(
        jobs.next().await,
        json!({ "event": "job.posted", "channel": "jobs", "data": r#"{"id":5}"# })
    );
    payments.hears_nothing().await;
}

#[tokio::test]
async fn whoever_unsubscribes_hears_no_more_and_may_come_back() {
    let server = Server::start().await;
    let mut client = PusherClient::subscriber(&server, "jobs").await;
    client.unsubscribe("jobs").await;
    client.unsubscribe("never-subscribed").await;
    client.hears_nothing().await;
    trigger(&server, json!({ "name": "x", "data": "1", "channel": "jobs" })).await;
    client.hears_nothing().await;
    client.subscribe("jobs").await;
    trigger(&server, json!({ "name": "x", "data": "2", "channel": "jobs" })).await;
    assert_eq!(client.next().await["data"], "2");
}

#[tokio::test]
async fn a_private_channel_takes_the_applications_signature_only() {
    let server = Server::start().await;
    let mut client = PusherClient::connect(&server).await;
    let right = auth(&format!("{}:private-a", client.id));
    let of_another_channel = auth(&format!("{}:private-b", client.id));
    let of_another_socket = auth("1.2:private-a");
    let of_another_key = right.replace("sharedjox:", "other:");
    for auth in [None, Some(""), Some("x:y"), Some(&of_another_channel), Some(&of_another_socket)]
        .into_iter()
        .chain([Some(of_another_key.as_str()), Some(&right[..right.len() - 1])])
    {
        client.ask_for(json!({ "channel": "private-a", "auth": auth })).await;
        let answer = client.next().await;
        assert_eq!(answer["event"], "pusher:subscription_error", "{auth:?}");
        assert_eq!(answer["channel"], "private-a");
        let data = data(&answer);
        assert_eq!((&data["type"], &data["status"]), (&json!("AuthError"), &json!(401)));
        assert!(data["error"].as_str().unwrap().len() > 10, "{data}");
        client.hears_nothing().await;
    }
    client.subscribe("private-a").await;
    client.subscribe("private-encrypted-a").await;
    trigger(&server, json!({ "name": "x", "data": "1", "channel": "private-a" })).await;
    assert_eq!(client.next().await["channel"], "private-a");
}

#[tokio::test]
async fn a_channel_with_a_name_against_the_rules_is_refused() {
    let server = Server::start().await;
    let mut client = PusherClient::connect(&server).await;
    for channel in ["a b", "#jobs", "jobs/5", "jöbs", &"x".repeat(165)] {
        client.ask_for(json!({ "channel": channel })).await;
        let answer = client.next().await;
        assert_eq!(answer["event"], "pusher:subscription_error", "{channel}");
        assert_eq!(answer["channel"], channel);
    }
    client.subscribe(&"x".repeat(164)).await;
    client.subscribe("A-z_0=@,.;").await;
}

#[tokio::test]
async fn subscribing_twice_is_an_error_and_breaks_nothing() {
    let server = Server::start().await;
    let mut client = PusherClient::subscriber(&server, "jobs").await;
    client.ask_for(json!({ "channel": "jobs" })).await;
    assert_eq!(
        client.next().await,
        json!({
            "event": "pusher:error",
            "data": { "code": null, "message": "Existing subscription to channel jobs" },
        })
    );
    trigger(&server, json!({ "name": "x", "data": "1", "channel": "jobs" })).await;
    assert_eq!(client.next().await["data"], "1");
    client.hears_nothing().await;
}

#[tokio::test]
async fn a_connection_has_a_limited_number_of_channels() {
    let server = Server::start().await;
    let mut client = PusherClient::connect(&server).await;
    for number in 0..1_000 {
        client.subscribe(&format!("c{number}")).await;
    }
    client.ask_for(json!({ "channel": "one-more" })).await;
    assert_eq!(client.next().await["event"], "pusher:subscription_error");
    client.unsubscribe("c0").await;
    client.subscribe("one-more").await;
}

#[tokio::test]
async fn a_cache_channel_begins_with_its_last_event() {
    let server = Server::start().await;
    for channel in ["cache-a", "private-cache-a", "private-encrypted-cache-a"] {
        let mut early = PusherClient::subscriber(&server, channel).await;
        let miss = json!({ "event": "pusher:cache_miss", "channel": channel, "data": "{}" });
        assert_eq!(early.next().await, miss);
        drop(early);
        // Nobody needs to be subscribed.
        trigger(&server, json!({ "name": "price", "data": "1", "channel": channel })).await;
        trigger(&server, json!({ "name": "price", "data": "2", "channel": channel })).await;
        let mut late = PusherClient::subscriber(&server, channel).await;
        let last = json!({ "event": "price", "channel": channel, "data": "2" });
        assert_eq!(late.next().await, last);
        late.hears_nothing().await;
    }
}

#[tokio::test]
async fn a_client_that_does_not_read_is_let_go() {
    let server = Server::start().await;
    let mut witness = PusherClient::member(&server, "presence-a", "ada").await;
    let mut slow = PusherClient::member(&server, "presence-a", "bob").await;
    assert_eq!(witness.next().await["event"], "pusher_internal:member_added");
    slow.subscribe("jobs").await;
    let data = "x".repeat(10_000);
    let flood = async {
        loop {
            trigger(&server, json!({ "name": "x", "data": data, "channel": "jobs" })).await;
            tokio::task::yield_now().await;
        }
    };
    let race = async {
        tokio::select! {
            () = flood => unreachable!("it has no end"),
            heard = witness.next() => assert_eq!(heard["event"], "pusher_internal:member_removed"),
        }
    };
    tokio::time::timeout(Duration::from_secs(60), race).await.expect("the server grows for ever");
}
