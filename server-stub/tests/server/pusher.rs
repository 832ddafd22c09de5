//! What an application and its clients do with a Pusher server.

use std::time::{SystemTime, UNIX_EPOCH};

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode};
use hmac::{Hmac, Mac};
use md5::{Digest, Md5};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio_tungstenite::tungstenite::Message;

use crate::harness::{Client, Server};

pub(crate) const KEY: &str = "sharedjox";
const SECRET: &str = "sharedjox-secret";

/// A connection with its welcome taken.
pub(crate) struct PusherClient {
    pub(crate) socket: Client,
    pub(crate) id: String,
}

impl PusherClient {
    pub(crate) async fn connect(server: &Server) -> Self {
        let mut socket = server.connect_to(&format!("/app/{KEY}?protocol=7&client=js")).await;
        let welcome = socket.next().await;
        assert_eq!(welcome["event"], "pusher:connection_established");
        let id = data(&welcome)["socket_id"].as_str().unwrap().to_owned();
        Self { socket, id }
    }

    /// Connects and subscribes to a channel that needs no authorisation.
    pub(crate) async fn subscriber(server: &Server, channel: &str) -> Self {
        let mut client = Self::connect(server).await;
        client.subscribe(channel).await;
        client
    }

    /// Connects and subscribes to a presence channel.
    pub(crate) async fn member(server: &Server, channel: &str, user: &str) -> Self {
        let mut client = Self::connect(server).await;
        let answer = client.join(channel, user).await;
        assert_eq!(answer["event"], "pusher_internal:subscription_succeeded", "{answer}");
        client
    }

    /// Subscribes, with an authorisation where the channel needs one.
    pub(crate) async fn subscribe(&mut self, channel: &str) {
        let needs_auth = channel.starts_with("private-");
        let auth = needs_auth.then(|| auth(&format!("{}:{channel}", self.id)));
        self.ask_for(json!({ "channel": channel, "auth": auth })).await;
        let answer = self.next().await;
        assert_eq!(answer["event"], "pusher_internal:subscription_succeeded", "{answer}");
        assert_eq!(answer["channel"], channel);
        assert_eq!(answer["data"], "{}");
    }

    /// Asks for a presence channel, and returns the answer.
    pub(crate) async fn join(&mut self, channel: &str, user: &str) -> Value {
        let member = json!({ "user_id": user, "user_info": { "name": user } }).to_string();
        let auth = auth(&format!("{}:{channel}:{member}", self.id));
        self.ask_for(json!({ "channel": channel, "auth": auth, "channel_data": member })).await;
        self.next().await
    }

    pub(crate) async fn ask_for(&mut self, data: Value) {
        self.say(json!({ "event": "pusher:subscribe", "data": data })).await;
    }

    /// Sends the authorisation of a user, and returns the answer.
    pub(crate) async fn sign_in(&mut self, user_data: &str) -> Value {
        let auth = auth(&format!("{}::user::{user_data}", self.id));
        let data = json!({ "auth": auth, "user_data": user_data });
        self.say(json!({ "event": "pusher:signin", "data": data })).await;
        self.next().await
    }

    pub(crate) async fn unsubscribe(&mut self, channel: &str) {
        let data = json!({ "channel": channel });
        self.say(json!({ "event": "pusher:unsubscribe", "data": data })).await;
    }

    pub(crate) async fn say(&mut self, message: Value) {
        self.socket.send(&message.to_string()).await;
    }

    pub(crate) async fn next(&mut self) -> Value {
        self.socket.next().await
    }

    /// Asserts that nothing came before the answer to a ping, and that all that was asked is done.
    pub(crate) async fn hears_nothing(&mut self) {
        let heard = self.hears_until_now().await;
        assert!(heard.is_empty(), "{heard:?}");
    }

    /// What came before the answer to a ping, when all that was asked is done.
    pub(crate) async fn hears_until_now(&mut self) -> Vec<Value> {
        self.say(json!({ "event": "pusher:ping", "data": {} })).await;
        let mut heard = Vec::new();
        loop {
            let message = self.next().await;
            if message["event"] == "pusher:pong" {
                return heard;
            }
            heard.push(message);
        }
    }

    /// Asserts that the server refuses, in words that hold these, and closes with this code.
    pub(crate) async fn is_sent_away(&mut self, code: u16) {
        let error = self.next().await;
        assert_eq!(
            (&error["event"], &error["data"]["code"]),
            (&json!("pusher:error"), &json!(code))
        );
        self.is_closed(code).await;
    }

    pub(crate) async fn is_closed(&mut self, code: u16) {
        let message = self.socket.next_message().await;
        let Message::Close(Some(close)) = message else { panic!("{message:?}") };
        assert_eq!(u16::from(close.code), code);
    }
}

/// What a message carries, which is JSON within a string.
pub(crate) fn data(message: &Value) -> Value {
    serde_json::from_str(message["data"].as_str().unwrap()).unwrap()
}

/// The key and the signature of a text.
pub(crate) fn auth(text: &str) -> String {
    format!("{KEY}:{}", sign(text))
}

fn sign(text: &str) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    hex::encode(mac.chain_update(text).finalize().into_bytes())
}

/// Calls the HTTP API as the application does.
pub(crate) async fn call(
    server: &Server,
    method: Method,
    path: &str,
    parameters: &[(&str, &str)],
    body: Option<Value>,
) -> (StatusCode, Value) {
    let body = body.map(|body| body.to_string()).unwrap_or_default();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs().to_string();
    let md5 = hex::encode(Md5::digest(&body));
    let mut parameters = parameters.to_vec();
    parameters.extend([("auth_key", KEY), ("auth_timestamp", &now), ("auth_version", "1.0")]);
    if !body.is_empty() {
        parameters.push(("body_md5", &md5));
    }
    parameters.sort();
    let pairs: Vec<_> = parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let query = pairs.join("&");
    let signature = sign(&format!("{method}\n{path}\n{query}"));
    send(server, method, &format!("{path}?{query}&auth_signature={signature}"), body).await
}

/// Sends a request as it is.
pub(crate) async fn send(
    server: &Server,
    method: Method,
    uri: &str,
    body: String,
) -> (StatusCode, Value) {
    let request = Request::builder().method(method).uri(uri).body(Body::from(body)).unwrap();
    let response = server.send(request).await;
    let status = response.status();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

pub(crate) async fn trigger(server: &Server, body: Value) -> (StatusCode, Value) {
    call(server, Method::POST, "/apps/1/events", &[], Some(body)).await
}
