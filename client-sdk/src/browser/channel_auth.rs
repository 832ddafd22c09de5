use gloo_net::http::{Headers, Request};
use wasm_bindgen_futures::spawn_local;
use web_sys::{RequestCredentials, UrlSearchParams};

use crate::client::{ChannelAuthEndpoint, Form, PendingChannelAuth};
use crate::engine::ChannelAuthError;

impl ChannelAuthEndpoint {
    /// Asks in one request, or in one for each channel at the same time.
    pub(crate) fn ask(&self, pending: &PendingChannelAuth) {
        for form in self.forms(pending.request()) {
            let pending = pending.clone();
            spawn_local(async move {
                let answer = post(&form).await;
                pending.answer_all(form.answers(answer));
            });
        }
    }
}

/// The answer's status and text.
async fn post(form: &Form) -> Result<(u16, String), ChannelAuthError> {
    let body = UrlSearchParams::new().map_err(|error| unavailable(&format!("{error:?}")))?;
    for (name, value) in form.fields() {
        body.append(name, value);
    }
    let credentials = if form.sends_cookies() {
        RequestCredentials::Include
    } else {
        RequestCredentials::SameOrigin
    };
    let post = Request::post(form.url()).credentials(credentials).headers(headers(form)?);
    let post = post.body(body).map_err(|error| unavailable(&error))?;
    let response = post.send().await.map_err(|error| unavailable(&error))?;
    let text = response.text().await;
    if response.ok() {
        return Ok((response.status(), text.map_err(|error| unavailable(&error))?));
    }
    Ok((response.status(), text.unwrap_or_default()))
}

/// The platform throws at what is no header; `gloo_net` would pass that on to nobody.
fn headers(form: &Form) -> Result<Headers, ChannelAuthError> {
    let headers = web_sys::Headers::new().map_err(|error| unavailable(&format!("{error:?}")))?;
    for (name, value) in form.headers() {
        headers.set(&name, &value).map_err(|_| {
            // Its words may repeat the value, which may be a secret.
            ChannelAuthError::Forbidden(format!("the browser refuses the header `{name}`"))
        })?;
    }
    Ok(Headers::from_raw(headers))
}

fn unavailable(error: &dyn std::fmt::Display) -> ChannelAuthError {
    ChannelAuthError::Unavailable(error.to_string())
}
