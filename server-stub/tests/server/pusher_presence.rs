use serde_json::{Value, json};

use crate::harness::Server;
use crate::pusher::{PusherClient, auth, data, trigger};

const ROOM: &str = "presence-room";

fn added(user: &str) -> Value {
    let data = json!({ "user_id": user, "user_info": { "name": user } }).to_string();
    json!({ "event": "pusher_internal:member_added", "channel": ROOM, "data": data })
}

fn removed(user: &str) -> Value {
    let data = json!({ "user_id": user }).to_string();
    json!({ "event": "pusher_internal:member_removed", "channel": ROOM, "data": data })
}

#[tokio::test]
async fn whoever_joins_is_told_who_is_there() {
    let server = Server::start().await;
    let mut ada = PusherClient::member(&server, ROOM, "ada").await;
    let mut bob = PusherClient::connect(&server).await;
    let answer = bob.join(ROOM, "bob").await;
    assert_eq!(
        data(&answer),
        json!({
            "presence": {
                "count": 2,
                "ids": ["ada", "bob"],
                "hash": { "ada": { "name": "ada" }, "bob": { "name": "bob" } },
            },
        })
    );
    bob.hears_nothing().await;
    assert_eq!(ada.next().await, added("bob"));
}

#[tokio::test]
async fn a_user_comes_with_the_first_connection_and_goes_with_the_last() {
    let server = Server::start().await;
    let mut ada = PusherClient::member(&server, ROOM, "ada").await;
    let mut first = PusherClient::member(&server, ROOM, "bob").await;
    assert_eq!(ada.next().await, added("bob"));
    let second = PusherClient::member(&server, ROOM, "bob").await;
    ada.hears_nothing().await;
    first.unsubscribe(ROOM).await;
    first.hears_nothing().await;
    ada.hears_nothing().await;
    drop(second);
    assert_eq!(ada.next().await, removed("bob"));
}

#[tokio::test]
async fn a_member_needs_a_signature_of_who_it_is() {
    let server = Server::start().await;
    let mut client = PusherClient::connect(&server).await;
    let member = json!({ "user_id": "ada" }).to_string();
    let large = json!({ "user_id": "ada", "user_info": "x".repeat(1_025) }).to_string();
    let long = json!({ "user_id": "x".repeat(129) }).to_string();
    let signed = |data: &str| auth(&format!("{}:{ROOM}:{data}", client.id));
    for request in [
        json!({ "channel": ROOM }),
        json!({ "channel": ROOM, "auth": auth(&format!("{}:{ROOM}", client.id)) }),
        json!({ "channel": ROOM, "auth": signed(&member), "channel_data": "{}" }),
        json!({ "channel": ROOM, "auth": signed("{}"), "channel_data": "{}" }),
        json!({ "channel": ROOM, "auth": signed(&large), "channel_data": large }),
        json!({ "channel": ROOM, "auth": signed(&long), "channel_data": long }),
    ] {
        client.ask_for(request.clone()).await;
        let answer = client.next().await;
        assert_eq!(answer["event"], "pusher:subscription_error", "{request}");
        assert_eq!(data(&answer)["status"], 401);
    }
    client.join(ROOM, "ada").await;
}

#[tokio::test]
async fn a_channel_has_room_for_a_hundred_users() {
    let server = Server::start().await;
    let mut members = Vec::new();
    for number in 0..100 {
        members.push(PusherClient::member(&server, ROOM, &format!("user-{number}")).await);
    }
    let mut client = PusherClient::connect(&server).await;
    assert_eq!(client.join(ROOM, "one-more").await["event"], "pusher:subscription_error");
    let answer = client.join(ROOM, "user-7").await;
    assert_eq!(answer["event"], "pusher_internal:subscription_succeeded");
}

#[tokio::test]
async fn a_presence_channel_may_keep_its_last_event_as_well() {
    let server = Server::start().await;
    let channel = "presence-cache-room";
    trigger(&server, json!({ "name": "x", "data": "1", "channel": channel })).await;
    let mut ada = PusherClient::member(&server, channel, "ada").await;
    assert_eq!(ada.next().await["data"], "1");
}
