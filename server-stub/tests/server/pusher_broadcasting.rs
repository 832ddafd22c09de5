use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use serde_json::{Value, json};

use crate::harness::Server;
use crate::marketplace::{create, sign_in};
use crate::pusher::{PusherClient, auth};

async fn post(server: &Server, path: &str, token: Option<&str>, form: &str) -> (StatusCode, Value) {
    let mut request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    let response = server.send(request.body(Body::from(form.to_owned())).unwrap()).await;
    let status = response.status();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap())
}

async fn authorize(server: &Server, token: &str, channel: &str) -> (StatusCode, Value) {
    let form = format!("socket_id=1.2&channel_name={channel}");
    post(server, "/broadcasting/auth", Some(token), &form).await
}

#[tokio::test]
async fn whoever_is_signed_in_may_subscribe() {
    let server = Server::start().await;
    let token = sign_in(&server, "worker").await;
    let mut client = PusherClient::connect(&server).await;
    for channel in ["private-lobby", "presence-lobby"] {
        let form = format!("socket_id={}&channel_name={channel}", client.id);
        let (status, grant) = post(&server, "/broadcasting/auth", Some(&token), &form).await;
        assert_eq!(status, StatusCode::OK);
        let mut request = grant;
        request["channel"] = json!(channel);
        client.ask_for(request).await;
        let answer = client.next().await;
        assert_eq!(answer["event"], "pusher_internal:subscription_succeeded", "{answer}");
    }
}

#[tokio::test]
async fn a_member_has_an_id_and_a_name() {
    let server = Server::start().await;
    let token = sign_in(&server, "worker").await;
    let (_, grant) = authorize(&server, &token, "presence-lobby").await;
    let data = grant["channel_data"].as_str().unwrap();
    assert_eq!(data, r#"{"user_id":"2","user_info":{"id":2,"name":"Bob"}}"#);
    assert_eq!(grant["auth"], auth(&format!("1.2:presence-lobby:{data}")));
}

#[tokio::test]
async fn an_encrypted_channel_comes_with_its_key() {
    let server = Server::start().await;
    let token = sign_in(&server, "worker").await;
    let (_, grant) = authorize(&server, &token, "private-encrypted-a").await;
    assert_eq!(grant["auth"], auth("1.2:private-encrypted-a"));
    // SHA-256 of the name and the key of development.
    assert_eq!(grant["shared_secret"], "lpdoycqF2UYq4rmzkjurlR7Kgssf2r87mihsjJfADcY=");
}

#[tokio::test]
async fn strangers_may_subscribe_to_nothing() {
    let server = Server::start().await;
    for path in ["/broadcasting/auth", "/broadcasting/user-auth"] {
        for token in [None, Some("nonsense")] {
            let form = "socket_id=1.2&channel_name=private-lobby";
            let (status, answer) = post(&server, path, token, form).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED);
            assert!(answer["detail"].is_string(), "{answer}");
        }
    }
}

#[tokio::test]
async fn the_channel_of_a_user_is_for_that_user() {
    let server = Server::start().await;
    let token = sign_in(&server, "worker").await;
    for (channel, status) in [
        ("private-user.2", StatusCode::OK),
        ("private-encrypted-user.2", StatusCode::OK),
        ("presence-user.2", StatusCode::OK),
        ("presence-user.1", StatusCode::FORBIDDEN),
        ("private-user.1", StatusCode::FORBIDDEN),
        ("private-encrypted-user.1", StatusCode::FORBIDDEN),
        ("private-user.", StatusCode::FORBIDDEN),
        ("private-user.02", StatusCode::FORBIDDEN),
        ("jobs.discovery", StatusCode::FORBIDDEN),
        ("%23server-to-user-2", StatusCode::FORBIDDEN),
        ("private-a%20b", StatusCode::FORBIDDEN),
    ] {
        let (given, answer) = authorize(&server, &token, channel).await;
        assert_eq!(given, status, "{channel}");
        assert!(answer.is_object(), "{answer}");
    }
}

#[tokio::test]
async fn the_channel_of_a_job_is_for_its_two_parties() {
    let server = Server::start().await;
    let (employer, worker) = (sign_in(&server, "employer").await, sign_in(&server, "worker").await);
    let job = create(&server, &employer).await["id"].clone();
    let channel = format!("private-job.{job}");
    assert_eq!(authorize(&server, &employer, &channel).await.0, StatusCode::OK);
    assert_eq!(authorize(&server, &worker, &channel).await.0, StatusCode::FORBIDDEN);
    server.post(&format!("/api/jobs/{job}/accept"), Some(&worker), "").await;
    assert_eq!(authorize(&server, &worker, &channel).await.0, StatusCode::OK);
    for channel in ["private-job.999", "private-job.x"] {
        assert_eq!(authorize(&server, &employer, channel).await.0, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn several_channels_are_answered_one_by_one() {
    let server = Server::start().await;
    let token = sign_in(&server, "worker").await;
    let expected = json!({
        "private-a": { "status": 200, "data": { "auth": auth("1.2:private-a") } },
        "private-user.1": { "status": 403 },
    });
    for form in [
        "socket_id=1.2&channel_name[]=private-a&channel_name[]=private-user.1",
        "socket_id=1.2&channel_name%5B0%5D=private-a&channel_name%5B1%5D=private-user.1",
    ] {
        let answer = post(&server, "/broadcasting/auth", Some(&token), form).await;
        assert_eq!(answer, (StatusCode::OK, expected.clone()), "{form}");
    }
}

#[tokio::test]
async fn a_request_that_makes_no_sense_is_refused_with_a_sentence() {
    let server = Server::start().await;
    let token = sign_in(&server, "worker").await;
    let endless = format!("socket_id=1.2{}", "&channel_name[]=private-a".repeat(101));
    for form in
        ["", "socket_id=1.2", "channel_name=private-a", "socket_id=1&channel_name=a", &endless]
    {
        let (status, answer) = post(&server, "/broadcasting/auth", Some(&token), form).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        assert!(answer["detail"].as_str().unwrap().len() > 10, "{answer}");
    }
}

#[tokio::test]
async fn whoever_is_signed_in_can_prove_it() {
    let server = Server::start().await;
    let token = sign_in(&server, "employer").await;
    let mut client = PusherClient::connect(&server).await;
    let form = format!("socket_id={}", client.id);
    let (status, proof) = post(&server, "/broadcasting/user-auth", Some(&token), &form).await;
    assert_eq!(status, StatusCode::OK);
    let user = r#"{"id":"1","user_info":{"id":1,"name":"Alice"}}"#;
    assert_eq!(proof["user_data"], user);
    client.say(json!({ "event": "pusher:signin", "data": proof })).await;
    assert_eq!(client.next().await["event"], "pusher:signin_success");
}

#[tokio::test]
async fn pages_may_ask_with_the_headers_of_laravels_libraries() {
    let server = Server::start().await;
    let request = Request::builder()
        .method(Method::OPTIONS)
        .uri("/broadcasting/auth")
        .header(header::ORIGIN, "http://localhost:5173")
        .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST")
        .header(header::ACCESS_CONTROL_REQUEST_HEADERS, "authorization,x-socket-id")
        .body(Body::empty())
        .unwrap();
    let response = server.send(request).await;
    let allowed = response.headers()[header::ACCESS_CONTROL_ALLOW_HEADERS].to_str().unwrap();
    for name in ["authorization", "content-type", "x-requested-with", "x-csrf-token", "x-socket-id"]
    {
        assert!(allowed.contains(name), "{allowed}");
    }
    assert!(response.headers().contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN));
}
