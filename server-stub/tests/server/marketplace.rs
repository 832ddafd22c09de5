use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::harness::Server;

pub(crate) async fn sign_in(server: &Server, role: &str) -> String {
    let body = json!({ "role": role }).to_string();
    let (status, session) = server.post("/api/session", None, &body).await;
    assert_eq!(status, StatusCode::OK);
    session["token"].as_str().unwrap().to_owned()
}

pub(crate) async fn create(server: &Server, token: &str) -> Value {
    let body = r#"{"title":"Frontend Developer","pay_amount_usd":5000,"job_type":"development"}"#;
    let (status, job) = server.post("/api/jobs", Some(token), body).await;
    assert_eq!(status, StatusCode::CREATED, "{job}");
    job
}

#[tokio::test]
async fn the_job_service_announces_each_step_in_the_documented_words() {
    let server = Server::start().await;
    let (employer, worker) = (sign_in(&server, "employer").await, sign_in(&server, "worker").await);
    let mut page = server.connect("").await;

    let id = create(&server, &employer).await["id"].clone();
    let heard = page.next().await;
    assert_eq!(heard["type"], "job_created");
    assert_eq!(
        heard["data"],
        json!({
            "job_id": id, "title": "Frontend Developer", "pay_amount_usd": 5000,
            "job_type": "development",
        })
    );

    server.post(&format!("/api/jobs/{id}/accept"), Some(&worker), "").await;
    let heard = page.next().await;
    assert_eq!(heard["type"], "job_accepted");
    assert_eq!(heard["data"], json!({ "job_id": id, "worker_id": 2 }));

    server.post(&format!("/api/jobs/{id}/complete"), Some(&worker), "").await;
    let heard = page.next().await;
    assert_eq!(heard["type"], "job_completed");
    assert_eq!(heard["data"], json!({ "job_id": id, "payment_released": true }));

    let id = create(&server, &employer).await["id"].clone();
    page.next().await;
    server.post(&format!("/api/jobs/{id}/refund"), Some(&employer), "").await;
    let heard = page.next().await;
    assert_eq!(heard["type"], "job_refunded");
    assert_eq!(heard["data"], json!({ "job_id": id, "reason": "cancelled" }));
}

#[tokio::test]
async fn what_cannot_be_done_is_refused_with_a_sentence() {
    let server = Server::start().await;
    let (employer, worker) = (sign_in(&server, "employer").await, sign_in(&server, "worker").await);
    let job = create(&server, &employer).await["id"].clone();
    for (path, token, status) in [
        (format!("/api/jobs/{job}/accept"), None, StatusCode::UNAUTHORIZED),
        (format!("/api/jobs/{job}/accept"), Some("nonsense"), StatusCode::UNAUTHORIZED),
        (format!("/api/jobs/{job}/accept"), Some(&*employer), StatusCode::FORBIDDEN),
        (format!("/api/jobs/{job}/complete"), Some(&*worker), StatusCode::CONFLICT),
        (format!("/api/jobs/{job}/refund"), Some(&*worker), StatusCode::FORBIDDEN),
        ("/api/jobs/999/accept".to_owned(), Some(&*worker), StatusCode::NOT_FOUND),
        ("/api/nowhere".to_owned(), Some(&*worker), StatusCode::NOT_FOUND),
    ] {
        let (given, answer) = server.post(&path, token, "").await;
        assert_eq!(given, status, "{path}");
        assert!(answer["detail"].as_str().unwrap().len() > 10, "{answer}");
    }
    let (status, _) = server.post("/api/jobs", Some(&employer), r#"{"title":""}"#).await;
    assert!(status.is_client_error());
}

#[tokio::test]
async fn a_message_about_a_job_reaches_everybody_on_its_channel_once() {
    let server = Server::start().await;
    let mut writer = server.subscriber("job.1").await;
    let mut reader = server.subscriber("job.1").await;
    let message = json!({
        "type": "job_message",
        "channel": "job.1",
        "data": { "job_id": 1, "key": "k1", "author": "Bob", "text": "On my way" },
    })
    .to_string();
    writer.send(&message).await;
    assert_eq!(reader.next().await["data"]["text"], "On my way");
    assert_eq!(writer.next().await["data"]["key"], "k1", "the writer sees it arrive");

    reader.send(&message).await;
    reader.hears_nothing().await;
    let (_, messages) = server.get("/api/jobs/1/messages", None).await;
    assert_eq!(messages.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_message_that_is_none_is_refused() {
    let server = Server::start().await;
    let mut writer = server.subscriber("job.1").await;
    for data in [
        json!({}),
        json!({ "job_id": 999, "key": "k", "author": "Bob", "text": "x" }),
        json!({ "job_id": 2, "key": "k", "author": "Bob", "text": "in the wrong room" }),
        json!({ "job_id": 1, "key": "k", "author": "Bob", "text": " " }),
        json!({ "job_id": 1, "key": "k", "author": "Bob", "text": "x".repeat(1_001) }),
    ] {
        let message = json!({ "type": "job_message", "channel": "job.1", "data": data });
        writer.send(&message.to_string()).await;
        assert_eq!(writer.next().await["type"], "error");
    }
}
