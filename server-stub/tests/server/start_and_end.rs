use std::time::Duration;

use bellwire_server_stub::{App, AppError, Options};
use tokio::sync::oneshot;
use tokio_tungstenite::tungstenite::Message;

use crate::harness::Server;

#[tokio::test]
async fn everybody_is_told_when_the_server_ends() {
    let (stop, stopped) = oneshot::channel::<()>();
    let server = Server::until(Options::default(), async { _ = stopped.await }).await;
    let mut client = server.subscriber("jobs").await;
    let mut plain = server.connect("").await;
    stop.send(()).unwrap();
    let farewell = client.next().await;
    assert_eq!(farewell["type"], "going_away");
    assert_eq!(farewell["data"]["reconnect_within_ms"], serde_json::json!([0, 1000]));
    let message = client.next_message().await;
    let Message::Close(Some(close)) = message else { panic!("{message:?}") };
    assert_eq!(u16::from(close.code), 1012);
    assert!(plain.next_message().await.is_close(), "a plain client knows no farewell");
    // Clients that answer are not waited for any longer.
    drop((client, plain));
    server.ended().await;
}

#[tokio::test]
async fn nobody_who_does_not_answer_is_waited_for_for_long() {
    let (stop, stopped) = oneshot::channel::<()>();
    let server = Server::until(Options::default(), async { _ = stopped.await }).await;
    // It reads nothing from here on, and so answers no close.
    let _silent = server.subscriber("jobs").await;
    stop.send(()).unwrap();
    server.ended_within(Duration::from_secs(5)).await;
}

#[test]
fn secrets_that_everybody_knows_stay_at_home() {
    let everywhere = "0.0.0.0:0".parse().unwrap();
    let refusal = |options: Options| App::new(&options).map(|_| ()).unwrap_err().to_string();
    let options = Options { listen: everywhere, ..Options::default() };
    assert!(refusal(options.clone()).contains("--jwt-secret"));
    let options = Options { jwt_secret: "mine".to_owned(), ..options };
    assert!(refusal(options.clone()).contains("--broadcast-token"));
    let options = Options { broadcast_token: Some("mine".to_owned()), ..options };
    assert!(refusal(options.clone()).contains("--pusher-secret"));
    let options = Options { pusher_secret: "mine".to_owned(), ..options };
    assert!(refusal(options.clone()).contains("--pusher-encryption-key"));
    let key = "T25lIGtleSB0aGF0IG5vdGhpbmcgZWxzZSBvcGVucyE=".to_owned();
    let options = Options { pusher_encryption_key: key, ..options };
    assert!(App::new(&options).is_ok());
}

#[test]
fn an_origin_that_is_none_is_an_error() {
    for origin in ["*", "http://\n"] {
        let options = Options { allow_origin: vec![origin.to_owned()], ..Options::default() };
        assert!(matches!(App::new(&options), Err(AppError::Origin { .. })), "{origin:?}");
    }
}

#[test]
fn an_encryption_key_that_is_none_is_an_error() {
    for key in ["", "c2hvcnQ=", "=", "T25lIGtleSB0aGF0IG5vdGhpbmcgZWxzZSBvcGVucyEh"] {
        let options = Options { pusher_encryption_key: key.to_owned(), ..Options::default() };
        assert!(matches!(App::new(&options), Err(AppError::EncryptionKey)), "{key}");
    }
}
