use std::cell::RefCell;
use std::rc::Rc;
use std::sync::mpsc;

use bellwire::{Client, Event, Outcome};
use bellwire_testing::{broadcast, eventually, socket_url, stats};
use serde::{Deserialize, Serialize};
use wasm_bindgen_test::wasm_bindgen_test;

#[derive(Debug, PartialEq, Deserialize, Event)]
struct JobCreated {
    job_id: u64,
    title: String,
}

#[derive(Serialize, Event)]
struct Chat {
    text: &'static str,
}

#[wasm_bindgen_test]
async fn an_event_of_a_real_server_reaches_its_listener() {
    let client = Client::builder(socket_url()).build().unwrap();
    client.connect();
    let _jobs = client.subscribe("delivery.jobs");
    let (heard, hears) = mpsc::channel();
    let _listener = client.on(move |job: JobCreated| heard.send(job).unwrap());
    eventually("subscribed", async || stats().await.unwrap().subscribers("delivery.jobs") == 1)
        .await;

    let job = r#"{"job_id":7,"title":"Déjà vu <b>🔨</b>"}"#;
    broadcast("delivery.other", "job_created", job).await.unwrap();
    broadcast("delivery.jobs", "job_created", job).await.unwrap();

    let received = Rc::new(RefCell::new(Vec::new()));
    eventually("received", async || {
        received.borrow_mut().extend(hears.try_iter());
        !received.borrow().is_empty()
    })
    .await;
    let expected = JobCreated { job_id: 7, title: "Déjà vu <b>🔨</b>".to_owned() };
    assert_eq!(*received.borrow(), [expected]);
}

#[wasm_bindgen_test]
async fn what_is_sent_before_the_connection_is_delivered() {
    let client = Client::builder(socket_url()).build().unwrap();
    let _channel = client.subscribe("delivery.chat");
    let receipt = client.send_to("delivery.chat", &Chat { text: "hello" }).unwrap();
    eventually("queued", async || client.queue_depth() == 1).await;
    client.connect();
    assert_eq!(receipt.await, Outcome::Acknowledged);
    assert_eq!(client.queue_depth(), 0);
}
