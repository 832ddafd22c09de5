//! One client, the real server stub, twenty publishers, and a proxy that breaks every connection.
//! What the client was handed is compared with what was published.

mod log;
mod proxy;

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::{Context, ensure};
use bellwire::engine::ClientEvent;
use bellwire::{Attempts, Backoff, Client, Event, HeartbeatConfig, Outcome, Receipt, Subscription};
use bellwire_server_stub::{App, Options};
use clap::Parser;
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::log::Entry;
use crate::proxy::Proxy;

/// Breaks connections until the client has had enough of them.
#[derive(Debug, Parser)]
struct Arguments {
    /// How many connections to break.
    #[arg(long, default_value_t = 1_000)]
    reconnects: usize,
    /// Decides how each is broken.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// The channel that everybody publishes to.
const CHANNEL: &str = "jobs";
/// How many publishers there are: a witness to what the client under test sends, others, and that
/// client itself.
const PUBLISHERS: usize = 20;
const WITNESS: usize = 0;
const VICTIM: usize = PUBLISHERS - 1;
/// The time between two publications of one publisher. Connections that never last carry some
/// 14 kB in a second; more than that could not be caught up with.
const PAUSE: Duration = Duration::from_millis(500);
/// How many messages of one publisher may wait for their outcome. On a slow machine the broken
/// connections carry less, and who goes on regardless fills its outbox, which proves nothing.
const UNSETTLED: usize = 128;
/// The longest time that one connection may take.
const PATIENCE: Duration = Duration::from_secs(4);

#[derive(Debug, Serialize, Deserialize, Event)]
struct Tick {
    publisher: usize,
    number: u64,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let server = serve().await?;
    let proxy = Proxy::start(server, arguments.seed).await?;
    let log = Arc::new(Mutex::new(Vec::new()));

    let client = victim(proxy.address)?;
    let _listeners = listen(&client, &log);
    let _subscription = begin(&client).await?;

    let (stop, stopped) = watch::channel(false);
    let mut publishers = JoinSet::new();
    let direct = || Client::builder(format!("ws://{server}/ws")).build();
    // The one whose connection breaks sends as well. Whether each of its messages arrives once, one
    // of the others knows.
    let (witness, testimony) = (direct()?, Arc::default());
    let _witnesses = listen(&witness, &testimony);
    let _subscription_of_witness = begin(&witness).await?;
    publishers.spawn(publish(witness, WITNESS, stopped.clone()));
    for publisher in WITNESS + 1..VICTIM {
        publishers.spawn(publish(direct()?, publisher, stopped.clone()));
    }
    publishers.spawn(publish(client.clone(), VICTIM, stopped));

    let longest = PATIENCE * u32::try_from(arguments.reconnects).unwrap_or(u32::MAX);
    timeout(longest, broken(&proxy, arguments.reconnects)).await.context(
        "the connection was not broken often enough in time; the client does not come back",
    )?;
    proxy.make_peace();
    stop.send_replace(true);
    let mut published = vec![0; PUBLISHERS];
    while let Some(ended) = publishers.join_next().await {
        let (publisher, count) = ended??;
        if let Some(total) = published.get_mut(publisher) {
            *total = count;
        }
    }
    let received = settle(&log, &heard_by(VICTIM, &published)).await;
    let sent = settle(&testimony, &heard_by(WITNESS, &published)).await;
    say(&format!("{} connections broken", proxy.broken()));
    say(&format!("what others sent arrived: {received:?}"));
    say(&format!("what it sent arrived, among the rest: {sent:?}"));
    ensure!(
        received.is_flawless() && sent.is_flawless(),
        "something was lost, doubled or told wrongly"
    );
    Ok(())
}

/// Connects and subscribes. What was published before is nothing that a client could miss.
async fn begin(client: &Client) -> anyhow::Result<Subscription> {
    let (told, mut is_told) = watch::channel(false);
    let _events = client.on_client_event(move |event| {
        if matches!(event, ClientEvent::Subscribed(_)) {
            told.send_replace(true);
        }
    });
    let subscription = client.subscribe(CHANNEL);
    client.connect();
    timeout(PATIENCE * 10, is_told.wait_for(|is_told| *is_told))
        .await
        .context("no beginning")??;
    Ok(subscription)
}

/// What a publisher should have heard: all but its own messages, which are not sent back to it.
fn heard_by(publisher: usize, published: &[u64]) -> Vec<u64> {
    let others = published.iter().enumerate();
    others.map(|(other, count)| if other == publisher { 0 } else { *count }).collect()
}

async fn serve() -> anyhow::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await.context("no port is free")?;
    let address = listener.local_addr()?;
    let app = App::new(&Options { history: 100_000, ..Options::default() })?;
    tokio::spawn(app.serve(listener, std::future::pending()));
    Ok(address)
}

