use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};

use bellwire_testing::eventually;
use bellwire_ui::notifications::{Change, Filter, Paging};
use bellwire_ui::{
    NotificationEntry, NotificationPage, NotificationSource, Toast, Toaster, UseNotifications,
    use_notification_source, use_notifications,
};
use futures_util::future::poll_fn;
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, idle_client};

/// A server that notes what it is asked and told, and answers when it may.
#[derive(Clone, Default)]
struct Server {
    heard: Arc<Mutex<Vec<String>>>,
    /// How many answers are due, and who waits for one.
    answers: Arc<Mutex<(usize, Option<Waker>)>>,
}

impl Server {
    fn source(&self) -> NotificationSource {
        let (pages, changes) = (self.clone(), self.clone());
        NotificationSource::new()
            .pages(move |after| {
                let server = pages.clone();
                async move {
                    let after = after.map(|cursor| cursor.as_str().parse::<u64>().unwrap());
                    server.hear(format!("page after {after:?}")).await;
                    let newest = after.unwrap_or(7);
                    let page = NotificationPage::new((newest - 3..newest).rev().map(entry));
                    let page = page.unread(6);
                    Ok(if after.is_none() { page.next((newest - 3).to_string()) } else { page })
                }
            })
            .changes(move |pending| {
                let server = changes.clone();
                async move {
                    let names: Vec<_> =
                        pending.notifications.iter().map(ToString::to_string).collect();
                    server.hear(format!("{:?} {names:?}", pending.change)).await;
                    let is_locked = pending.change == Change::Archive;
                    if is_locked { Err("It is locked".to_owned()) } else { Ok(()) }
                }
            })
    }

    /// Ends when an answer is due.
    async fn hear(&self, what: String) {
        self.heard.lock().unwrap().push(what);
        poll_fn(|context| {
            let mut answers = self.answers.lock().unwrap();
            answers.1 = Some(context.waker().clone());
            match answers.0.checked_sub(1) {
                Some(rest) => {
                    answers.0 = rest;
                    Poll::Ready(())
                }
                None => Poll::Pending,
            }
        })
        .await;
    }

    fn answer(&self) {
        let mut answers = self.answers.lock().unwrap();
        answers.0 += 1;
        answers.1.take().into_iter().for_each(Waker::wake);
    }

    fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

fn entry(name: u64) -> NotificationEntry {
    NotificationEntry::new(name, Toast::info(format!("news {name}")), name as f64)
}

fn with_source(server: &Server) -> (UseNotifications, Stage) {
    let source = server.source();
    Stage::mount(idle_client(), move |_| {
        use_notification_source(source);
        (use_notifications(), view! { <Toaster/> })
    })
}

fn titles(notifications: UseNotifications) -> Vec<String> {
    notifications.with(|all| all.notifications().map(|one| one.title.clone()).collect())
}

#[wasm_bindgen_test]
async fn pages_come_as_they_are_wanted() {
    let server = Server::default();
    let (here, _stage) = with_source(&server);
    here.load_more();
    assert_eq!(here.paging(), Paging::Loading);
    server.answer();
    eventually("the first page", async || here.paging() == Paging::Idle).await;
    assert_eq!(
        (here.unread(), titles(here)),
        (6, ["news 6", "news 5", "news 4"].map(String::from).into())
    );
    assert!(here.receive(entry(9)) && !here.receive(entry(5)));
    here.load_more();
    server.answer();
    eventually("the last page", async || here.paging() == Paging::Done).await;
    assert_eq!((here.unread(), here.count(&Filter::All)), (6, 7), "the server has counted again");
    (0..3).for_each(|_| here.refresh());
    server.answer();
    let pages = ["page after None", "page after Some(4)", "page after None"];
    eventually("the newest page, once", async || server.heard() == pages).await;
}

#[wasm_bindgen_test]
async fn the_server_is_told_one_thing_after_another_and_what_it_refuses_is_taken_back() {
    let server = Server::default();
    let (here, _stage) = with_source(&server);
    server.answer();
    eventually("the first page", async || here.paging() == Paging::Idle).await;
    let id = here.with(|all| all.find(&5.into())).unwrap();
    here.archive(id);
    here.mark_unread(id);
    here.mark_all_read();
    assert_eq!((here.unread(), here.count(&Filter::Archived)), (0, 1), "at once");
    eventually("the server hears", async || server.heard().len() == 2).await;
    assert_eq!(server.heard()[1], r#"Archive ["5"]"#, "the others wait");

    server.answer();
    eventually("it says so", async || here.count(&Filter::Archived) == 0).await;
    let failure = here.with(|all| all.get(id).unwrap().failure.clone()).unwrap();
    assert_eq!((failure.change, failure.words.as_deref()), (Change::Archive, Some("It is locked")));
    server.answer();
    server.answer();
    eventually("all is told", async || here.with(|all| all.pending()) == 0).await;
    assert_eq!(server.heard()[2..], [r#"Unread ["5"]"#, r#"ReadAll ["4", "5", "6"]"#]);
    assert_eq!(here.unread(), 0);
}

#[wasm_bindgen_test]
async fn a_source_that_goes_takes_what_came_from_it_along() {
    let server = Server::default();
    let source = server.source();
    let is_there = RwSignal::new(true);
    let (here, _stage) = Stage::mount(idle_client(), move |_| {
        let owner = Owner::new();
        owner.with(|| use_notification_source(source));
        Effect::new(move || {
            if !is_there.get() {
                owner.cleanup();
            }
        });
        (use_notifications(), ())
    });
    here.add(Toast::info("own"));
    server.answer();
    eventually("the first page", async || here.paging() == Paging::Idle).await;
    here.load_more();
    is_there.set(false);
    eventually("it is gone", async || titles(here) == ["own"]).await;
    server.answer();
    here.load_more();
    leptos::task::tick().await;
    assert_eq!((titles(here), here.paging()), (vec!["own".to_owned()], Paging::Idle));
}

#[wasm_bindgen_test]
async fn what_was_put_to_rest_comes_back_as_news() {
    let (here, stage) =
        Stage::mount(idle_client(), |_| (use_notifications(), view! { <Toaster/> }));
    here.add(Toast::info("Call back"));
    let id = here.with(|all| all.notifications().next().unwrap().id);
    here.mark_read(id);
    here.snooze(id, js_sys::Date::now() + 300.0);
    assert_eq!((here.count(&Filter::All), here.count(&Filter::Snoozed)), (0, 1));
    stage.shows(".bw-toast-title", "Call back").await;
    assert_eq!((here.unread(), here.unseen(), here.count(&Filter::Snoozed)), (1, 1, 0));
}

#[wasm_bindgen_test]
async fn a_burst_is_looked_at_once_per_frame() {
    let looks = Arc::new(AtomicUsize::new(0));
    let counted = looks.clone();
    let ((here, length), _stage) = Stage::mount(idle_client(), move |_| {
        let here = use_notifications();
        let length = here.per_frame(move |all| {
            counted.fetch_add(1, Ordering::Relaxed);
            all.len()
        });
        Effect::new(move || length.with(|_| ()));
        ((here, length), ())
    });
    eventually("it looks", async || looks.load(Ordering::Relaxed) > 0).await;
    let before = looks.load(Ordering::Relaxed);
    for _ in 0..1_000 {
        here.add(Toast::info("x"));
        leptos::task::tick().await;
    }
    // Whatever runs between two ticks is in one frame.
    let looked = looks.load(Ordering::Relaxed) - before;
    assert!(looked <= 2, "{looked} times");
    eventually("the last are seen", async || length.get_untracked() == 1_000).await;
}

#[wasm_bindgen_test]
async fn whoever_marks_as_seen_what_they_look_at_comes_to_rest() {
    let rounds = Arc::new(AtomicUsize::new(0));
    let counted = rounds.clone();
    let (here, _stage) = Stage::mount(idle_client(), move |_| {
        let here = use_notifications();
        Effect::new(move || {
            counted.fetch_add(1, Ordering::Relaxed);
            here.mark_seen(here.all().into_iter().map(|one| one.id));
        });
        (here, ())
    });
    here.add(Toast::info("x"));
    eventually("it is seen", async || here.unseen() == 0).await;
    for _ in 0..10 {
        leptos::task::tick().await;
    }
    assert!(rounds.load(Ordering::Relaxed) <= 3);
}
