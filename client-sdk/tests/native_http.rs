//! Permissions over HTTP where there is no browser, on real sockets.
#![cfg(test)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use bellwire::engine::{ChannelAuthError, ClientEvent};
use bellwire::{
    ChannelAuthEndpoint, Client, Listener, Protocol, Subscription, TokenError, UnsubscribeReason,
};
use tokio_tungstenite::tungstenite::{Message, WebSocket, accept};

/// The longest time that anything here may take.
const PATIENCE: Duration = Duration::from_secs(10);

const FORM: &str = "socket_id=1.1&channel_name=private-job.5&tenant=a%26b";

/// A server that speaks the Pusher protocol, and a client of it that wants a private channel.
struct Run {
    events: mpsc::Receiver<ClientEvent>,
    peer: WebSocket<TcpStream>,
    _guards: (Listener, Subscription),
}

impl Run {
    fn start(endpoint: ChannelAuthEndpoint) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let client = Client::builder(format!("ws://{}", listener.local_addr().unwrap()))
            .protocol(Protocol::pusher("key"))
            .token_provider(async || Ok::<_, TokenError>("secret"))
            .channel_auth(endpoint.field("tenant", "a&b"))
            .build()
            .unwrap();
        let (note, events) = mpsc::channel();
        let listens = client.on_client_event(move |event| {
            // A test that has ended does not listen any more.
            let _ = note.send(event.clone());
        });
        let subscription = client.subscribe("private-job.5");
        client.connect();
        let (stream, _) = listener.accept().unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut peer = accept(stream).unwrap();
        let welcome = r#"{"event":"pusher:connection_established","data":{"socket_id":"1.1"}}"#;
        peer.send(Message::text(welcome)).unwrap();
        Self { events, peer, _guards: (listens, subscription) }
    }

    /// Why the channel is not to be had.
    fn refusal(&self) -> UnsubscribeReason {
        loop {
            let event = self.events.recv_timeout(PATIENCE).unwrap();
            if let ClientEvent::Unsubscribed { reason, .. } = event {
                return reason;
            }
        }
    }
}

/// An endpoint that is asked once. Hands over what it was asked.
fn endpoint(status: &'static str, body: &'static str) -> (String, mpsc::Receiver<String>) {
    let length = body.len();
    endpoint_that_says(format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n\r\n{body}"))
}

fn endpoint_that_says(answer: impl Into<Vec<u8>>) -> (String, mpsc::Receiver<String>) {
    let answer = answer.into();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/broadcasting/auth", listener.local_addr().unwrap());
    let (ask, asked) = mpsc::channel();
    thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let mut reader = BufReader::new(stream);
        let mut request = String::new();
        while !request.ends_with("\r\n\r\n") {
            reader.read_line(&mut request).unwrap();
        }
        let mut form = vec![0; FORM.len()];
        reader.read_exact(&mut form).unwrap();
        request.push_str(&String::from_utf8(form).unwrap());
        // Whoever has read enough does not wait for the rest.
        let _ = reader.get_mut().write_all(&answer);
        ask.send(request).unwrap();
    });
    (url, asked)
}

#[test]
fn a_permission_is_fetched_with_the_token_and_shown_to_the_server() {
    let (url, asked) = endpoint("200 OK", r#"{"auth":"key:5f3a"}"#);
    let mut run = Run::start(ChannelAuthEndpoint::new(url).header("X-Tenant", "7"));
    let request = asked.recv_timeout(PATIENCE).unwrap();
    assert!(request.starts_with("POST /broadcasting/auth HTTP/1.1\r\n"), "{request}");
    assert!(request.ends_with(FORM), "{request}");
    let head = request.to_lowercase();
    for line in ["authorization: bearer secret", "accept: application/json", "x-tenant: 7"] {
        assert!(head.contains(line), "{request}");
    }
    let expected = r#""data":{"channel":"private-job.5","auth":"key:5f3a"}"#;
    while !run.peer.read().unwrap().to_text().unwrap().contains(expected) {}
}

#[test]
fn what_the_endpoint_does_not_permit_is_told() {
    let (url, _asked) = endpoint("403 Forbidden", "not your job");
    let run = Run::start(ChannelAuthEndpoint::new(url));
    let error = ChannelAuthError::Forbidden("not your job".to_owned());
    assert_eq!(run.refusal(), UnsubscribeReason::NotPermitted(error));
}

#[test]
fn a_refusal_whose_words_cannot_be_read_is_one() {
    const HEAD: &str = "HTTP/1.1 403 Forbidden\r\nContent-Length: ";
    let no_text = [HEAD.as_bytes(), b"2\r\n\r\n\xff\xfe"].concat();
    let cut_off = format!("{HEAD}100\r\n\r\nnot your");
    let too_large = format!("{HEAD}{}\r\n\r\n{}", 2 << 20, "x".repeat(2 << 20));
    for answer in [no_text, cut_off.into(), too_large.into()] {
        let (url, _asked) = endpoint_that_says(answer);
        let run = Run::start(ChannelAuthEndpoint::new(url));
        let error = ChannelAuthError::Forbidden("status 403".to_owned());
        assert_eq!(run.refusal(), UnsubscribeReason::NotPermitted(error));
    }
}

#[cfg(not(feature = "native-tls"))]
#[test]
fn what_would_have_to_be_encrypted_and_cannot_be_is_not_asked_again_and_again() {
    let run = Run::start(ChannelAuthEndpoint::new("HTTPS://127.0.0.1:1/broadcasting/auth"));
    let words = "an endpoint with https:// needs the feature `native-tls`".to_owned();
    let error = ChannelAuthError::Forbidden(words);
    assert_eq!(run.refusal(), UnsubscribeReason::NotPermitted(error));
}

#[test]
fn what_cannot_be_a_header_is_named_without_its_value() {
    let (url, _asked) = endpoint("200 OK", "{}");
    let run = Run::start(ChannelAuthEndpoint::new(url).header("X-Tenant", "two\nlines"));
    let error = ChannelAuthError::Forbidden("`X-Tenant` cannot be a header so".to_owned());
    assert_eq!(run.refusal(), UnsubscribeReason::NotPermitted(error));
}

#[test]
fn what_is_no_whole_address_is_not_asked_again_and_again() {
    let run = Run::start(ChannelAuthEndpoint::new("/broadcasting/auth"));
    let reason = run.refusal();
    let is_forbidden =
        matches!(reason, UnsubscribeReason::NotPermitted(ChannelAuthError::Forbidden(_)));
    assert!(is_forbidden, "{reason}");
}
