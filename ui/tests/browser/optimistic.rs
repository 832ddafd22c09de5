use std::cell::RefCell;
use std::rc::Rc;

use bellwire_testing::eventually;
use bellwire_ui::invalidation::{Invalidation, StaleKeys};
use bellwire_ui::view::dynamic;
use bellwire_ui::{UseOptimistic, key, use_optimistic};
use futures_channel::oneshot;
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, idle_client};

/// What the server says in its own time.
type Answer = oneshot::Sender<Result<(), String>>;

/// A page that shows some words, and what became of changing them.
struct Page {
    confirmed: RwSignal<Option<Vec<String>>>,
    words: UseOptimistic<Vec<String>>,
    stale: Rc<RefCell<Vec<StaleKeys>>>,
    stage: Stage,
    _listener: bellwire_ui::invalidation::StaleListener,
}

impl Page {
    fn open() -> Self {
        let ((confirmed, words, invalidation), stage) =
            Stage::mount(idle_client(), |realtime| -> ((_, _, Invalidation), _) {
                let confirmed = RwSignal::new(Some(vec!["one".to_owned()]));
                let words = use_optimistic(move || confirmed.get());
                let shown =
                    dynamic(move || words.value().map(|words: Vec<String>| words.join(" ")));
                let pending = dynamic(move || words.is_pending().then_some("pending"));
                let error = dynamic(move || words.error());
                let view = view! { <p>{shown}</p> <b>{pending}</b> <em>{error}</em> };
                ((confirmed, words, realtime.invalidation()), view)
            });
        let stale = Rc::new(RefCell::new(Vec::new()));
        let log = stale.clone();
        let listener = invalidation.on_stale(move |stale| log.borrow_mut().push(stale.clone()));
        Self { confirmed, words, stale, stage, _listener: listener }
    }

    fn add(&self, word: &'static str) -> Answer {
        let (answer, request) = oneshot::channel();
        let request = async move { request.await.unwrap() };
        self.words.apply(move |words| words.push(word.to_owned()), request, [key!["words"]]);
        answer
    }

    async fn shows(&self, words: &str, pending: &str, error: &str) {
        self.stage.shows("p", words).await;
        self.stage.shows("b", pending).await;
        self.stage.shows("em", error).await;
    }
}

#[wasm_bindgen_test]
async fn what_the_server_takes_stays_and_is_fetched() {
    let page = Page::open();
    page.shows("one", "", "").await;
    let answer = page.add("two");
    page.shows("one two", "pending", "").await;
    assert!(page.stale.borrow().is_empty());

    answer.send(Ok(())).unwrap();
    page.shows("one two", "", "").await;
    eventually("stale", async || page.stale.borrow().len() == 1).await;
    assert!(page.stale.borrow()[0].contains(&key!["words"]));
    page.shows("one two", "", "").await;

    page.confirmed.set(Some(vec!["one".into(), "TWO".into()]));
    page.shows("one TWO", "", "").await;
}

#[wasm_bindgen_test]
async fn what_the_server_refuses_is_taken_back_with_its_words() {
    let page = Page::open();
    let (two, three) = (page.add("two"), page.add("three"));
    page.shows("one two three", "pending", "").await;
    two.send(Err("somebody was faster".into())).unwrap();
    page.shows("one three", "pending", "somebody was faster").await;
    // Somebody else has said something in the meantime.
    page.confirmed.set(Some(vec!["uno".into()]));
    page.shows("uno three", "pending", "somebody was faster").await;

    let four = page.add("four");
    page.shows("uno three four", "pending", "").await;
    three.send(Ok(())).unwrap();
    four.send(Err("no".into())).unwrap();
    page.shows("uno three", "", "no").await;
    page.confirmed.set(None);
    page.shows("", "", "no").await;
}
