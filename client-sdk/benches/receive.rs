//! What it costs to hear a message: from the text of a frame until its event is dropped.
//!
//! Beside the engine, in the same run and for the same text, is what `serde_json` takes: for any
//! value at all, for a type of which nothing outlives the text, and for one that owns what it has,
//! as the engine's events do.

#![expect(clippy::unwrap_used, reason = "what does not run has nothing to measure")]

mod common;

use std::hint::black_box;

use bellwire::engine::{ClientEvent, Frame, Output, TransportEvent};
use bellwire::{ChannelName, Event, Payload, Publication};
use bellwire_protocol::envelope::ServerFrame;
use divan::Bencher;
use divan::counter::ItemsCount;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use self::common::{PLAIN, Session, TIMESTAMP, channels, position};

/// The length of each message.
const BYTES: usize = 200;

/// How many messages a batch has.
const BATCH: usize = 64;

/// What a server sends.
#[derive(Clone, Copy, Debug)]
enum Traffic {
    /// Messages to every connection, without a place in a history.
    Plain,
    /// Messages in a channel, one after the other.
    Positioned,
    /// Plain messages, many in one frame.
    Batch,
}

const TRAFFIC: [Traffic; 3] = [Traffic::Plain, Traffic::Positioned, Traffic::Batch];

#[derive(Deserialize, Event, Serialize)]
struct JobCreated {
    job_id: u64,
    employer: String,
    title: String,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "a peer reads what nobody looks at")]
struct Borrowed<'a> {
    r#type: &'a str,
    #[serde(borrow)]
    data: &'a RawValue,
    timestamp: &'a str,
    channel: Option<&'a str>,
    epoch: Option<&'a str>,
    offset: Option<u64>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "a peer reads what nobody looks at")]
struct Owned {
    r#type: String,
    data: Box<RawValue>,
    timestamp: String,
    channel: Option<String>,
    epoch: Option<String>,
    offset: Option<u64>,
}

fn main() {
    common::run();
}

#[divan::bench(args = TRAFFIC, sample_size = 16)]
fn engine(bencher: Bencher<'_, '_>, traffic: Traffic) {
    let channels = channels(1);
    let mut session = match traffic {
        Traffic::Plain | Traffic::Batch => Session::connected(PLAIN),
        Traffic::Positioned => Session::subscribed(&channels),
    };
    bencher
        .counter(ItemsCount::new(traffic.messages()))
        .with_inputs(traffic.frames())
        .bench_local_values(|text| assert_eq!(session.receive(text).received, traffic.messages()));
}

/// The channel's name is found, and its place in the history moved, among others.
#[divan::bench(args = [1, 10, 100, 1000], sample_size = 16)]
fn engine_among_channels(bencher: Bencher<'_, '_>, count: usize) {
    let channels = channels(count);
    let mut session = Session::subscribed(&channels);
    bencher
        .counter(ItemsCount::new(1_usize))
        .with_inputs(Traffic::Positioned.frames())
        .bench_local_values(|text| assert_eq!(session.receive(text).received, 1));
}

#[divan::bench(args = TRAFFIC, sample_size = 16)]
fn serde_value(bencher: Bencher<'_, '_>, traffic: Traffic) {
    peer(bencher, traffic, |text| {
        black_box(serde_json::from_str::<Value>(text).unwrap());
    });
}

#[divan::bench(args = TRAFFIC, sample_size = 16)]
fn serde_borrowed(bencher: Bencher<'_, '_>, traffic: Traffic) {
    match traffic {
        Traffic::Plain | Traffic::Positioned => peer(bencher, traffic, |text| {
            black_box(serde_json::from_str::<Borrowed<'_>>(text).unwrap());
        }),
        Traffic::Batch => peer(bencher, traffic, |text| {
            black_box(serde_json::from_str::<Vec<Borrowed<'_>>>(text).unwrap());
        }),
    }
}

#[divan::bench(args = TRAFFIC, sample_size = 16)]
fn serde_owned(bencher: Bencher<'_, '_>, traffic: Traffic) {
    match traffic {
        Traffic::Plain | Traffic::Positioned => peer(bencher, traffic, |text| {
            black_box(serde_json::from_str::<Owned>(text).unwrap());
        }),
        Traffic::Batch => peer(bencher, traffic, |text| {
            black_box(serde_json::from_str::<Vec<Owned>>(text).unwrap());
        }),
    }
}

/// What reading takes of it, without the engine.
#[divan::bench(args = TRAFFIC, sample_size = 16)]
fn decode(bencher: Bencher<'_, '_>, traffic: Traffic) {
    peer(bencher, traffic, |text| {
        let mut messages = 0;
        ServerFrame::decode(text, &mut |frame| {
            messages += 1;
            black_box(frame.unwrap());
        });
        assert_eq!(messages, traffic.messages());
    });
}

/// With a handler that reads the payload.
#[divan::bench(sample_size = 16)]
fn engine_and_payload(bencher: Bencher<'_, '_>) {
    let mut session = Session::connected(PLAIN);
    bencher
        .counter(ItemsCount::new(1_usize))
        .with_inputs(Traffic::Plain.frames())
        .bench_local_values(|text| {
            session.note(TransportEvent::Received(Frame::Text(text)));
            let mut read = 0;
            while let Some(output) = session.engine.poll_output() {
                let Output::Event(ClientEvent::Received(publication)) = output else { continue };
                black_box(publication.data.read::<JobCreated>().unwrap());
                read += 1;
            }
            assert_eq!(read, 1);
        });
}

#[divan::bench(sample_size = 16)]
fn serde_owned_and_payload(bencher: Bencher<'_, '_>) {
    peer(bencher, Traffic::Plain, |text| {
        let envelope = serde_json::from_str::<Owned>(text).unwrap();
        black_box(serde_json::from_str::<JobCreated>(envelope.data.get()).unwrap());
    });
}

/// A reader drops the text, as the engine does.
fn peer(bencher: Bencher<'_, '_>, traffic: Traffic, mut read: impl FnMut(&str)) {
    bencher
        .counter(ItemsCount::new(traffic.messages()))
        .with_inputs(traffic.frames())
        .bench_local_values(|text| read(&text));
}

impl Traffic {
    /// How many messages a frame has.
    fn messages(self) -> usize {
        match self {
            Self::Plain | Self::Positioned => 1,
            Self::Batch => BATCH,
        }
    }

    /// Writes one frame after the other.
    fn frames(self) -> impl FnMut() -> String {
        let channel = channels(1).pop();
        let mut number = 0;
        let plain = message(None, 0);
        move || match self {
            Self::Plain => plain.clone(),
            Self::Batch => format!("[{}]", [&*plain; BATCH].join(",")),
            Self::Positioned => {
                number += 1;
                message(channel.as_ref(), number)
            }
        }
    }
}

/// Writes the message that has this number in its channel.
fn message(channel: Option<&ChannelName>, number: u64) -> String {
    let write = |title: String| {
        let job = JobCreated { job_id: 4711, employer: "Blue Door Estates".to_owned(), title };
        let position = channel.is_some().then(|| position(number));
        let data = Payload::encode(&job).unwrap();
        let publication =
            Publication { position, ..Publication::new(JobCreated::NAME, channel.cloned(), data) };
        ServerFrame::Publication(publication).encode(TIMESTAMP)
    };
    let padding = BYTES - write(String::new()).len();
    let text = write("Clean windows on the second floor ".chars().cycle().take(padding).collect());
    assert_eq!(text.len(), BYTES);
    text
}
