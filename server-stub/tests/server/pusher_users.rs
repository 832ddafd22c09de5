use axum::http::{Method, StatusCode};
use serde_json::json;

use crate::harness::Server;
use crate::pusher::{PusherClient, call, data, trigger};

/// Connects, signs in, and subscribes to the user's own channel as pusher-js does.
async fn signed_in(server: &Server, user: &str) -> PusherClient {
    let mut client = PusherClient::connect(server).await;
    let answer = client.sign_in(&json!({ "id": user }).to_string()).await;
    assert_eq!(answer["event"], "pusher:signin_success");
    client.subscribe(&format!("#server-to-user-{user}")).await;
    client
}

#[tokio::test]
async fn a_user_who_signs_in_is_named_as_the_application_does() {
    let server = Server::start().await;
    let mut client = PusherClient::connect(&server).await;
    let user = r#"{"id":"7","user_info":{"name":"Ada"}}"#;
    let answer = client.sign_in(user).await;
    assert_eq!(answer["event"], "pusher:signin_success");
    assert_eq!(data(&answer), json!({ "user_data": user }));
}

#[tokio::test]
async fn whoever_pretends_to_be_somebody_is_sent_away() {
    let server = Server::start().await;
    let mut client = PusherClient::connect(&server).await;
    let data = json!({ "auth": "sharedjox:00", "user_data": r#"{"id":"7"}"# });
    client.say(json!({ "event": "pusher:signin", "data": data })).await;
    client.is_sent_away(4009).await;

    let mut client = PusherClient::connect(&server).await;
    assert_eq!(client.sign_in("{}").await["data"]["code"], 4009, "a user has an id");
    client.is_closed(4009).await;

    let mut client = signed_in(&server, "7").await;
    assert_eq!(client.sign_in(r#"{"id":"8"}"#).await["data"]["code"], 4009, "and stays the same");
    client.is_closed(4009).await;
}

#[tokio::test]
async fn a_message_for_a_user_reaches_all_of_their_connections() {
    let server = Server::start().await;
    let mut clients = [signed_in(&server, "7").await, signed_in(&server, "7").await];
    let mut other = signed_in(&server, "8").await;
    let event = json!({ "name": "paid", "data": "{}", "channels": ["#server-to-user-7"] });
    assert_eq!(trigger(&server, event).await, (StatusCode::OK, json!({})));
    for client in &mut clients {
        let heard = client.next().await;
        assert_eq!(heard["event"], "paid");
        assert_eq!(heard["channel"], "#server-to-user-7");
    }
    other.hears_nothing().await;
}

#[tokio::test]
async fn the_channel_of_a_user_is_for_that_user() {
    let server = Server::start().await;
    let mut stranger = PusherClient::connect(&server).await;
    let mut other = signed_in(&server, "8").await;
    for client in [&mut stranger, &mut other] {
        client.ask_for(json!({ "channel": "#server-to-user-7" })).await;
        assert_eq!(client.next().await["event"], "pusher:subscription_error");
    }
}

#[tokio::test]
async fn the_connections_of_a_user_can_be_ended() {
    let server = Server::start().await;
    let mut clients = [signed_in(&server, "7").await, signed_in(&server, "7").await];
    let mut other = signed_in(&server, "8").await;
    let path = "/apps/1/users/7/terminate_connections";
    let answer = call(&server, Method::POST, path, &[], Some(json!({}))).await;
    assert_eq!(answer, (StatusCode::OK, json!({})));
    for client in &mut clients {
        client.is_sent_away(4009).await;
    }
    other.hears_nothing().await;
}
