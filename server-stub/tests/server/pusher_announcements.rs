use std::sync::Arc;

use axum::body::Body;
use axum::http::{Method, Request, header};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::harness::Server;
use crate::marketplace::{create, sign_in};
use crate::pusher::{PusherClient, data};

/// Takes an event, checks that it says when, and returns its payload without the times.
async fn heard(client: &mut PusherClient, channel: &str, event: &str) -> Value {
    let message = client.next().await;
    assert_eq!((&message["channel"], &message["event"]), (&json!(channel), &json!(event)));
    let mut payload = data(&message);
    let payload_fields = payload.as_object_mut().unwrap();
    let times = ["timestamp", "claimedAt", "updatedAt"].map(|name| payload_fields.remove(name));
    assert!(times[0].is_some(), "{message}");
    payload
}

#[tokio::test]
async fn a_job_that_is_posted_is_news_for_everybody() {
    let server = Server::start().await;
    let employer = sign_in(&server, "employer").await;
    let mut page = PusherClient::subscriber(&server, "jobs.discovery").await;
    let id = create(&server, &employer).await["id"].clone();
    let mut payload = heard(&mut page, "jobs.discovery", "job.posted").await;
    assert!(payload["job"].as_object_mut().unwrap().remove("createdAt").unwrap().is_string());
    assert_eq!(
        payload,
        json!({
            "job": {
                "id": id, "clientId": 1, "title": "Frontend Developer", "budgetMin": 5000,
                "budgetMax": 5000, "status": "active", "requiredSkills": ["development"],
                "estimatedDuration": 120,
            },
            "matchScore": 50,
        })
    );
}

#[tokio::test]
async fn the_two_parties_hear_of_each_step() {
    let server = Server::start().await;
    let (employer, worker) = (sign_in(&server, "employer").await, sign_in(&server, "worker").await);
    let mut client = PusherClient::subscriber(&server, "private-user.1").await;
    let mut freelancer = PusherClient::subscriber(&server, "private-user.2").await;
    let id = create(&server, &employer).await["id"].clone();
    assert_eq!(
        heard(&mut client, "private-user.1", "wallet.updated").await["transactionType"],
        "job_escrow"
    );
    let job = format!("private-job.{id}");
    let mut watcher = PusherClient::subscriber(&server, &job).await;

    server.post(&format!("/api/jobs/{id}/accept"), Some(&worker), "").await;
    let claimed = json!({ "jobId": id, "claimedBy": 2, "matchScore": 50 });
    assert_eq!(heard(&mut watcher, &job, "job.claimed").await, claimed);
    assert_eq!(heard(&mut client, "private-user.1", "job.claimed").await, claimed);

    server.post(&format!("/api/jobs/{id}/complete"), Some(&worker), "").await;
    assert_eq!(
        heard(&mut watcher, &job, "job.updated").await,
        json!({ "jobId": id, "status": "completed", "deliverables": [] })
    );
    assert_eq!(
        heard(&mut freelancer, "private-user.2", "wallet.updated").await,
        json!({
            "userId": 2, "newBalance": 5000, "availableBalance": 5000,
            "transactionType": "job_earning", "amount": 5000,
        })
    );
    assert_eq!(
        heard(&mut client, "private-user.1", "wallet.updated").await["transactionType"],
        "job_payment"
    );
}

#[tokio::test]
async fn a_refund_comes_back_to_the_wallet() {
    let server = Server::start().await;
    let employer = sign_in(&server, "employer").await;
    let (_, before) = server.get("/api/wallet", Some(&employer)).await;
    let balance = before["balance_usd"].as_u64().unwrap();
    let locked = before["locked_usd"].as_u64().unwrap();
    let mut client = PusherClient::subscriber(&server, "private-user.1").await;
    let id = create(&server, &employer).await["id"].clone();
    assert_eq!(
        heard(&mut client, "private-user.1", "wallet.updated").await,
        json!({
            "userId": 1, "newBalance": balance + locked, "availableBalance": balance - 5000,
            "transactionType": "job_escrow", "amount": 5000,
        })
    );
    let job = format!("private-job.{id}");
    client.subscribe(&job).await;
    server.post(&format!("/api/jobs/{id}/refund"), Some(&employer), "").await;
    assert_eq!(heard(&mut client, &job, "job.updated").await["status"], "refunded");
    assert_eq!(
        heard(&mut client, "private-user.1", "wallet.updated").await,
        json!({
            "userId": 1, "newBalance": balance + locked, "availableBalance": balance,
            "transactionType": "job_refund", "amount": 5000,
        })
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_figures_of_a_wallet_come_in_the_order_in_which_it_had_them() {
    let server = Arc::new(Server::start().await);
    let employer: Arc<str> = sign_in(&server, "employer").await.into();
    let mut page = PusherClient::subscriber(&server, "private-user.1").await;
    let mut posting = JoinSet::new();
    for _ in 0..8 {
        let (server, employer) = (server.clone(), employer.clone());
        posting.spawn(async move {
            for _ in 0..20 {
                let body = r#"{"title":"Baker","pay_amount_usd":5,"job_type":"food"}"#;
                assert!(server.post("/api/jobs", Some(&employer), body).await.0.is_success());
            }
        });
    }
    posting.join_all().await;
    let mut figures = Vec::new();
    for _ in 0..160 {
        let told = heard(&mut page, "private-user.1", "wallet.updated").await;
        figures.push(told["availableBalance"].as_u64().unwrap());
    }
    assert!(figures.is_sorted_by(|earlier, later| earlier > later), "{figures:?}");
    let (_, wallet) = server.get("/api/wallet", Some(&employer)).await;
    assert_eq!(wallet["balance_usd"], figures[159]);
}

#[tokio::test]
async fn the_page_that_made_the_request_is_left_out() {
    let server = Server::start().await;
    let employer = sign_in(&server, "employer").await;
    let mut page = PusherClient::subscriber(&server, "jobs.discovery").await;
    let mut other = PusherClient::subscriber(&server, "jobs.discovery").await;
    for (socket, is_heard) in [(page.id.clone(), false), ("undefined".to_owned(), true)] {
        let body = r#"{"title":"Baker","pay_amount_usd":5,"job_type":"food"}"#;
        let request = Request::builder()
            .method(Method::POST)
            .uri("/api/jobs")
            .header(header::AUTHORIZATION, format!("Bearer {employer}"))
            .header(header::CONTENT_TYPE, "application/json")
            .header("X-Socket-ID", socket)
            .body(Body::from(body))
            .unwrap();
        assert!(server.send(request).await.status().is_success());
        assert_eq!(other.next().await["event"], "job.posted");
        if is_heard {
            assert_eq!(page.next().await["event"], "job.posted");
        }
        page.hears_nothing().await;
    }
}
