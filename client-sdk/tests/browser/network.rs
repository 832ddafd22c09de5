use bellwire::{Client, ConnectionStatus};
use bellwire_testing::{eventually, socket_url};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Event;

fn tell_the_page(event: &str) {
    web_sys::window().unwrap().dispatch_event(&Event::new(event).unwrap()).unwrap();
}

#[wasm_bindgen_test]
async fn the_network_s_comings_and_goings_are_heard() {
    let client = Client::builder(socket_url()).build().unwrap();
    client.connect();
    eventually("connected", async || client.status().is_connected()).await;

    tell_the_page("offline");
    eventually("offline", async || client.status() == ConnectionStatus::Offline).await;

    tell_the_page("online");
    eventually("connected again", async || client.status().is_connected()).await;
}

#[wasm_bindgen_test]
async fn an_address_that_cannot_be_called_is_a_status_and_not_a_panic() {
    for url in ["ws://127.0.0.1:1/ws", "ws://127.0.0.1:0/ws", "ftp://example.org/"] {
        let Ok(client) = Client::builder(url).build() else { continue };
        client.connect();
        eventually(url, async || {
            matches!(
                client.status(),
                ConnectionStatus::Reconnecting { attempt: 1, .. } | ConnectionStatus::Failed { .. }
            )
        })
        .await;
    }
}
