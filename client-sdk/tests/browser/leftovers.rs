use bellwire::{Client, ConnectionStatus, Event};
use bellwire_testing::{Census, eventually, socket_url, stats};
use serde::{Deserialize, Serialize};
use wasm_bindgen_test::wasm_bindgen_test;

#[derive(Serialize, Deserialize, Event)]
struct Chat {
    text: String,
}

/// A client in use: with listeners, a subscription, a stream and a message on its way.
struct Life {
    client: Client,
    _guards: Box<dyn std::any::Any>,
}

fn live(url: &str) -> Life {
    let client = Client::builder(url).build().unwrap();
    client.connect();
    let guards = Box::new((
        client.subscribe("leftovers"),
        client.on(|_: Chat| {}),
        client.on_status(|_| {}),
        client.events::<Chat>(),
        client.send_to("leftovers", &Chat { text: "hello".to_owned() }).unwrap(),
    ));
    Life { client, _guards: guards }
}

async fn leaves_nothing(url: &str, reached: impl Fn(&ConnectionStatus) -> bool) {
    // What is made once and kept on purpose, such as a queue for tasks, is made by the first life.
    let empty = Census { values: 0, ..Census::take() };
    let first = live(url);
    eventually("the first reached", async || reached(&first.client.status())).await;
    drop(first);
    eventually("the first left", async || Census { values: 0, ..Census::take() } == empty).await;

    let before = Census::take();
    for _ in 0..20 {
        let life = live(url);
        eventually("reached", async || reached(&life.client.status())).await;
        let during = Census::take();
        assert!(during.listeners > before.listeners, "the census counts: {during:?}");
        drop(life);
    }
    eventually("nothing left", async || Census::take() == before).await;
}

#[wasm_bindgen_test]
async fn a_connected_client_leaves_nothing() {
    leaves_nothing(&socket_url(), ConnectionStatus::is_connected).await;
    eventually("the server lets go", async || stats().await.unwrap().subscribers("leftovers") == 0)
        .await;
}

#[wasm_bindgen_test]
async fn a_client_that_never_got_through_leaves_nothing() {
    leaves_nothing("ws://127.0.0.1:1/ws", |status| {
        matches!(status, ConnectionStatus::Reconnecting { .. })
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_client_dropped_while_connecting_leaves_nothing() {
    leaves_nothing(&socket_url(), |status| *status != ConnectionStatus::Idle).await;
}

#[wasm_bindgen_test]
async fn any_guard_keeps_the_client_alive_and_the_last_one_ends_it() {
    let client = Client::builder(socket_url()).build().unwrap();
    client.connect();
    let subscription = client.subscribe("leftovers.guard");
    drop(client);
    eventually("alive", async || stats().await.unwrap().subscribers("leftovers.guard") == 1).await;
    drop(subscription);
    eventually("ended", async || stats().await.unwrap().subscribers("leftovers.guard") == 0).await;
}
