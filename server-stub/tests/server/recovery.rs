use bellwire_server_stub::Options;
use serde_json::{Value, json};

use crate::harness::{Client, Server};

async fn publish(server: &Server, number: u64) {
    let body = json!({ "type": "tick", "data": number, "channel": "jobs" }).to_string();
    assert_eq!(server.post("/broadcast", None, &body).await.1["status"], "ok");
}

async fn publish_all(server: &Server, numbers: std::ops::RangeInclusive<u64>) {
    for number in numbers {
        publish(server, number).await;
    }
}

/// Subscribes to `jobs` and returns its epoch and offset.
async fn subscribe(client: &mut Client) -> (String, u64) {
    client.send(r#"{"type":"subscribe","channels":["jobs"]}"#).await;
    let position = &client.next().await["positions"]["jobs"];
    assert_eq!(position["recovered"], Value::Null, "nothing was asked for");
    (position["epoch"].as_str().unwrap().to_owned(), position["offset"].as_u64().unwrap())
}

fn recover(epoch: &str, offset: u64) -> String {
    let recover = json!({ "jobs": { "epoch": epoch, "offset": offset } });
    json!({ "type": "subscribe", "channels": ["jobs"], "recover": recover }).to_string()
}

fn payloads(messages: &[Value]) -> Vec<u64> {
    messages.iter().map(|message| message["data"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn a_channel_has_a_position_even_before_its_first_publication() {
    let server = Server::start().await;
    let mut client = server.connect("?v=1").await;
    let (epoch, offset) = subscribe(&mut client).await;
    assert_eq!(offset, 0);
    publish(&server, 1).await;
    let message = client.next().await;
    assert_eq!((&message["epoch"], &message["offset"]), (&json!(epoch), &json!(1)));
}

#[tokio::test]
async fn what_was_missed_comes_before_what_is_new() {
    let server = Server::start().await;
    let mut client = server.connect("?v=1").await;
    let (epoch, _) = subscribe(&mut client).await;
    publish(&server, 1).await;
    client.next().await;
    drop(client);
    publish_all(&server, 2..=40).await;

    let mut client = server.connect("?v=1").await;
    client.send(&recover(&epoch, 1)).await;
    let answer = client.next_messages(40).await;
    assert_eq!(
        answer[0]["positions"]["jobs"],
        json!({ "epoch": epoch, "offset": 40, "recovered": true })
    );
    assert_eq!(payloads(&answer[1..]), (2..=40).collect::<Vec<_>>());
    publish(&server, 41).await;
    assert_eq!(client.next().await["offset"], 41);
}

#[tokio::test]
async fn what_is_not_complete_is_not_sent_at_all() {
    let server = Server::with(Options { history: 3, ..Options::default() }).await;
    let mut client = server.connect("?v=1").await;
    let (epoch, _) = subscribe(&mut client).await;
    publish_all(&server, 1..=5).await;
    for (asked, reason) in [
        (recover(&epoch, 1), "expired"),
        (recover("another", 5), "epoch_changed"),
        (recover(&epoch, 6), "epoch_changed"),
    ] {
        let mut client = server.connect("?v=1").await;
        client.send(&asked).await;
        assert_eq!(
            client.next().await["positions"]["jobs"],
            json!({ "epoch": epoch, "offset": 5, "recovered": false, "reason": reason })
        );
        client.hears_nothing().await;
    }
}

#[tokio::test]
async fn a_server_that_starts_anew_says_so() {
    let server = Server::start().await;
    let (epoch, _) = subscribe(&mut server.connect("?v=1").await).await;
    let another = Server::start().await;
    let mut client = another.connect("?v=1").await;
    client.send(&recover(&epoch, 0)).await;
    assert_eq!(client.next().await["positions"]["jobs"]["reason"], "epoch_changed");
}

#[tokio::test]
async fn a_pong_says_where_the_channels_stand() {
    let server = Server::start().await;
    let mut client = server.connect("?v=1").await;
    subscribe(&mut client).await;
    publish_all(&server, 1..=2).await;
    client.send(r#"{"type":"ping"}"#).await;
    let messages = client.next_messages(3).await;
    assert_eq!(messages[2]["positions"]["jobs"]["offset"], 2);
}

#[tokio::test]
async fn a_message_that_comes_twice_is_relayed_once_and_acknowledged_twice() {
    let server = Server::start().await;
    let mut sender = server.subscriber("room").await;
    let mut other = server.subscriber("room").await;
    let chat = r#"{"type":"chat","channel":"room","data":"hello","id":8,"key":"0192"}"#;
    sender.send(chat).await;
    let ack = sender.next().await;
    assert_eq!((&ack["type"], &ack["id"], &ack["offset"]), (&json!("ack"), &json!(8), &json!(1)));
    drop(sender);

    let mut sender = server.subscriber("room").await;
    sender.send(chat).await;
    assert_eq!(sender.next().await["offset"], 1);
    assert_eq!(other.next().await["data"], "hello");
    other.hears_nothing().await;
}

#[tokio::test]
async fn a_message_that_is_refused_is_named_and_may_come_again() {
    let server = Server::start().await;
    let mut client = server.connect("?v=1").await;
    let chat = r#"{"type":"chat","channel":"room","data":"hello","id":8,"key":"0192"}"#;
    client.send(chat).await;
    let refusal = client.next().await;
    assert_eq!((&refusal["type"], &refusal["id"]), (&json!("error"), &json!(8)));
    client.subscribe("room").await;
    client.send(chat).await;
    assert_eq!(client.next().await["type"], "ack");
}

#[tokio::test]
async fn a_channel_that_is_named_twice_is_recovered_once() {
    let server = Server::start().await;
    let mut client = server.connect("?v=1").await;
    let (epoch, _) = subscribe(&mut client).await;
    publish_all(&server, 1..=2).await;

    let mut client = server.connect("?v=1").await;
    let mut request: Value = serde_json::from_str(&recover(&epoch, 0)).unwrap();
    request["channels"] = json!(["jobs", "jobs"]);
    client.send(&request.to_string()).await;
    let answer = client.next_messages(3).await;
    assert_eq!(answer[0]["channels"], json!(["jobs"]));
    assert_eq!(payloads(&answer[1..]), [1, 2]);
    client.hears_nothing().await;
}

#[tokio::test]
async fn plain_clients_see_nothing_of_all_this() {
    let server = Server::start().await;
    let (epoch, _) = subscribe(&mut server.connect("?v=1").await).await;
    publish(&server, 1).await;
    let mut client = server.connect("").await;
    client.send(&recover(&epoch, 0)).await;
    let answer = client.next().await;
    assert_eq!(
        answer.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["channels", "timestamp", "type"]
    );
    publish(&server, 2).await;
    let message = client.next().await;
    assert_eq!(message["data"], 2, "nothing that was published before");
    assert_eq!(
        message.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["data", "timestamp", "type"]
    );
}
