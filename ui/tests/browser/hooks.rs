use bellwire::Event;
use bellwire_testing::{broadcast, eventually, stats};
use bellwire_ui::view::dynamic;
use bellwire_ui::{RealtimeProvider, use_channel, use_connection_status, use_event};
use leptos::prelude::*;
use serde::Deserialize;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, connected_client, idle_client};

#[derive(Deserialize, Event)]
struct Spoken {
    text: String,
}

#[component]
fn Listener(channel: &'static str, heard: RwSignal<Vec<String>>) -> impl IntoView {
    use_channel(channel);
    use_event(move |spoken: Spoken| heard.update(|heard| heard.push(spoken.text)));
}

#[wasm_bindgen_test]
async fn a_component_hears_its_channel_until_it_is_gone() {
    const CHANNEL: &str = "hooks.life";
    let client = connected_client();
    let ((is_shown, heard), stage) = Stage::mount(client.clone(), |_| {
        let is_shown = RwSignal::new(true);
        let heard = RwSignal::new(Vec::new());
        let view =
            dynamic(move || is_shown.get().then(|| view! { <Listener channel=CHANNEL heard/> }));
        ((is_shown, heard), view)
    });
    eventually("subscribed", async || stats().await.unwrap().subscribers(CHANNEL) == 1).await;
    broadcast(CHANNEL, "spoken", r#"{"text":"one"}"#).await.unwrap();
    eventually("heard", async || heard.get_untracked() == ["one"]).await;

    is_shown.set(false);
    eventually("given back", async || stats().await.unwrap().subscribers(CHANNEL) == 0).await;

    // Heard by the client, and no more by the component.
    let _channel = client.subscribe(CHANNEL);
    let mut events = Box::pin(client.events::<Spoken>());
    eventually("subscribed", async || stats().await.unwrap().subscribers(CHANNEL) == 1).await;
    broadcast(CHANNEL, "spoken", r#"{"text":"two"}"#).await.unwrap();
    let two = futures_util::StreamExt::next(&mut events).await.unwrap();
    assert_eq!(two.text, "two");
    assert_eq!(heard.get_untracked(), ["one"]);
    drop(stage);
}

#[wasm_bindgen_test]
async fn a_channel_s_name_may_change() {
    let (name, _stage) = Stage::mount(connected_client(), |_| {
        let name = RwSignal::new("hooks.first".to_owned());
        use_channel(name);
        (name, ())
    });
    eventually("the first", async || stats().await.unwrap().subscribers("hooks.first") == 1).await;
    name.set("hooks.second".to_owned());
    eventually("the second alone", async || {
        let stats = stats().await.unwrap();
        (stats.subscribers("hooks.first"), stats.subscribers("hooks.second")) == (0, 1)
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_provider_reaches_its_children_alone() {
    let (inner, outer) = (idle_client(), connected_client());
    let ((), stage) = Stage::mount(outer, move |_| {
        let view = view! {
            <RealtimeProvider client=inner><Status class="child"/></RealtimeProvider>
            <Status class="sibling"/>
        };
        ((), view)
    });
    stage.shows(".sibling", "true").await;
    assert_eq!(stage.text(".child"), "false");
}

#[component]
fn Status(class: &'static str) -> impl IntoView {
    let status = use_connection_status();
    view! { <p class=class>{move || status.get().is_connected().to_string()}</p> }
}
