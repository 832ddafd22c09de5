//! Laravel Echo's names outside of a browser: follows a job as one of its parties, on its private and
//! its presence channel, and prints what is heard in lines of JSON.
//!
//! ```sh
//! cargo run --package bellwire --features native --example echo -- \
//!     ws://localhost:8080 sharedjox http://localhost:8080/broadcasting/auth TOKEN job.1
//! ```

#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use std::{env, future, io};

use bellwire::{ChannelAuthEndpoint, Client, Echo, Protocol, TokenError};
use serde_json::{Value, json};

const USAGE: &str = "echo URL KEY AUTH_URL TOKEN NAME";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = env::args().skip(1);
    let mut next = || arguments.next().ok_or(USAGE);
    let (url, key, auth, token, name) = (next()?, next()?, next()?, next()?, next()?);

    let client = Client::builder(url)
        .protocol(Protocol::pusher(key))
        .token_provider(move || future::ready(Ok::<_, TokenError>(token.clone())))
        .channel_auth(ChannelAuthEndpoint::new(auth))
        .build()?;
    let echo = Echo::new(client.clone());
    let (job, viewers) = (echo.private(&name), echo.join(&name));
    let _listeners = [
        job.listen(".job.claimed", |data: Value| tell("claimed", &data)),
        job.listen("JobClaimedEvent", |data: Value| tell("event", &data)),
        job.notification(|data: Value| tell("notification", &data)),
        job.subscribed(|| tell("subscribed", &Value::Null)),
        job.error(|reason| tell("error", &json!(reason.to_string()))),
        viewers.here(|members| tell("here", &json!(members.len()))),
        viewers.joining(|member| tell("joining", &json!(member.id))),
        viewers.leaving(|member| tell("leaving", &json!(member.id))),
        viewers.listen_for_whisper("typing", |data: Value| tell("typing", &data)),
    ];
    client.connect();
    // Each line that comes in is whispered, and the end of them is the end.
    Ok(tokio::task::spawn_blocking(move || {
        for line in io::stdin().lines().map_while(Result::ok) {
            // A text has a JSON form.
            let _ = viewers.whisper("typing", &line);
        }
    })
    .await?)
}

fn tell(what: &str, data: &Value) {
    println!("{}", json!({ what: data }));
}
