//! A client for programs in other languages: what it hears goes out in lines of JSON, and
//! permissions for its channels come in, a line for each that it has asked for.
//!
//! ```sh
//! cargo run --package bellwire --features native,encrypted --example lines -- \
//!     ws://localhost:8080 sharedjox jobs private-encrypted-job.1
//! ```

#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use std::sync::mpsc::{Receiver, Sender, channel};
use std::{env, io, thread};

use bellwire::engine::{ChannelAuthError, ClientEvent, Grant};
use bellwire::{Client, PendingChannelAuth, Protocol, Publication};
use serde_json::{Value, json};

const USAGE: &str = "lines URL KEY CHANNEL...";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = env::args().skip(1);
    let (url, key) = (arguments.next().ok_or(USAGE)?, arguments.next().ok_or(USAGE)?);
    let (ask, asked) = channel();
    let (reply, replies) = channel();
    thread::spawn(move || answer(&asked, &replies));

    let client = Client::builder(url)
        .protocol(Protocol::pusher(key))
        // A client that has ended has no use for the answer.
        .channel_auth_source(move |pending| _ = ask.send(pending))
        .build()?;
    let _messages = client.on_any_publication(|Publication { event, channel, data, .. }| {
        let data: Value = data.read().unwrap_or_default();
        println!("{}", json!({ "event": event, "channel": channel, "data": data }));
    });
    let _changes = client.on_client_event(|event| {
        if let ClientEvent::Subscribed(channel) = event {
            println!("{}", json!({ "subscribed": channel }));
        } else if let ClientEvent::Unsubscribed { channel, reason } = event {
            println!("{}", json!({ "unsubscribed": channel, "reason": reason.to_string() }));
        }
    });
    let _faults = client.on_fault(|fault| println!("{}", json!({ "fault": fault.to_string() })));
    let _subscriptions: Vec<_> = arguments.map(|channel| client.subscribe(channel)).collect();
    client.connect();
    // It ends with whoever has started it.
    Ok(tokio::task::spawn_blocking(move || read(&reply)).await?)
}

/// Asks for one permission after the other.
fn answer(asked: &Receiver<PendingChannelAuth>, replies: &Receiver<String>) {
    for pending in asked {
        let request = pending.request();
        for channel in &request.channels {
            println!("{}", json!({ "asks_for": channel, "socket_id": request.socket_id }));
            let Ok(reply) = replies.recv() else { return };
            let refused = |error| ChannelAuthError::Forbidden(format!("{error}"));
            pending.answer(channel, Grant::from_json(&reply).map_err(refused));
        }
    }
}

fn read(reply: &Sender<String>) {
    for line in io::stdin().lines().map_while(Result::ok) {
        if reply.send(line).is_err() {
            return;
        }
    }
}
