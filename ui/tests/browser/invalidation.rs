use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use bellwire::engine::{ChannelAuthError, Grant};
use bellwire::{ChannelName, Client, Event, PendingChannelAuth, Protocol};
use bellwire_testing::{Person, eventually, permit, server_url, sign_in};
use bellwire_ui::invalidation::{Invalidation, InvalidationRules};
use bellwire_ui::view::dynamic;
use bellwire_ui::{RefetchWhenStale, key, use_channel, use_invalidation};
use gloo_timers::future::sleep;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Deserialize;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, idle_client};

#[derive(Deserialize, Event)]
struct Changed {}

/// One answers at once, the others after so many milliseconds: further apart than events of one
/// moment.
const CHANNELS: [(&str, u32); 3] =
    [("tests.wave", 0), ("private-tests.wave-500", 500), ("private-tests.wave-1000", 1_000)];

/// A client of the Pusher protocol whose permissions take their time.
fn client(person: Person) -> Client {
    let ask = move |pending: PendingChannelAuth| {
        for channel in pending.request().channels.clone() {
            let (person, pending) = (person.clone(), pending.clone());
            spawn_local(async move {
                let (_, wait) =
                    CHANNELS.iter().find(|(name, _)| *name == channel.as_str()).unwrap();
                sleep(Duration::from_millis(u64::from(*wait))).await;
                let socket_id = pending.request().socket_id.clone();
                let answer = permit(&person, &socket_id, channel.as_str()).await.unwrap();
                let unreadable = |error| ChannelAuthError::Unavailable(format!("{error}"));
                pending.answer(&channel, Grant::from_json(&answer).map_err(unreadable));
            });
        }
    };
    Client::builder(server_url().replace("http", "ws"))
        .protocol(Protocol::pusher("sharedjox"))
        .channel_auth_source(ask)
        .build()
        .unwrap()
}

#[wasm_bindgen_test]
async fn a_reconnect_is_one_pass_though_its_channels_answer_one_after_the_other() {
    let client = client(sign_in("employer").await.unwrap());
    client.connect();
    let (invalidation, _stage) = Stage::mount(client.clone(), |_| {
        let mut rules = InvalidationRules::new();
        for (name, _) in CHANNELS {
            use_channel(name);
            let channel = ChannelName::try_from(name).unwrap();
            rules = rules.on::<Changed>(|rule| rule.in_channel(channel).stale(key![name]));
        }
        (use_invalidation(rules), ())
    });
    let confirmed = Rc::new(Cell::new(0));
    let count = send_wrapper::SendWrapper::new(confirmed.clone());
    let _subscribed = client.on_client_event(move |event| {
        if let bellwire::engine::ClientEvent::Subscribed(_) = event {
            count.set(count.get() + 1);
        }
    });
    eventually("all are confirmed", async || confirmed.get() == 3).await;
    let passes = Rc::new(RefCell::new(Vec::new()));
    let log = passes.clone();
    let _listener = invalidation.on_stale(move |stale| log.borrow_mut().push(stale.clone()));

    client.disconnect();
    client.connect();
    eventually("all are confirmed again", async || confirmed.get() == 6).await;
    eventually("a pass", async || !passes.borrow().is_empty()).await;
    for (name, _) in CHANNELS {
        assert!(passes.borrow()[0].contains(&key![name]), "{name}");
    }
    // Another pass would come before that of what is marked now.
    invalidation.mark_stale(key!["last"]);
    let is_last = || passes.borrow().last().is_some_and(|stale| stale.contains(&key!["last"]));
    eventually("the last", async || is_last()).await;
    assert_eq!(passes.borrow().len(), 2);
}

/// What a server knows, and how often it was asked.
#[derive(Clone, Default)]
struct Source {
    version: RwSignal<u32>,
    asked: RwSignal<u32>,
}

impl Source {
    async fn fetch(self) -> u32 {
        self.asked.update_untracked(|asked| *asked += 1);
        let answer = self.version.get_untracked();
        sleep(Duration::from_millis(20)).await;
        answer
    }
}

/// Shows what a server knows, in whatever way it is fetched.
fn page(
    fetched: impl FnOnce(Source, Invalidation) -> Box<dyn Fn() -> Option<u32> + Send> + 'static,
) -> (Source, Invalidation, Stage) {
    let ((source, invalidation), stage) = Stage::mount(idle_client(), |realtime| {
        let (source, invalidation) = (Source::default(), realtime.invalidation());
        let value = fetched(source.clone(), invalidation);
        ((source, invalidation), view! { <p>{dynamic(value)}</p> })
    });
    (source, invalidation, stage)
}

async fn is_fetched_again_when_it_is_stale(page: (Source, Invalidation, Stage)) {
    let (source, invalidation, stage) = page;
    stage.shows("p", "0").await;
    source.version.set(1);
    invalidation.mark_stale(key!["other"]);
    invalidation.mark_stale_exact(key!["jobs"]);
    invalidation.mark_stale_where(|key| key.ends_with(&key!["closed"]));
    let passes = Rc::new(Cell::new(0));
    let count = passes.clone();
    let _listener = invalidation.on_stale(move |_| count.set(count.get() + 1));
    eventually("a pass", async || passes.get() == 1).await;
    assert_eq!(source.asked.get_untracked(), 1, "that was about other keys");

    invalidation.mark_stale(key!["jobs"]);
    stage.shows("p", "1").await;
    source.version.set(2);
    invalidation.mark_stale_exact(key!["jobs", "open"]);
    stage.shows("p", "2").await;
    source.version.set(3);
    invalidation.mark_stale_where(|key| key.ends_with(&key!["open"]));
    stage.shows("p", "3").await;
    source.version.set(4);
    invalidation.mark_all_stale();
    stage.shows("p", "4").await;
    assert_eq!(source.asked.get_untracked(), 5);
}

#[wasm_bindgen_test]
async fn a_local_resource_is_fetched_again_when_it_is_stale() {
    let page = page(|source, _| {
        let fetched = LocalResource::new(move || source.clone().fetch())
            .refetch_when_stale(key!["jobs", "open"]);
        Box::new(move || fetched.get())
    });
    is_fetched_again_when_it_is_stale(page).await;
}

#[wasm_bindgen_test]
async fn a_resource_is_fetched_again_when_it_is_stale() {
    let page = page(|source, _| {
        let fetched =
            Resource::new(|| (), move |()| send_wrapper::SendWrapper::new(source.clone().fetch()))
                .refetch_when_stale(key!["jobs", "open"]);
        Box::new(move || fetched.get())
    });
    is_fetched_again_when_it_is_stale(page).await;
}

#[wasm_bindgen_test]
async fn a_version_counts_how_often_its_key_was_stale() {
    let page = page(|source, invalidation| {
        let version = invalidation.version(key!["jobs", "open"]);
        let fetched = LocalResource::new(move || {
            version.track();
            source.clone().fetch()
        });
        Box::new(move || fetched.get())
    });
    is_fetched_again_when_it_is_stale(page).await;
}
