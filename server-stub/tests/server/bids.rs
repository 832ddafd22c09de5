use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::harness::Server;
use crate::marketplace::{create, sign_in};
use crate::tokens::token_of;

/// Calls the API as somebody who is signed in, and expects no refusal.
pub(crate) async fn call(server: &Server, token: &str, path: &str, body: Value) -> Value {
    let (status, answer) = server.post(path, Some(token), &body.to_string()).await;
    assert!(status.is_success(), "{path}: {answer}");
    answer
}

#[tokio::test]
async fn a_bid_is_seen_by_its_worker_and_by_the_employer() {
    let server = Server::start().await;
    let (employer, worker) = (sign_in(&server, "employer").await, sign_in(&server, "worker").await);
    let stranger = token_of("3", "worker", "Sam", u64::MAX);
    let id = create(&server, &employer).await["id"].clone();
    let path = format!("/api/jobs/{id}/bids");
    let bid = call(&server, &worker, &path, json!({ "amount": 4500.5, "message": "Now" })).await;
    assert_eq!(
        bid,
        json!({
            "id": 1, "job_id": id, "worker": { "id": 2, "name": "Bob", "role": "worker" },
            "amount": 4500.5, "message": "Now", "status": "pending",
        })
    );
    for (token, bids) in
        [(&employer, json!([bid])), (&worker, json!([bid])), (&stranger, json!([]))]
    {
        assert_eq!(server.get(&path, Some(token)).await, (StatusCode::OK, bids));
    }
    assert_eq!(server.get(&path, None).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn accepting_a_bid_gives_its_worker_the_job_for_all_to_hear() {
    let server = Server::start().await;
    let (employer, worker) = (sign_in(&server, "employer").await, sign_in(&server, "worker").await);
    let id = create(&server, &employer).await["id"].clone();
    let bid = call(&server, &worker, &format!("/api/jobs/{id}/bids"), json!({ "amount": 1 })).await;
    let mut page = server.connect("").await;
    let path = format!("/api/bids/{}/accept", bid["id"]);
    assert_eq!(call(&server, &employer, &path, json!({})).await["status"], "accepted");
    let heard = page.next().await;
    assert_eq!(heard["type"], "job_accepted");
    assert_eq!(heard["data"], json!({ "job_id": id, "worker_id": 2 }));
    page.hears_nothing().await;
    let (_, job) = server.get(&format!("/api/jobs/{id}"), None).await;
    assert_eq!((&job["status"], &job["worker"]["id"]), (&json!("in_progress"), &json!(2)));
}

#[tokio::test]
async fn a_step_that_cannot_be_taken_is_refused_with_a_sentence() {
    let server = Server::start().await;
    let (employer, worker) = (sign_in(&server, "employer").await, sign_in(&server, "worker").await);
    let id = create(&server, &employer).await["id"].clone();
    let bids = format!("/api/jobs/{id}/bids");
    let bid = call(&server, &worker, &bids, json!({ "amount": 1 })).await["id"].clone();
    let decide = |what| format!("/api/bids/{bid}/{what}");
    let on_job = |what| format!("/api/jobs/{id}/{what}");
    for (path, token, body, status) in [
        (bids.clone(), &employer, json!({ "amount": 1 }), StatusCode::FORBIDDEN),
        (bids.clone(), &worker, json!({ "amount": 1 }), StatusCode::CONFLICT),
        (bids.clone(), &worker, json!({ "amount": 0 }), StatusCode::UNPROCESSABLE_ENTITY),
        (bids.clone(), &worker, json!({ "amount": "x" }), StatusCode::UNPROCESSABLE_ENTITY),
        ("/api/jobs/999/bids".to_owned(), &worker, json!({ "amount": 1 }), StatusCode::NOT_FOUND),
        (decide("accept"), &worker, json!({}), StatusCode::FORBIDDEN),
        ("/api/bids/999/reject".to_owned(), &employer, json!({}), StatusCode::NOT_FOUND),
        (on_job("status"), &employer, json!({ "status": "open" }), StatusCode::CONFLICT),
        (on_job("status"), &employer, json!({ "status": "x" }), StatusCode::UNPROCESSABLE_ENTITY),
        (on_job("payments"), &employer, json!({ "amount": 1 }), StatusCode::CONFLICT),
        (on_job("payments"), &worker, json!({ "amount": 1 }), StatusCode::FORBIDDEN),
        (on_job("messages"), &worker, json!({ "text": "x" }), StatusCode::FORBIDDEN),
        (on_job("messages"), &employer, json!({ "text": " " }), StatusCode::UNPROCESSABLE_ENTITY),
        (on_job("mark-complete"), &worker, json!({}), StatusCode::FORBIDDEN),
    ] {
        let (given, answer) = server.post(&path, Some(token), &body.to_string()).await;
        assert_eq!(given, status, "{path} {body}");
        assert!(answer["detail"].as_str().unwrap().len() > 10, "{answer}");
    }
    call(&server, &employer, &decide("reject"), json!({})).await;
    let (status, _) = server.post(&decide("accept"), Some(&employer), "").await;
    assert_eq!(status, StatusCode::CONFLICT, "it is decided");
}

#[tokio::test]
async fn a_payment_goes_from_one_wallet_to_the_other() {
    let server = Server::start().await;
    let (employer, worker) = (sign_in(&server, "employer").await, sign_in(&server, "worker").await);
    let id = create(&server, &employer).await["id"].clone();
    call(&server, &worker, &format!("/api/jobs/{id}/accept"), json!({})).await;
    let path = format!("/api/jobs/{id}/payments");
    let paid = call(&server, &employer, &path, json!({ "amount": 20 })).await;
    assert_eq!(paid, json!({ "job_id": id, "amount": 20 }));
    assert_eq!(server.get("/api/wallet", Some(&worker)).await.1["balance_usd"], 20);
}
