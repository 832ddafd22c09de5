//! The driver for everything that is no browser, on real sockets.
#![cfg(test)]

use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Duration;

#[cfg(feature = "native-tls")]
use bellwire::ConnectionStatus;
use bellwire::engine::{ClientEvent, CloseFrame};
use bellwire::{Client, Fault, Listener, Outcome, TokenError};
use tokio_tungstenite::tungstenite::{Message, WebSocket, accept};

/// The longest time that anything here may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The server's end of a connection.
struct Peer(WebSocket<TcpStream>);

impl Peer {
    fn accept(listener: &TcpListener) -> Self {
        let (stream, _) = listener.accept().unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut peer = Self(accept(stream).unwrap());
        peer.say(r#"{"type":"connected"}"#);
        peer
    }

    fn say(&mut self, text: &str) {
        self.0.send(Message::text(text)).unwrap();
    }

    /// The next frame, pings left out.
    fn hear(&mut self) -> Message {
        loop {
            let message = self.0.read().unwrap();
            if !message.to_text().is_ok_and(|text| text.contains(r#""ping""#)) {
                return message;
            }
        }
    }
}

/// A client on a thread of its own, and what happens to it.
struct Run {
    client: Client,
    events: mpsc::Receiver<ClientEvent>,
    peer: Peer,
    _listeners: [Listener; 2],
}

impl Run {
    /// Returns once the client knows that it is connected.
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/ws", listener.local_addr().unwrap());
        let client = Client::builder(url).build().unwrap();
        let (note, events) = mpsc::channel();
        let faults = note.clone();
        let listeners = [
            client.on_client_event(move |event| note.send(event.clone()).unwrap()),
            client.on_fault(move |fault| faults.send(ClientEvent::Fault(fault.clone())).unwrap()),
        ];
        client.connect();
        let peer = Peer::accept(&listener);
        let run = Self { client, events, peer, _listeners: listeners };
        run.wait_for(
            |event| matches!(event, ClientEvent::StatusChanged(change) if change.to.is_connected()),
        );
        run
    }

    fn wait_for(&self, is_wanted: impl Fn(&ClientEvent) -> bool) -> ClientEvent {
        loop {
            let event = self.events.recv_timeout(PATIENCE).unwrap();
            if is_wanted(&event) {
                return event;
            }
        }
    }

    fn wait_for_fault(&self) -> Fault {
        let event = self.wait_for(|event| matches!(event, ClientEvent::Fault(_)));
        let ClientEvent::Fault(fault) = event else { unreachable!() };
        fault
    }
}

#[tokio::test]
async fn the_last_message_leaves_before_the_good_bye() {
    let Run { client, mut peer, .. } = std::thread::spawn(Run::start).join().unwrap();
    let receipt = client.publish("chat", None, "hello").unwrap();
    drop(client);
    assert_eq!(receipt.await, Outcome::Delivered);
    assert_eq!(peer.hear().to_text().unwrap(), r#"{"type":"chat","data":"hello"}"#);
    let Message::Close(Some(close)) = peer.hear() else { panic!("no good-bye") };
    assert_eq!(u16::from(close.code), 1000);
}

#[test]
fn a_server_that_leaves_hears_an_answer() {
    let mut run = Run::start();
    run.peer.0.close(None).unwrap();
    assert!(matches!(run.peer.hear(), Message::Close(_)));
    let lost = run.wait_for(|event| matches!(event, ClientEvent::StatusChanged(_)));
    let ClientEvent::StatusChanged(change) = lost else { unreachable!() };
    assert!(!change.to.is_connected());
    let no_status = CloseFrame { code: 1005, reason: String::new() };
    assert_eq!(change.because, bellwire::Cause::Closed(no_status));
}

#[test]
fn a_handler_that_panics_is_told_of_and_harms_nothing_else() {
    let mut run = Run::start();
    let _listener = run.client.on_publication("news", |_| panic!("no luck"));
    // Whatever the client is asked for, it has heard when this is answered.
    let _subscription = run.client.subscribe("jobs");
    assert!(run.peer.hear().to_text().unwrap().contains("subscribe"));
    run.peer.say(r#"{"type":"news"}"#);
    let failed = Fault::HandlerFailed { event: "news".into(), error: "no luck".into() };
    assert_eq!(run.wait_for_fault(), failed);
    run.peer.say(r#"{"type":"subscribed","channels":["jobs"]}"#);
    run.wait_for(|event| matches!(event, ClientEvent::Subscribed(_)));
}

#[tokio::test]
async fn a_token_source_that_panics_is_asked_again() {
    let asked = AtomicUsize::new(0);
    let client = Client::builder("ws://127.0.0.1:1/ws")
        .token_provider(move || {
            let number = asked.fetch_add(1, Ordering::Relaxed);
            assert!(number > 0, "no luck at once");
            async {
                if true { panic!("no luck later") } else { Err::<String, _>(TokenError::SignedOut) }
            }
        })
        .build()
        .unwrap();
    let (note, mut causes) = tokio::sync::mpsc::unbounded_channel();
    let _listener = client.on_status(move |change| note.send(change.because.clone()).unwrap());
    client.connect();
    for words in ["no luck at once", "no luck later"] {
        let told = async { while !causes.recv().await.unwrap().to_string().contains(words) {} };
        tokio::time::timeout(PATIENCE, told).await.unwrap();
    }
}

#[test]
fn a_frame_that_is_too_large_is_left_out() {
    let mut run = Run::start();
    run.peer.say(&format!(r#"{{"type":"news","data":"{}"}}"#, "x".repeat(2 << 20)));
    assert!(matches!(run.wait_for_fault(), Fault::OversizedFrame { .. }));
    let _subscription = run.client.subscribe("jobs");
    run.peer.say(r#"{"type":"subscribed","channels":["jobs"]}"#);
    run.wait_for(|event| matches!(event, ClientEvent::Subscribed(_)));
}

/// It has a way to encrypt, and leaves it to the application to choose one for the whole process.
#[cfg(feature = "native-tls")]
#[test]
fn a_server_that_does_not_speak_tls_is_a_failed_attempt() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let client =
        Client::builder(format!("wss://{}", listener.local_addr().unwrap())).build().unwrap();
    let (note, statuses) = mpsc::channel();
    let _listener = client.on_status(move |change| note.send(change.to.clone()).unwrap());
    client.connect();
    drop(listener.accept().unwrap());
    assert_eq!(statuses.recv_timeout(PATIENCE), Ok(ConnectionStatus::Connecting));
    let next = statuses.recv_timeout(PATIENCE).unwrap();
    assert!(matches!(next, ConnectionStatus::Reconnecting { .. }), "{next:?}");
    assert!(rustls::crypto::CryptoProvider::get_default().is_none());
}
