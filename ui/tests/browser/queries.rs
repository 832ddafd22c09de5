use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use bellwire_testing::eventually;
use bellwire_ui::invalidation::Invalidation;
use bellwire_ui::key;
use bellwire_ui::view::dynamic;
use futures_channel::oneshot;
use futures_util::future::select;
use gloo_timers::future::sleep;
use leptos::prelude::*;
use leptos::task::spawn_local;
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

/// Who tells a query that what it hangs on is stale.
#[derive(Clone, Copy, PartialEq)]
enum Links {
    OfTheBus,
    OfLeptosFetch,
}

/// A page that shows job 5, with the list of jobs above it: `["jobs", 5]` below `["jobs"]`.
struct JobBelowList {
    links: Links,
    queries: QueryClient,
    list: QueryScopeLocal<(), u32>,
    invalidation: Invalidation,
    stage: Stage,
    source: Source,
}

impl JobBelowList {
    fn mount(links: Links) -> Self {
        let source = Source::new(Duration::ZERO);
        let mut list = QueryScopeLocal::new(async || 0);
        let mut job = source.scope();
        if links == Links::OfLeptosFetch {
            list = list.with_invalidation_link(|()| ["jobs"]);
            job = job.with_invalidation_link(|id| ["jobs".to_owned(), id.to_string()]);
        }
        let linked = list.clone();
        let ((queries, invalidation), stage) = Stage::mount(idle_client(), move |realtime| {
            let queries = QueryClient::new();
            let invalidation = realtime.invalidation();
            if links == Links::OfTheBus {
                let path = |id: &u64| key!["jobs", *id];
                let link = (
                    invalidation.link_queries(queries, linked, |()| key!["jobs"]),
                    invalidation.link_queries(queries, job.clone(), path),
                );
                let link = send_wrapper::SendWrapper::new(link);
                on_cleanup(move || drop(link));
            }
            let job = queries.local_resource(job, || 5);
            ((queries, invalidation), view! { <p>{dynamic(move || job.get())}</p> })
        });
        Self { links, queries, list, invalidation, stage, source }
    }

    /// The jobs are stale. Returns whether the page has heard of it.
    async fn hears_of_jobs(&self) -> bool {
        let fetches = self.source.fetches.get();
        let passes = Rc::new(Cell::new(0));
        let heard = passes.clone();
        let _listener = self.invalidation.on_stale(move |_| heard.set(heard.get() + 1));
        if self.links == Links::OfTheBus {
            self.invalidation.mark_stale(key!["jobs"]);
        } else {
            self.queries.invalidate_query(self.list.clone(), ());
            self.invalidation.mark_stale(key!["something else"]);
        }
        eventually("a pass", async || passes.get() == 1).await;
        // What is fetched is asked for in the same moment.
        sleep(Duration::from_millis(10)).await;
        self.source.fetches.get() > fetches
    }
}

#[wasm_bindgen_test]
async fn an_anchor_that_is_not_cached_holds_up_nothing() {
    for (links, hears) in [(Links::OfTheBus, true), (Links::OfLeptosFetch, false)] {
        let page = JobBelowList::mount(links);
        page.stage.shows("p", "5 is at 0").await;
        assert_eq!(page.hears_of_jobs().await, hears);
    }
}

#[wasm_bindgen_test]
async fn an_anchor_that_nobody_has_fetched_again_holds_up_nothing() {
    for (links, hears) in [(Links::OfTheBus, true), (Links::OfLeptosFetch, false)] {
        let page = JobBelowList::mount(links);
        page.stage.shows("p", "5 is at 0").await;
        // It is in the cache, and nobody looks at it.
        page.queries.prefetch_query_local(page.list.clone(), ()).await;
        assert!(page.hears_of_jobs().await);
        assert_eq!(page.hears_of_jobs().await, hears);
    }
}

/// The page of [`job_page`], with what is needed to change its job.
struct ChangingPage {
    source: Source,
    scope: QueryScopeLocal<u64, String>,
    queries: QueryClient,
    invalidation: Invalidation,
    stage: Stage,
}

impl ChangingPage {
    async fn open(wait: Duration) -> Self {
        let source = Source::new(wait);
        let scope = source.scope();
        let linked = scope.clone();
        let ((queries, invalidation), stage) = Stage::mount(idle_client(), move |realtime| {
            let queries = QueryClient::new();
            let invalidation = realtime.invalidation();
            let path = |id: &u64| key!["job", *id];
            let link = invalidation.link_queries(queries, linked.clone(), path);
            let link = send_wrapper::SendWrapper::new(link);
            on_cleanup(move || drop(link));
            let job = queries.local_resource(linked, || 5);
            ((queries, invalidation), view! { <p>{dynamic(move || job.get())}</p> })
        });
        stage.shows("p", "5 is at 0").await;
        Self { source, scope, queries, invalidation, stage }
    }