/// The client under test, in a hurry: what takes seconds elsewhere takes tenths here.
fn victim(address: SocketAddr) -> anyhow::Result<Client> {
    let millis = Duration::from_millis;
    let backoff = Backoff::default()
        .first(millis(50))
        .cap(millis(200))
        .floor(millis(20))
        .attempts(Attempts::Unlimited);
    let heartbeat = HeartbeatConfig::default()
        .interval(millis(500))
        .timeout(millis(1_000))
        .probe_timeout(millis(500));
    Ok(Client::builder(format!("ws://{address}/ws"))
        .backoff(backoff)
        .heartbeat(heartbeat)
        .connect_timeout(millis(1_500))
        .build()?)
}

fn listen(client: &Client, log: &Arc<Mutex<Vec<Entry>>>) -> [bellwire::Listener; 2] {
    let note = |log: &Arc<Mutex<Vec<Entry>>>| {
        let log = log.clone();
        move |entry| {
            if let Ok(mut log) = log.lock() {
                log.push(entry);
            }
        }
    };
    let (received, missed) = (note(log), note(log));
    [
        client
            .on(move |Tick { publisher, number }| received(Entry::Received { publisher, number })),
        client.on_gap(move |gap| {
            // What goes to everybody has no history, and no publisher here uses it.
            if gap.channel.is_some() {
                missed(Entry::Gap(format!("{:?}", gap.reason)));
            }
        }),
    ]
}

/// Publishes until told to stop, then waits for the last acknowledgement.
async fn publish(
    client: Client,
    publisher: usize,
    stopped: watch::Receiver<bool>,
) -> anyhow::Result<(usize, u64)> {
    let _subscription = client.subscribe(CHANNEL);
    client.connect();
    let (mut number, mut receipts) = (0, VecDeque::new());
    while !*stopped.borrow() {
        number += 1;
        receipts.push_back(client.send_to(CHANNEL, &Tick { publisher, number })?);
        sleep(PAUSE).await;
        if receipts.len() >= UNSETTLED
            && let Some(oldest) = receipts.pop_front()
        {
            acknowledged(publisher, oldest, Duration::MAX).await?;
        }
    }
    for receipt in receipts {
        acknowledged(publisher, receipt, Duration::from_secs(30)).await?;
    }
    Ok((publisher, number))
}

async fn acknowledged(
    publisher: usize,
    receipt: Receipt,
    patience: Duration,
) -> anyhow::Result<()> {
    let outcome = timeout(patience, receipt).await.context("no outcome")?;
    ensure!(outcome == Outcome::Acknowledged, "publisher {publisher}: {outcome:?}");
    Ok(())
}

async fn broken(proxy: &Proxy, count: usize) {
    while proxy.broken() < count {
        sleep(Duration::from_millis(20)).await;
    }
}

/// Gives the last publications the time to arrive.
async fn settle(log: &Mutex<Vec<Entry>>, published: &[u64]) -> log::Findings {
    let mut findings = log::Findings::default();
    for _ in 0..100 {
        let entries = log.lock().map(|log| log.clone()).unwrap_or_default();
        findings = log::check(&entries, published);
        if findings.lost == 0 {
            break;
        }
        sleep(Duration::from_millis(100)).await;
    }
    findings
}

#[expect(clippy::print_stdout, reason = "its findings are what the command is for")]
fn say(words: &str) {
    println!("{words}");
}
