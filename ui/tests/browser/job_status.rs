use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bellwire::job_status::PaymentMethod;
use bellwire::{Client, Protocol, TokenError};
use bellwire_testing::{Census, Person, eventually, post, server_url, sign_in};
use bellwire_ui::{JobCompletion, JobParty, UseJobStatus, provide_job_sockets, use_job_status};
use leptos::prelude::*;
use leptos::task::tick;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, has_focus, idle_client};

/// A job of the employer's that the worker has taken.
async fn taken_job(employer: &Person, worker: &Person) -> u64 {
    let body = r#"{"title":"A job with two steps","pay_amount_usd":5,"job_type":"cleaning"}"#;
    let job = post(employer, "jobs", body).await.unwrap();
    post(worker, &format!("jobs/{job}/accept"), "null").await.unwrap();
    job
}

fn socket(person: &Person, job: u64) -> Client {
    let token = person.token.clone();
    Client::builder(format!("{}/ws/job/{job}/", server_url()).replace("http", "ws"))
        .protocol(Protocol::envelope().without_welcome().listening_only())
        .token_provider(move || std::future::ready(Ok::<_, TokenError>(token.clone())))
        .build()
        .unwrap()
}

/// A window in which somebody looks at a job.
fn window(person: Person, party: JobParty, job: u64) -> (UseJobStatus, Stage) {
    Stage::mount(idle_client(), move |_| {
        let opener = person.clone();
        provide_job_sockets(move |job| socket(&opener, job));
        let status = use_job_status(job);
        let marker = person.clone();
        let mark = Action::new_local(move |(): &()| {
            let marker = marker.clone();
            async move { post(&marker, &format!("jobs/{job}/mark-complete"), "null").await.map(drop) }
        });
        let approve = Action::new_local(move |method: &PaymentMethod| {
            let (person, method) = (person.clone(), *method);
            let body = match method {
                PaymentMethod::Gcash => r#"{"payment_method":"GCASH"}"#,
                PaymentMethod::Cash => r#"{"payment_method":"CASH"}"#,
            };
            async move { post(&person, &format!("jobs/{job}/approve-completion"), body).await.map(drop) }
        });
        (status, view! { <JobCompletion status party mark approve/> })
    })
}

#[wasm_bindgen_test]
async fn both_parties_see_each_step_at_once() {
    let (employer, worker) = (sign_in("employer").await, sign_in("worker").await);
    let (employer, worker) = (employer.unwrap(), worker.unwrap());
    let job = taken_job(&employer, &worker).await;
    let (at_client, client_s) = window(employer, JobParty::Client, job);
    let (at_worker, worker_s) = window(worker, JobParty::Worker, job);
    eventually("both listen", async || {
        at_client.connection().is_connected() && at_worker.connection().is_connected()
    })
    .await;
    assert_eq!(client_s.count("button"), 0);

    worker_s.find(".bw-completion-button").unwrap().focus().unwrap();
    worker_s.click(".bw-completion-button").await;
    worker_s.shows("[role=status]", "Waiting for the client to approve completion").await;
    eventually("the focus stays close by", async || has_focus(".bw-completion-text")).await;
    client_s.shows("[role=status]", "The worker has marked this job as complete.").await;

    client_s.click(".bw-completion-button").await;
    client_s.shows("[role=status]", "You have approved this job's completion").await;
    worker_s.shows("[role=status]", "Job completed! The client has approved.").await;
    assert_eq!((client_s.count("button"), worker_s.count("button")), (0, 0));
}

#[wasm_bindgen_test]
async fn a_step_that_is_refused_says_so_and_can_be_tried_again() {
    let (employer, worker) = (sign_in("employer").await, sign_in("worker").await);
    let (employer, worker) = (employer.unwrap(), worker.unwrap());
    let job = taken_job(&employer, &worker).await;
    // Who is not the worker cannot say that it is done.
    let (_, stage) = window(employer, JobParty::Worker, job);
    stage.click(".bw-completion-button").await;
    eventually("it says why", async || !stage.text("[role=alert]").is_empty()).await;
    assert_eq!(stage.count(".bw-completion-button[aria-disabled=false]"), 1);
}

#[wasm_bindgen_test]
async fn a_job_has_one_socket_which_goes_with_its_last_user() {
    let (employer, worker) = (sign_in("employer").await, sign_in("worker").await);
    let (employer, worker) = (employer.unwrap(), worker.unwrap());
    let job = taken_job(&employer, &worker).await;
    eventually("the sockets of other tests are gone", async || Census::take().sockets == 0).await;
    let opened = Arc::new(AtomicUsize::new(0));
    let counter = opened.clone();
    let (shown, stage) = Stage::mount(idle_client(), move |_| {
        provide_job_sockets(move |job| {
            counter.fetch_add(1, Ordering::Relaxed);
            socket(&worker, job)
        });
        let shown = RwSignal::new(2);
        let viewers = move || {
            let viewer = |_| {
                let status = use_job_status(job);
                view! { <p>{move || status.connection().is_connected().to_string()}</p> }
            };
            (0..shown.get()).map(viewer).collect_view()
        };
        (shown, viewers)
    });
    eventually("both are told", async || stage.text("p") == "true" && stage.count("p") == 2).await;
    assert_eq!((opened.load(Ordering::Relaxed), Census::take().sockets), (1, 1));

    shown.set(0);
    tick().await;
    assert_eq!(stage.count("p"), 0);
    shown.set(1);
    tick().await;
    assert_eq!(stage.text("p"), "true", "who comes right back finds it open");
    assert_eq!(opened.load(Ordering::Relaxed), 1);

    shown.set(0);
    eventually("it is closed", async || Census::take().sockets == 0).await;
}
