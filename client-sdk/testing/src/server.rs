use std::collections::BTreeMap;

use gloo_net::http::Request;
use serde::Deserialize;

/// Where a server stub listens that takes calls from the tests' page. `cargo xtask test wasm`
/// starts one.
const SERVER: &str = match option_env!("BELLWIRE_TEST_SERVER") {
    Some(address) => address,
    None => "127.0.0.1:8080",
};

/// What the server says of its connections.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Stats {
    /// How many there are.
    pub total: usize,
    /// How many have subscribed to each channel.
    pub by_channel: BTreeMap<String, usize>,
}

impl Stats {
    /// How many have subscribed to a channel.
    #[must_use]
    pub fn subscribers(&self, channel: &str) -> usize {
        self.by_channel.get(channel).copied().unwrap_or_default()
    }
}

/// The URL of the server's WebSocket.
#[must_use]
pub fn socket_url() -> String {
    format!("ws://{SERVER}/ws")
}

/// The URL of the server, without a path.
#[must_use]
pub fn server_url() -> String {
    format!("http://{SERVER}")
}

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct Person {
    /// The user's number.
    pub id: u64,
    /// Who has it is this user.
    pub token: String,
}

/// Signs in as the demo's `employer` or its `worker`.
///
/// # Errors
///
/// Says why the server did not answer.
pub async fn sign_in(role: &str) -> Result<Person, gloo_net::Error> {
    #[derive(Deserialize)]
    struct Session {
        token: String,
        user: Numbered,
    }
    let request = Request::post(&format!("{}/api/session", server_url()))
        .header("content-type", "application/json")
        .body(format!(r#"{{"role":"{role}"}}"#))?;
    let Session { token, user } = request.send().await?.json().await?;
    Ok(Person { id: user.id, token })
}

#[derive(Deserialize)]
struct Numbered {
    id: u64,
}

/// Has somebody call the marketplace's API, and returns the number of what the server answers with.
///
/// # Errors
///
/// Says why the server did not do it.
pub async fn post(person: &Person, path: &str, json: &str) -> Result<u64, String> {
    let request = Request::post(&format!("{}/api/{path}", server_url()))
        .header("content-type", "application/json")
        .header("authorization", &format!("Bearer {}", person.token))
        .body(json);
    let words = |error: gloo_net::Error| error.to_string();
    let response = request.map_err(words)?.send().await.map_err(words)?;
    if !response.ok() {
        return Err(response.text().await.map_err(words)?);
    }
    Ok(response.json::<Numbered>().await.map_err(words)?.id)
}

/// Asks whether somebody may have a private channel, and returns the answer's JSON.
///
/// # Errors
///
/// Says why the server did not answer.
pub async fn permit(
    person: &Person,
    socket_id: &str,
    channel: &str,
) -> Result<String, gloo_net::Error> {
    let request = Request::post(&format!("{}/broadcasting/auth", server_url()))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("authorization", &format!("Bearer {}", person.token))
        .body(format!("socket_id={socket_id}&channel_name={channel}"))?;
    request.send().await?.text().await
}

/// Asks the server for its statistics.
///
/// # Errors
///
/// Says why the server did not answer.
pub async fn stats() -> Result<Stats, gloo_net::Error> {
    Request::get(&format!("http://{SERVER}/stats")).send().await?.json().await
}

/// Sends an event to everybody who has subscribed to a channel.
///
/// # Errors
///
/// Says why the server did not take it.
pub async fn broadcast(channel: &str, event: &str, data: &str) -> Result<(), gloo_net::Error> {
    let body = format!(r#"{{"channel":"{channel}","type":"{event}","data":{data}}}"#);
    let response = Request::post(&format!("http://{SERVER}/broadcast"))
        .header("content-type", "application/json")
        .body(body)?
        .send()
        .await?;
    if response.ok() {
        return Ok(());
    }
    Err(gloo_net::Error::GlooError(response.text().await?))
}
