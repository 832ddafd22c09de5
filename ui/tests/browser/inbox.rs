use bellwire::{Client, Protocol, TokenError};
use bellwire_testing::{Person, eventually, post, server_url, sign_in};
use bellwire_ui::{
    InboxRules, NotificationBell, Toaster, UseJobUpdates, UseNotifications, use_inbox,
    use_job_updates, use_notifications,
};
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::Stage;

/// The inbox of somebody, in a window of theirs.
fn window(person: &Person, job: u64) -> (Client, UseNotifications, UseJobUpdates, Stage) {
    let token = person.token.clone();
    let url = format!("{}/ws/notifications/{}/", server_url(), person.id).replace("http", "ws");
    let client = Client::builder(url)
        .protocol(Protocol::inbox())
        .token_provider(move || std::future::ready(Ok::<_, TokenError>(token.clone())))
        .build()
        .unwrap();
    client.connect();
    let kept = client.clone();
    let ((notifications, updates), stage) = Stage::mount(client, move |_| {
        use_inbox(InboxRules::new());
        let handed_out = (use_notifications(), use_job_updates(job));
        (handed_out, view! { <NotificationBell/> <Toaster/> })
    });
    (kept, notifications, updates, stage)
}

/// Posts a job, of which the worker's inbox hears.
async fn post_job(employer: &Person, title: &str) -> u64 {
    let body = format!(r#"{{"title":"{title}","pay_amount_usd":5,"job_type":"cleaning"}}"#);
    post(employer, "jobs", &body).await.unwrap()
}

#[wasm_bindgen_test]
async fn what_is_read_here_is_read_everywhere() {
    let (employer, worker) = (sign_in("employer").await, sign_in("worker").await);
    let (employer, worker) = (employer.unwrap(), worker.unwrap());
    let first = post_job(&employer, "Windows of the inbox").await;
    let (_, here, about_first, stage) = window(&worker, first);
    let (_, there, _, _other_stage) = window(&worker, first);
    eventually("it was kept", async || about_first.unread() == 1).await;
    assert_eq!(stage.count(".bw-toast"), 0, "it is no news");

    let title = "Floors of the inbox";
    post_job(&employer, title).await;
    let toast = ".bw-toast[data-severity=info] .bw-toast-title";
    stage.shows(toast, &format!("New Job Available: {title}")).await;
    assert_eq!(stage.text(".bw-toast-icon"), "🆕");
    let link = stage.find(".bw-toast-title a").unwrap().get_attribute("href").unwrap();
    assert!(link.starts_with("/jobs?job="), "{link}");

    eventually("both count alike", async || here.unread() > 1 && here.unread() == there.unread())
        .await;
    let unread = here.unread();
    about_first.mark_all_read();
    assert_eq!(here.unread(), unread - 1, "at once");
    eventually("the other knows", async || there.unread() == unread - 1).await;

    here.mark_all_read();
    assert_eq!(here.unread(), 0);
    eventually("the other knows", async || there.unread() == 0).await;
}

#[wasm_bindgen_test]
async fn what_cannot_be_sent_is_unread_again() {
    let (employer, worker) = (sign_in("employer").await, sign_in("worker").await);
    let (employer, worker) = (employer.unwrap(), worker.unwrap());
    let job = post_job(&employer, "A roof of the inbox").await;
    let (client, here, about, stage) = window(&worker, job);
    eventually("it was kept", async || about.unread() == 1).await;
    let unread = here.unread();
    client.disconnect();
    // More than an outbox holds.
    for _ in 0..300 {
        drop(client.publish("get_unread_count", None, &()).unwrap());
    }
    about.mark_all_read();
    stage
        .shows(".bw-toast-title", "That could not be marked as read: the server was not reached.")
        .await;
    assert_eq!((about.unread(), here.unread()), (1, unread));
}
