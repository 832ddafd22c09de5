use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::Server;
use crate::pusher::{PusherClient, call, trigger};

async fn get(server: &Server, path: &str, parameters: &[(&str, &str)]) -> (StatusCode, Value) {
    call(server, Method::GET, &format!("/apps/1/{path}"), parameters, None).await
}

#[tokio::test]
async fn the_channels_that_somebody_listens_to_are_listed() {
    let server = Server::start().await;
    assert_eq!(get(&server, "channels", &[]).await, (StatusCode::OK, json!({ "channels": {} })));
    let mut client = PusherClient::subscriber(&server, "jobs").await;
    client.subscribe("private-a").await;
    client.join("presence-a", "ada").await;
    client.sign_in(r#"{"id":"7"}"#).await;
    client.subscribe("#server-to-user-7").await;
    assert_eq!(
        get(&server, "channels", &[]).await.1,
        json!({ "channels": { "jobs": {}, "presence-a": {}, "private-a": {} } })
    );
    let prefix = ("filter_by_prefix", "presence-");
    assert_eq!(
        get(&server, "channels", &[prefix, ("info", "user_count")]).await.1,
        json!({ "channels": { "presence-a": { "user_count": 1 } } })
    );
    client.unsubscribe("jobs").await;
    client.hears_nothing().await;
    assert_eq!(
        get(&server, "channels", &[("filter_by_prefix", "jobs")]).await.1,
        json!({ "channels": {} })
    );
}

#[tokio::test]
async fn users_are_counted_in_presence_channels_only() {
    let server = Server::start().await;
    let count = ("info", "user_count");
    for (path, parameters) in [
        ("channels", &[count][..]),
        ("channels", &[("filter_by_prefix", "private-"), count]),
        ("channels/jobs", &[count]),
        ("channels/jobs/users", &[]),
    ] {
        let (status, words) = get(&server, path, parameters).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{path}");
        assert!(words.as_str().unwrap().contains("presence"), "{words}");
    }
}

#[tokio::test]
async fn a_channel_says_what_is_asked_of_it() {
    let server = Server::start().await;
    assert_eq!(get(&server, "channels/jobs", &[]).await.1, json!({ "occupied": false }));
    let mut members = [
        PusherClient::member(&server, "presence-a", "ada").await,
        PusherClient::member(&server, "presence-a", "ada").await,
    ];
    members[0].subscribe("jobs").await;
    let counts = ("info", "user_count,subscription_count");
    assert_eq!(get(&server, "channels/jobs", &[]).await.1, json!({ "occupied": true }));
    assert_eq!(
        get(&server, "channels/presence-a", &[counts]).await.1,
        json!({ "occupied": true, "user_count": 1, "subscription_count": 2 })
    );
    assert_eq!(get(&server, "channels/a%20b", &[]).await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_cache_channel_shows_its_last_event() {
    let server = Server::start().await;
    let cache = ("info", "cache");
    assert_eq!(get(&server, "channels/cache-a", &[cache]).await.1, json!({ "occupied": false }));
    trigger(&server, json!({ "name": "x", "data": "just words", "channel": "cache-a" })).await;
    let (_, answer) = get(&server, "channels/cache-a", &[cache]).await;
    assert_eq!(answer["cache"]["data"], "just words");
    assert!((1_700..=1_800).contains(&answer["cache"]["ttl"].as_u64().unwrap()), "{answer}");
    assert_eq!(get(&server, "channels/jobs", &[cache]).await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_users_of_a_presence_channel_are_listed_once() {
    let server = Server::start().await;
    let path = "channels/presence-a/users";
    assert_eq!(get(&server, path, &[]).await.1, json!({ "users": [] }));
    let _members = [
        PusherClient::member(&server, "presence-a", "bob").await,
        PusherClient::member(&server, "presence-a", "ada").await,
        PusherClient::member(&server, "presence-a", "ada").await,
    ];
    assert_eq!(
        get(&server, path, &[]).await.1,
        json!({ "users": [{ "id": "ada" }, { "id": "bob" }] })
    );
}
