//! A server on a free port, and clients for it.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use bellwire_server_stub::{App, Options};
use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use tower::ServiceExt;

/// Nothing in these tests takes longer unless it is broken.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// Less than the 3 s for which a server that ends waits for those who do not answer.
const LITTLE: Duration = Duration::from_millis(2_500);

pub(crate) struct Server {
    address: SocketAddr,
    router: Router,
    task: JoinHandle<io::Result<()>>,
}

impl Server {
    pub(crate) async fn start() -> Self {
        Self::with(Options::default()).await
    }

    pub(crate) async fn with(options: Options) -> Self {
        Self::until(options, std::future::pending()).await
    }

    /// Starts one that ends when `stop` resolves.
    pub(crate) async fn until(
        options: Options,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = App::new(&options).unwrap();
        let router = app.router();
        let task = tokio::spawn(app.serve(listener, stop));
        Self { address, router, task }
    }

    /// Waits for the end of a server whose clients have answered its farewell.
    pub(crate) async fn ended(self) {
        self.ended_within(LITTLE).await;
    }

    pub(crate) async fn ended_within(self, patience: Duration) {
        timeout(patience, self.task).await.expect("in time").unwrap().unwrap();
    }

    /// Connects to `/ws` with a query, and takes the welcome.
    pub(crate) async fn connect(&self, query: &str) -> Client {
        let mut client = self.connect_without_welcome(query).await;
        assert_eq!(client.next().await["type"], "connected");
        client
    }

    pub(crate) async fn connect_without_welcome(&self, query: &str) -> Client {
        self.connect_to(&format!("/ws{query}")).await
    }

    pub(crate) async fn connect_to(&self, path: &str) -> Client {
        let (socket, _) = connect_async(format!("ws://{}{path}", self.address)).await.unwrap();
        Client { socket }
    }

    /// The status with which a connection is refused.
    pub(crate) async fn refusal(&self, path: &str) -> StatusCode {
        match connect_async(format!("ws://{}{path}", self.address)).await {
            Err(tungstenite::Error::Http(response)) => response.status(),
            other => panic!("{path}: {other:?}"),
        }
    }

    /// Connects and subscribes.
    pub(crate) async fn subscriber(&self, channel: &str) -> Client {
        let mut client = self.connect("?v=1").await;
        client.subscribe(channel).await;
        client
    }

    pub(crate) async fn get(&self, path: &str, token: Option<&str>) -> (StatusCode, Value) {
        self.request(Method::GET, path, token, None).await
    }

    pub(crate) async fn post(
        &self,
        path: &str,
        token: Option<&str>,
        body: &str,
    ) -> (StatusCode, Value) {
        self.request(Method::POST, path, token, Some(body)).await
    }

    async fn request(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Option<&str>,
    ) -> (StatusCode, Value) {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let body = Body::from(body.unwrap_or_default().to_owned());
        let response = self.send(request.body(body).unwrap()).await;
        let status = response.status();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> axum::response::Response {
        self.router.clone().oneshot(request).await.unwrap()
    }
}

pub(crate) struct Client {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Client {
    pub(crate) async fn send(&mut self, text: &str) {
        self.send_message(Message::text(text)).await;
    }

    pub(crate) async fn send_message(&mut self, message: Message) {
        self.socket.send(message).await.unwrap();
    }

    pub(crate) async fn subscribe(&mut self, channel: &str) {
        self.send(&format!(r#"{{"type":"subscribe","channels":["{channel}"]}}"#)).await;
        assert_eq!(self.next().await["type"], "subscribed");
    }

    /// The next message of the application.
    pub(crate) async fn next(&mut self) -> Value {
        let message = self.next_message().await;
        serde_json::from_str(message.to_text().unwrap()).unwrap()
    }

    pub(crate) async fn next_message(&mut self) -> Message {
        timeout(PATIENCE, self.next_message_at_last()).await.expect("in time")
    }

    /// The next message, whenever it comes.
    pub(crate) async fn next_message_at_last(&mut self) -> Message {
        self.socket.next().await.expect("open").unwrap()
    }

    /// The next `count` messages, whether they come alone or several in one frame.
    pub(crate) async fn next_messages(&mut self, count: usize) -> Vec<Value> {
        let mut messages = Vec::new();
        while messages.len() < count {
            let frame = self.next().await;
            match frame.as_array() {
                Some(batch) => messages.extend(batch.iter().cloned()),
                None => messages.push(frame),
            }
        }
        assert_eq!(messages.len(), count, "{messages:?}");
        messages
    }

    /// Asserts that nothing came before the answer to a ping.
    pub(crate) async fn hears_nothing(&mut self) {
        self.send(r#"{"type":"ping"}"#).await;
        assert_eq!(self.next().await["type"], "pong");
    }
}
