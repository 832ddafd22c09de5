use std::sync::mpsc;

use bellwire::engine::{ChannelAuthError, ClientEvent};
use bellwire::{ChannelAuthEndpoint, Client, Protocol, UnsubscribeReason};
use bellwire_testing::{eventually, server_url};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn a_header_that_the_browser_refuses_is_named_and_harms_nothing() {
    let endpoint = ChannelAuthEndpoint::new(format!("{}/broadcasting/auth", server_url()))
        .header("X-Tenant", "a secret\nof two lines");
    let client = Client::builder(server_url().replace("http", "ws"))
        .protocol(Protocol::pusher("sharedjox"))
        .channel_auth(endpoint)
        .build()
        .unwrap();
    client.connect();
    let (told, tells) = mpsc::channel();
    let _listener = client.on_client_event(move |event| {
        if let ClientEvent::Unsubscribed { reason, .. } = event {
            told.send(reason.clone()).unwrap();
        }
    });
    let _private = client.subscribe("private-tests.header");
    let reasons = std::cell::RefCell::new(Vec::new());
    eventually("refused", async || {
        reasons.borrow_mut().extend(tells.try_iter());
        !reasons.borrow().is_empty()
    })
    .await;
    let words = "the browser refuses the header `X-Tenant`".to_owned();
    let refused = UnsubscribeReason::NotPermitted(ChannelAuthError::Forbidden(words));
    assert_eq!(reasons.take(), [refused]);
    assert!(client.status().is_connected());
}
