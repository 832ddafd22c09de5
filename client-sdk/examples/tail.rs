//! Prints what is published to a channel, and what becomes of the connection.
//!
//! ```sh
//! cargo run --package bellwire --features native --example tail -- ws://localhost:8080/ws jobs
//! ```

#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use std::env;

use bellwire::Client;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = env::args().skip(1);
    let url = arguments.next().unwrap_or_else(|| "ws://localhost:8080/ws".to_owned());
    let channel = arguments.next().unwrap_or_else(|| "jobs".to_owned());

    let client = Client::builder(url).build()?;
    let _messages = client.on_any_publication(|publication| {
        let place = publication.position.as_ref().map(|at| format!(" {}", at.offset));
        println!("{}{}: {:?}", publication.event, place.unwrap_or_default(), publication.data);
    });
    let _changes = client.on_status(|change| println!("-- {:?} ({})", change.to, change.because));
    let _gaps = client.on_gap(|gap| println!("-- something was missed: {gap:?}"));
    let _faults = client.on_fault(|fault| println!("-- {fault}"));
    let _subscription = client.subscribe(channel);
    client.connect();
    tokio::signal::ctrl_c().await?;
    Ok(())
}
