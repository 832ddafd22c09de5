//! What it costs to send: at once, until the server has it, and after a while without a connection.

#![expect(clippy::unwrap_used, reason = "what does not run has nothing to measure")]

mod common;

use std::hint::black_box;

use bellwire::engine::TransportEvent;
use bellwire::{Payload, Publication};
use bellwire_protocol::envelope::ServerFrame;
use divan::Bencher;
use divan::counter::ItemsCount;

use self::common::{FULL, PLAIN, Session, TIMESTAMP, channels, welcome};

/// How many messages wait; the last is as many as there is room for.
const COUNTS: [usize; 3] = [16, 64, 256];

fn main() {
    common::run();
}

/// The server acknowledges nothing: a message is done when its frame is written.
#[divan::bench(sample_size = 16)]
fn send(bencher: Bencher<'_, '_>) {
    let mut session = Session::connected(PLAIN);
    let message = message();
    bencher.counter(ItemsCount::new(1_usize)).with_inputs(|| message.clone()).bench_local_values(
        |message| {
            session.engine.send(session.now, message).unwrap();
            let done = session.drain();
            assert_eq!((done.frames, done.settled), (1, 1));
        },
    );
}

/// A message is done when the server has it.
#[divan::bench(sample_size = 16)]
fn send_and_acknowledge(bencher: Bencher<'_, '_>) {
    let mut session = Session::connected(FULL);
    let message = message();
    let mut id = 0;
    bencher
        .counter(ItemsCount::new(1_usize))
        .with_inputs(|| {
            id += 1;
            (message.clone(), acknowledgement(id))
        })
        .bench_local_values(|(message, acknowledgement)| {
            session.engine.send(session.now, message).unwrap();
            assert_eq!(session.drain().frames, 1);
            assert_eq!(session.receive(acknowledgement).settled, 1);
        });
}

/// There is no connection.
#[divan::bench(args = COUNTS)]
fn queue(bencher: Bencher<'_, '_>, count: usize) {
    let messages = vec![message(); count];
    bencher
        .counter(ItemsCount::new(count))
        .with_inputs(|| (Session::idle(), messages.clone()))
        .bench_local_values(|(mut session, messages)| {
            for message in messages {
                session.engine.send(session.now, message).unwrap();
                session.drain();
            }
            assert_eq!(session.engine.queue_depth(), count);
            session
        });
}

/// The connection is made, and what waits for it is sent at once.
#[divan::bench(args = COUNTS)]
fn flush(bencher: Bencher<'_, '_>, count: usize) {
    bencher
        .counter(ItemsCount::new(count))
        .with_inputs(|| (waiting(count), welcome(PLAIN)))
        .bench_local_values(|(mut session, welcome)| {
            assert_eq!(session.receive(welcome).settled, count);
            session
        });
}

/// What waits is sent in turns, as the server acknowledges it.
#[divan::bench(args = COUNTS)]
fn flush_and_acknowledge(bencher: Bencher<'_, '_>, count: usize) {
    bencher
        .counter(ItemsCount::new(count))
        .with_inputs(|| {
            let acknowledgements: Vec<String> = (1..=count).map(acknowledgement).collect();
            (waiting(count), welcome(FULL), acknowledgements)
        })
        .bench_local_values(|(mut session, welcome, acknowledgements)| {
            session.receive(welcome);
            for acknowledgement in acknowledgements {
                assert_eq!(session.receive(acknowledgement).settled, 1);
            }
            assert_eq!(session.engine.queue_depth(), 0);
            session
        });
}

/// What a driver asks for after each frame.
#[divan::bench(args = [0, 16, 64, 256], sample_size = 16)]
fn poll_timeout(bencher: Bencher<'_, '_>, count: usize) {
    let session = waiting(count);
    bencher.bench_local(|| black_box(&session.engine).poll_timeout());
}

/// So many messages wait for the server's welcome.
fn waiting(count: usize) -> Session {
    let mut session = Session::idle();
    session.connect();
    session.happens(TransportEvent::Opened);
    for _ in 0..count {
        session.engine.send(session.now, message()).unwrap();
        session.drain();
    }
    session
}

/// A message of an ordinary size: 200 bytes on the wire, or some more with an id and a key.
fn message() -> Publication {
    let text = "I could be there at four. ".chars().cycle().take(150).collect::<String>();
    let channel = channels(1).pop();
    Publication::new("chat", channel, Payload::encode(&text).unwrap())
}

/// Ids count from 1.
fn acknowledgement(id: usize) -> String {
    let id = Payload::encode(&id).unwrap();
    ServerFrame::Ack { id, channel: None, position: None }.encode(TIMESTAMP)
}