    /// Adds a mark to the job. The server answers when it is told to.
    fn add(&self, mark: char) -> oneshot::Sender<Result<(), String>> {
        let (answer, request) = oneshot::channel();
        let update = self.update(mark, async move { request.await.unwrap() });
        spawn_local(async move { drop(update.await) });
        answer
    }

    fn update<R>(&self, mark: char, request: R) -> impl Future<Output = R::Output> + use<R>
    where
        R: Future<Output = Result<(), String>>,
    {
        self.invalidation.update_query_optimistically(
            self.queries,
            self.scope.clone(),
            5,
            key!["job", 5],
            move |job: &mut String| job.push(mark),
            request,
        )
    }

    async fn shows(&self, text: &str) {
        self.stage.shows("p", text).await;
    }
}

#[wasm_bindgen_test]
async fn a_change_that_the_server_takes_is_seen_until_it_is_fetched() {
    let page = ChangingPage::open(Duration::ZERO).await;
    let answer = page.add('!');
    page.shows("5 is at 0!").await;
    assert_eq!(page.source.fetches.get(), 1, "a change asks for nothing");
    page.source.changes();
    answer.send(Ok(())).unwrap();
    page.shows("5 is at 1").await;
    assert_eq!(page.source.fetches.get(), 2);
}

#[wasm_bindgen_test]
async fn a_change_that_the_server_refuses_leaves_no_trace() {
    let page = ChangingPage::open(Duration::ZERO).await;
    let (first, second) = (page.add('!'), page.add('?'));
    page.shows("5 is at 0!?").await;
    first.send(Err("no".into())).unwrap();
    page.shows("5 is at 0?").await;
    second.send(Err("no".into())).unwrap();
    page.shows("5 is at 0").await;
    assert_eq!(page.source.fetches.get(), 1);
}

#[wasm_bindgen_test]
async fn a_change_whose_request_is_given_up_is_taken_back() {
    let page = ChangingPage::open(Duration::ZERO).await;
    let update = Box::pin(page.update('!', std::future::pending()));
    let waited = select(update, Box::pin(page.shows("5 is at 0!"))).await;
    drop(waited);
    page.shows("5 is at 0").await;
}

#[wasm_bindgen_test]
async fn what_is_fetched_in_between_is_lost_by_neither() {
    let page = ChangingPage::open(Duration::ZERO).await;
    let (first, second) = (page.add('!'), page.add('?'));
    page.shows("5 is at 0!?").await;
    page.source.changes();
    page.invalidation.mark_stale(key!["job", 5]);
    page.shows("5 is at 1!?").await;
    second.send(Err("no".into())).unwrap();
    page.shows("5 is at 1!").await;
    first.send(Err("no".into())).unwrap();
    page.shows("5 is at 1").await;
    assert_eq!(page.source.fetches.get(), 2);
}

#[wasm_bindgen_test]
async fn an_old_answer_does_not_hide_what_the_server_has_taken() {
    let page = ChangingPage::open(Duration::from_millis(500)).await;
    page.invalidation.mark_stale(key!["job", 5]);
    eventually("a fetch is under way", async || page.source.fetches.get() == 2).await;
    let seen = Rc::new(std::cell::RefCell::new(Vec::new()));
    let log = seen.clone();
    let cached = page.queries.subscribe_value_local(page.scope.clone(), || 5_u64);
    let watch = Effect::watch(
        move || cached.get(),
        move |value, _, _| log.borrow_mut().extend(value.clone()),
        false,
    );
    let answer = page.add('!');
    page.shows("5 is at 0!").await;
    page.source.changes();
    answer.send(Ok(())).unwrap();
    page.shows("5 is at 1").await;
    assert_eq!(page.source.fetches.get(), 3);
    assert_eq!(*seen.borrow(), ["5 is at 0!", "5 is at 1"]);
    watch.stop();
}

#[wasm_bindgen_test]
async fn a_change_may_outlive_its_page() {
    let page = ChangingPage::open(Duration::ZERO).await;
    let [first, second] = ['!', '?'].map(|mark| page.add(mark));
    page.shows("5 is at 0!?").await;
    let late = page.update('.', std::future::ready(Ok(())));
    drop(page);
    first.send(Ok(())).unwrap();
    second.send(Err("no".into())).unwrap();
    assert_eq!(late.await, Ok(()));
}
