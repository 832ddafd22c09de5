use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use bellwire_testing::eventually;
use bellwire_ui::invalidation::Invalidation;
use bellwire_ui::key;
use bellwire_ui::view::dynamic;
use gloo_timers::future::sleep;
use leptos::prelude::*;
use leptos_fetch::{QueryClient, QueryScopeLocal};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, idle_client};

/// What a server knows: a number that grows, and the time it takes to say it.
#[derive(Clone)]
struct Source {
    version: Rc<Cell<u32>>,
    fetches: Rc<Cell<u32>>,
    wait: Duration,
}

impl Source {
    fn new(wait: Duration) -> Self {
        Self { version: Rc::default(), fetches: Rc::default(), wait }
    }

    fn changes(&self) {
        self.version.set(self.version.get() + 1);
    }

    /// The answer is made at once, and arrives later.
    fn scope(&self) -> QueryScopeLocal<u64, String> {
        let source = self.clone();
        QueryScopeLocal::new(move |id: u64| {
            let Self { version, fetches, wait } = source.clone();
            async move {
                fetches.set(fetches.get() + 1);
                let answer = format!("{id} is at {}", version.get());
                sleep(wait).await;
                answer
            }
        })
    }
}

/// A page that shows job 5, whose key is `["job", 5]`.
fn job_page(source: &Source) -> (Invalidation, Stage) {
    let scope = source.scope();
    Stage::mount(idle_client(), move |realtime| {
        let queries = QueryClient::new();
        let invalidation = realtime.invalidation();
        let link = invalidation.link_queries(queries, scope.clone(), |id| key!["job", *id]);
        let link = send_wrapper::SendWrapper::new(link);
        on_cleanup(move || drop(link));
        let job = queries.local_resource(scope, || 5);
        (invalidation, view! { <p>{dynamic(move || job.get())}</p> })
    })
}

#[wasm_bindgen_test]
async fn a_stale_query_is_fetched_again() {
    let source = Source::new(Duration::ZERO);
    let (invalidation, stage) = job_page(&source);
    stage.shows("p", "5 is at 0").await;
    source.changes();
    invalidation.mark_stale(key!["job", 5]);
    stage.shows("p", "5 is at 1").await;
    assert_eq!(source.fetches.get(), 2);
}

#[wasm_bindgen_test]
async fn a_key_above_reaches_a_query_though_nothing_is_cached_under_it() {
    let source = Source::new(Duration::ZERO);
    let (invalidation, stage) = job_page(&source);
    stage.shows("p", "5 is at 0").await;
    source.changes();
    invalidation.mark_stale(key!["job"]);
    stage.shows("p", "5 is at 1").await;
}

#[wasm_bindgen_test]
async fn other_keys_leave_a_query_alone() {
    let source = Source::new(Duration::ZERO);
    let (invalidation, stage) = job_page(&source);
    stage.shows("p", "5 is at 0").await;
    invalidation.mark_stale(key!["job", 6]);
    invalidation.mark_stale(key!["jobs"]);
    let rounds = Rc::new(Cell::new(0));
    let heard = rounds.clone();
    let _listener = invalidation.on_stale(move |_| heard.set(heard.get() + 1));
    eventually("the keys have been told", async || rounds.get() == 1).await;
    assert_eq!(source.fetches.get(), 1);
}

#[wasm_bindgen_test]
async fn what_changes_during_a_fetch_is_fetched_too() {
    let source = Source::new(Duration::from_millis(700));
    let (invalidation, stage) = job_page(&source);
    stage.shows("p", "5 is at 0").await;
    source.changes();
    invalidation.mark_stale(key!["job", 5]);
    eventually("the second fetch is under way", async || source.fetches.get() == 2).await;
    // Its answer is made, and old already.
    source.changes();
    invalidation.mark_stale(key!["job", 5]);
    stage.shows("p", "5 is at 2").await;
}
