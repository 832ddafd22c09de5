use bellwire::{ChannelAuthEndpoint, Client, Protocol, TokenError};
use bellwire_testing::{eventually, server_url, sign_in};
use bellwire_ui::{PresenceAvatars, PresenceLabels, UseTyping, use_channel, use_typing};
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::Stage;

/// A client of the Pusher protocol, for somebody who is signed in.
async fn client(role: &str) -> Client {
    let token = sign_in(role).await.unwrap().token;
    let auth = ChannelAuthEndpoint::new(format!("{}/broadcasting/auth", server_url()));
    let client = Client::builder(server_url().replace("http", "ws"))
        .protocol(Protocol::pusher("sharedjox"))
        .token_provider(move || std::future::ready(Ok::<_, TokenError>(token.clone())))
        .channel_auth(auth)
        .build()
        .unwrap();
    client.connect();
    client
}

#[wasm_bindgen_test]
async fn avatars_come_and_go_with_those_who_look() {
    const CHANNEL: &str = "presence-tests.avatars";
    let (_, stage) = Stage::mount(client("employer").await, |_| {
        let labels = PresenceLabels { list: "Looking at this".into(), ..PresenceLabels::english() };
        ((), view! { <PresenceAvatars channel=CHANNEL labels/> })
    });
    stage.shows(".bw-avatar [aria-hidden]", "A").await;
    assert_eq!(
        stage.find(".bw-presence").unwrap().get_attribute("aria-label").unwrap(),
        "Looking at this"
    );

    let bob = client("worker").await;
    let viewing = bob.subscribe(CHANNEL);
    eventually("Bob is there", async || stage.count(".bw-avatar") == 2).await;
    assert_eq!(stage.text(".bw-avatar:last-child .bw-hidden"), "Bob");
    drop(viewing);
    eventually("Bob has gone", async || stage.count(".bw-avatar") == 1).await;
}

#[wasm_bindgen_test]
async fn those_beyond_the_last_are_counted() {
    const CHANNEL: &str = "presence-tests.many";
    let (_, stage) = Stage::mount(client("employer").await, |_| {
        ((), view! { <PresenceAvatars channel=CHANNEL max=1/> })
    });
    let bob = client("worker").await;
    let _viewing = bob.subscribe(CHANNEL);
    stage.shows(".bw-avatar-more [aria-hidden]", "+1").await;
    stage.shows(".bw-avatar-more .bw-hidden", "and 1 more").await;
}

/// Somebody's window with a conversation.
async fn window(role: &str, name: &'static str) -> (UseTyping, Stage) {
    const CHANNEL: &str = "private-tests.typing";
    Stage::mount(client(role).await, move |_| {
        use_channel(CHANNEL);
        let typing = use_typing(CHANNEL, name);
        let names = move || typing.names().join(", ");
        (typing, view! { <p>{names}</p> })
    })
}

#[wasm_bindgen_test]
async fn typing_is_seen_by_the_others_until_it_stops() {
    let (ada, ada_s) = window("employer", "Ada").await;
    let (_bob, bob_s) = window("worker", "Bob").await;
    eventually("Ada is seen typing", async || {
        // What is whispered before both have subscribed is lost, as it is meant to be.
        ada.stop();
        ada.handle_key();
        bob_s.text("p") == "Ada"
    })
    .await;
    assert_eq!(ada_s.text("p"), "", "the user is left out");
    ada.stop();
    bob_s.shows("p", "").await;
}

#[wasm_bindgen_test]
async fn who_types_in_one_conversation_is_not_seen_in_the_next() {
    const CHANNELS: [&str; 2] = ["private-tests.typing.1", "private-tests.typing.2"];
    let here = RwSignal::new(CHANNELS[0].to_owned());
    let (_bob, bob_s) = Stage::mount(client("worker").await, move |_| {
        use_channel(here);
        let typing = use_typing(here, "Bob");
        let names = move || typing.names().join(", ");
        (typing, view! { <p>{names}</p> })
    });
    let (ada, _ada_s) = Stage::mount(client("employer").await, move |_| {
        use_channel(CHANNELS[0]);
        (use_typing(CHANNELS[0], "Ada"), ())
    });
    eventually("Ada is seen typing", async || {
        ada.stop();
        ada.handle_key();
        bob_s.text("p") == "Ada"
    })
    .await;
    here.set(CHANNELS[1].to_owned());
    eventually("Ada is not seen here, though she goes on typing", async || {
        ada.stop();
        ada.handle_key();
        bob_s.text("p").is_empty()
    })
    .await;
}
