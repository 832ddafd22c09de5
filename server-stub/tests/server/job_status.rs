use axum::http::StatusCode;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use crate::bids::call;
use crate::harness::{Client, Server};
use crate::marketplace::{create, sign_in};
use crate::pusher::{PusherClient, data};
use crate::tokens::token_of;

/// A job with its worker.
struct TakenJob {
    server: Server,
    employer: String,
    worker: String,
    id: Value,
}

impl TakenJob {
    async fn new() -> Self {
        let server = Server::start().await;
        let employer = sign_in(&server, "employer").await;
        let worker = sign_in(&server, "worker").await;
        let id = create(&server, &employer).await["id"].clone();
        call(&server, &worker, &format!("/api/jobs/{id}/accept"), json!({})).await;
        Self { server, employer, worker, id }
    }

    async fn open(&self, token: &str) -> Client {
        self.server.connect_to(&format!("/ws/job/{}/?token={token}", self.id)).await
    }

    async fn mark_complete(&self) -> Value {
        let path = format!("/api/jobs/{}/mark-complete", self.id);
        call(&self.server, &self.worker, &path, json!({})).await
    }

    async fn approve(&self, method: &str) -> (StatusCode, Value) {
        let path = format!("/api/jobs/{}/approve-completion", self.id);
        let body = json!({ "payment_method": method }).to_string();
        self.server.post(&path, Some(&self.employer), &body).await
    }
}

/// Takes an update, checks that it says when, and leaves the rest.
async fn update(client: &mut Client) -> Value {
    let mut message = client.next().await;
    let timestamp = message["data"].as_object_mut().unwrap().remove("timestamp").unwrap();
    assert!(timestamp.as_str().unwrap().ends_with('Z'), "{timestamp}");
    message
}

/// Asserts that nothing came before the answer to a ping.
async fn hears_nothing(client: &mut Client) {
    client.send_message(Message::Ping("x".into())).await;
    assert_eq!(client.next_message().await, Message::Pong("x".into()));
}

#[tokio::test]
async fn both_parties_see_how_a_job_is_completed() {
    let job = TakenJob::new().await;
    let mut employers = job.open(&job.employer).await;
    let mut workers = job.open(&job.worker).await;
    let marked = job.mark_complete().await;
    assert_eq!(
        (&marked["status"], &marked["worker_marked_complete"]),
        (&json!("in_progress"), &json!(true))
    );
    for client in [&mut employers, &mut workers] {
        assert_eq!(
            update(client).await,
            json!({
                "type": "job_status_update",
                "data": {
                    "event": "worker_marked_complete", "job_id": job.id,
                    "worker_marked_complete": true, "client_marked_complete": false,
                    "awaiting_client_verification": true,
                },
            })
        );
    }
    let (status, approved) = job.approve("CASH").await;
    assert_eq!((status, &approved["status"]), (StatusCode::OK, &json!("completed")));
    for client in [&mut employers, &mut workers] {
        assert_eq!(
            update(client).await,
            json!({
                "type": "job_status_update",
                "data": {
                    "event": "client_approved_completion", "job_id": job.id,
                    "worker_marked_complete": true, "client_marked_complete": true,
                    "payment_method": "CASH",
                },
            })
        );
        hears_nothing(client).await;
    }
}

#[tokio::test]
async fn an_approved_job_is_paid_and_announced_once() {
    let job = TakenJob::new().await;
    let mut page = job.server.connect("").await;
    job.mark_complete().await;
    assert_eq!(job.approve("GCASH").await.1["payment_method"], "GCASH");
    let heard = page.next().await;
    assert_eq!(heard["type"], "job_completed");
    assert_eq!(heard["data"], json!({ "job_id": job.id, "payment_released": true }));
    assert_eq!(job.approve("GCASH").await.0, StatusCode::CONFLICT);
    page.hears_nothing().await;
    let (_, wallet) = job.server.get("/api/wallet", Some(&job.worker)).await;
    assert_eq!(wallet["balance_usd"], 5000);
}

#[tokio::test]
async fn what_is_paid_by_hand_comes_back_to_the_employers_wallet() {
    let job = TakenJob::new().await;
    let wallet = async |token| job.server.get("/api/wallet", Some(token)).await.1;
    let before = wallet(&*job.employer).await;
    let mut page = job.server.connect("").await;
    let mut employers = PusherClient::subscriber(&job.server, "private-user.1").await;
    let mut workers = PusherClient::subscriber(&job.server, "private-user.2").await;
    job.mark_complete().await;
    assert_eq!(job.approve("CASH").await.0, StatusCode::OK);
    assert_eq!(page.next().await["data"], json!({ "job_id": job.id, "payment_released": false }));
    let told = data(&employers.next().await);
    assert_eq!((&told["transactionType"], &told["amount"]), (&json!("job_refund"), &json!(5000)));
    workers.hears_nothing().await;
    let after = wallet(&*job.employer).await;
    let field = |wallet: &Value, name| wallet[name].as_u64().unwrap();
    assert_eq!(field(&after, "balance_usd"), field(&before, "balance_usd") + 5000);
    assert_eq!(field(&after, "locked_usd"), field(&before, "locked_usd") - 5000);
    assert_eq!(told["availableBalance"], after["balance_usd"]);
    assert_eq!(wallet(&*job.worker).await["balance_usd"], 0);
}

#[tokio::test]
async fn nothing_is_approved_before_it_is_done() {
    let job = TakenJob::new().await;
    let (status, answer) = job.approve("CASH").await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert_eq!(answer["detail"], "the worker has not marked the job as complete");
    job.mark_complete().await;
    assert_eq!(job.approve("SHELLS").await.0, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn other_jobs_are_not_heard_of() {
    let job = TakenJob::new().await;
    let other = format!("/ws/job/1/?token={}", job.employer);
    let mut other = job.server.connect_to(&other).await;
    job.mark_complete().await;
    hears_nothing(&mut other).await;
}

#[tokio::test]
async fn what_clients_say_is_ignored() {
    let job = TakenJob::new().await;
    let mut client = job.open(&job.worker).await;
    for text in ["", "{", r#"{"action":"get_unread_count"}"#, r#"{"type":"ping"}"#] {
        client.send(text).await;
    }
    client.send_message(Message::binary(vec![0xff])).await;
    hears_nothing(&mut client).await;
    job.mark_complete().await;
    assert_eq!(update(&mut client).await["type"], "job_status_update");
}

#[tokio::test]
async fn whoever_has_nothing_to_do_with_a_job_is_refused() {
    let job = TakenJob::new().await;
    let stranger = token_of("3", "worker", "Sam", u64::MAX);
    let taken = &job.id;
    for path in [
        format!("/ws/job/{taken}/"),
        format!("/ws/job/{taken}/?token=wrong"),
        format!("/ws/job/{taken}/?token={stranger}"),
        format!("/ws/job/{taken}/?token={}", token_of("1", "employer", "Alice", 1)),
        // Open, and so the worker's as little as anybody else's.
        format!("/ws/job/1/?token={}", job.worker),
        format!("/ws/job/999/?token={}", job.employer),
    ] {
        assert_eq!(job.server.refusal(&path).await, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn the_last_slash_may_be_left_out() {
    let job = TakenJob::new().await;
    let path = format!("/ws/job/{}?token={}", job.id, job.worker);
    let mut client = job.server.connect_to(&path).await;
    job.mark_complete().await;
    assert_eq!(update(&mut client).await["data"]["event"], "worker_marked_complete");
}
