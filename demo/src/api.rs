//! The marketplace's HTTP API. Errors are sentences for the person in front of the page.

use bellwire_demo_api::ApiError;
use gloo_net::http::{Method, RequestBuilder};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub(crate) async fn get<T: DeserializeOwned>(path: &str, token: Option<&str>) -> Result<T, String> {
    read(&request(Method::GET, path, token, None).await?)
}

pub(crate) async fn post<T: DeserializeOwned>(
    path: &str,
    token: Option<&str>,
    body: &impl Serialize,
) -> Result<T, String> {
    let body = serde_json::to_string(body).map_err(|error| error.to_string())?;
    read(&request(Method::POST, path, token, Some(body)).await?)
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|_| "The server's answer makes no sense.".to_owned())
}

async fn request(
    method: Method,
    path: &str,
    token: Option<&str>,
    body: Option<String>,
) -> Result<String, String> {
    let mut request = RequestBuilder::new(&format!("/api/{path}")).method(method);
    if let Some(token) = token {
        request = request.header("Authorization", &format!("Bearer {token}"));
    }
    let request = match body {
        Some(body) => request.header("Content-Type", "application/json").body(body),
        None => request.build(),
    };
    let silence = |_| "The server does not answer.".to_owned();
    let response = request.map_err(silence)?.send().await.map_err(silence)?;
    let text = response.text().await.map_err(silence)?;
    if response.ok() {
        return Ok(text);
    }
    Err(match serde_json::from_str::<ApiError>(&text) {
        Ok(error) => sentence(&error.detail),
        // What a proxy says when the server behind it is away.
        Err(_) => "The server does not answer.".to_owned(),
    })
}

/// The server's words begin small, as a part of a log line.
fn sentence(words: &str) -> String {
    // Upper case beyond ASCII would bring 15 KB of tables.
    let mut sentence = format!("{words}.");
    if let Some(first) = sentence.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    sentence
}
