//! What channels cost: to subscribe, to subscribe again, and to leave and come back at once.

#![expect(clippy::unwrap_used, reason = "what does not run has nothing to measure")]

mod common;

use std::slice;

use bellwire::engine::{CloseFrame, TransportEvent};
use bellwire_protocol::envelope::Recovery;
use divan::Bencher;
use divan::counter::ItemsCount;

use self::common::{FULL, Session, channels, confirmation, welcome};

/// How many channels there are.
const COUNTS: [usize; 3] = [1, 10, 100];

fn main() {
    common::run();
}

/// On a live connection each channel has a frame and an answer of its own.
#[divan::bench(args = COUNTS)]
fn subscribe_one_by_one(bencher: Bencher<'_, '_>, count: usize) {
    let channels = channels(count);
    let answer = |channel| confirmation(slice::from_ref(channel), Recovery::NotAsked);
    bencher
        .counter(ItemsCount::new(count))
        .with_inputs(|| {
            let answers: Vec<String> = channels.iter().map(answer).collect();
            (Session::connected(FULL), channels.clone(), answers)
        })
        .bench_local_values(|(mut session, channels, answers)| {
            for (channel, answer) in channels.into_iter().zip(answers) {
                session.engine.subscribe(session.now, channel);
                assert_eq!(session.drain().frames, 1);
                assert_eq!(session.receive(answer).subscribed, 1);
            }
            session
        });
}

/// Before the connection is made, all channels go into one frame and one answer.
#[divan::bench(args = COUNTS)]
fn subscribe_together(bencher: Bencher<'_, '_>, count: usize) {
    let channels = channels(count);
    bencher
        .counter(ItemsCount::new(count))
        .with_inputs(|| {
            let mut session = Session::idle();
            session.connect();
            let answer = confirmation(&channels, Recovery::NotAsked);
            (session, channels.clone(), welcome(FULL), answer)
        })
        .bench_local_values(|(mut session, channels, welcome, answer)| {
            for channel in channels {
                session.engine.subscribe(session.now, channel);
                session.drain();
            }
            assert_eq!(session.happens(TransportEvent::Opened).frames, 1);
            session.receive(welcome);
            assert_eq!(session.receive(answer).subscribed, count);
            session
        });
}

/// The connection is lost and opened again; ends with the frame that asks for everything.
#[divan::bench(args = COUNTS)]
fn ask_again(bencher: Bencher<'_, '_>, count: usize) {
    let channels = channels(count);
    bencher
        .counter(ItemsCount::new(count))
        .with_inputs(|| Session::subscribed(&channels))
        .bench_local_values(|mut session| {
            reopen(&mut session);
            session
        });
}

/// The answer to that frame.
#[divan::bench(args = COUNTS)]
fn recover(bencher: Bencher<'_, '_>, count: usize) {
    let channels = channels(count);
    bencher
        .counter(ItemsCount::new(count))
        .with_inputs(|| {
            let mut session = Session::subscribed(&channels);
            reopen(&mut session);
            session.receive(welcome(FULL));
            (session, confirmation(&channels, Recovery::Complete))
        })
        .bench_local_values(|(mut session, answer)| {
            assert_eq!(session.receive(answer).subscribed, count);
            session
        });
}

/// A component goes and another comes, within the linger and among other channels.
#[divan::bench(args = COUNTS, sample_size = 16)]
fn remount(bencher: Bencher<'_, '_>, count: usize) {
    let channels = channels(count);
    let (last, others) = channels.split_last().unwrap();
    let mut session = Session::subscribed(others);
    let mut holder = session.engine.subscribe(session.now, last.clone());
    session.drain();
    session.receive(confirmation(slice::from_ref(last), Recovery::NotAsked));
    bencher.counter(ItemsCount::new(1_usize)).with_inputs(|| last.clone()).bench_local_values(
        |channel| {
            session.engine.unsubscribe(session.now, holder);
            holder = session.engine.subscribe(session.now, channel);
            assert_eq!(session.drain().frames, 0);
        },
    );
}

fn reopen(session: &mut Session) {
    let close = CloseFrame { code: CloseFrame::ABNORMAL, reason: String::new() };
    session.happens(TransportEvent::Closed(close));
    session.wake();
    assert_eq!(session.happens(TransportEvent::Opened).frames, 1);
}
