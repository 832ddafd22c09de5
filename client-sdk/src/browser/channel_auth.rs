use bellwire_protocol::ChannelName;
use bellwire_protocol::pusher::Grant;
use gloo_net::http::{Headers, Request, Response};
use wasm_bindgen_futures::spawn_local;
use web_sys::{RequestCredentials, UrlSearchParams};

use crate::client::{ChannelAuthEndpoint, PendingChannelAuth};
use crate::engine::{ChannelAuthError, Protocol, Token};

/// How much of an answer's text is repeated.
const MAX_WORDS: usize = 200;

type Permission = Result<Grant, ChannelAuthError>;

impl ChannelAuthEndpoint {
    /// Asks in one request, or in one for each channel at the same time.
    pub(crate) fn ask(&self, pending: &PendingChannelAuth) {
        let channels = pending.request().channels.iter().cloned();
        let (users, channels): (Vec<_>, Vec<_>) = channels.partition(is_sign_in);
        let per_request = if self.is_batched { channels.len().max(1) } else { 1 };
        for channels in channels.chunks(per_request).chain(users.chunks(1)) {
            let (endpoint, pending, channels) = (self.clone(), pending.clone(), channels.to_vec());
            spawn_local(async move {
                let answers = endpoint.fetch(&pending, channels).await;
                pending.answer_all(answers);
            });
        }
    }

    async fn fetch(
        &self,
        pending: &PendingChannelAuth,
        channels: Vec<ChannelName>,
    ) -> Vec<(ChannelName, Permission)> {
        let text = match self.post(pending, &channels).await {
            Ok(response) => read(response).await,
            Err(error) => Err(error),
        };
        let is_batch = self.is_batched && !channels.iter().any(is_sign_in);
        let batch = match &text {
            Ok(text) if is_batch => Some(Grant::batch_from_json(text)),
            Ok(_) | Err(_) => None,
        };
        let answer = |channel: &ChannelName| -> Permission {
            match (&text, &batch) {
                (Err(error), _) => Err(error.clone()),
                (Ok(text), None) => Grant::from_json(text).map_err(|error| unusable(&error)),
                (Ok(_), Some(Err(error))) => Err(unusable(error)),
                (Ok(_), Some(Ok(grants))) => {
                    let found = grants.iter().find(|(name, _)| name == channel.as_str());
                    match found.map(|(_, grant)| grant) {
                        Some(Ok(grant)) => Ok(grant.clone()),
                        Some(Err(status)) => Err(ChannelAuthError::from_status(*status, "")),
                        None => Err(unusable(&"it does not mention the channel")),
                    }
                }
            }
        };
        channels.into_iter().map(|channel| (channel.clone(), answer(&channel))).collect()
    }

    async fn post(
        &self,
        pending: &PendingChannelAuth,
        channels: &[ChannelName],
    ) -> Result<Response, ChannelAuthError> {
        let request = pending.request();
        let form = UrlSearchParams::new().map_err(|error| unavailable(&format!("{error:?}")))?;
        form.append("socket_id", &request.socket_id);
        let field = if self.is_batched { "channel_name[]" } else { "channel_name" };
        for channel in channels.iter().filter(|channel| !is_sign_in(channel)) {
            form.append(field, channel.as_str());
        }
        for (name, value) in &self.fields {
            form.append(name, value);
        }
        let credentials = if self.sends_cookies {
            RequestCredentials::Include
        } else {
            RequestCredentials::SameOrigin
        };
        let url = if channels.iter().any(is_sign_in) { &self.sign_in_url } else { &self.url };
        let headers = self.headers(request.token.as_ref())?;
        let post = Request::post(url).credentials(credentials).headers(headers).body(form);
        let post = post.map_err(|error| unavailable(&error))?;
        post.send().await.map_err(|error| unavailable(&error))
    }

    /// The platform throws at what is no header; `gloo_net` would pass that on to nobody.
    fn headers(&self, token: Option<&Token>) -> Result<Headers, ChannelAuthError> {
        let refused = |name: &str| {
            // Its words may repeat the value, which may be a secret.
            ChannelAuthError::Forbidden(format!("the browser refuses the header `{name}`"))
        };
        let headers =
            web_sys::Headers::new().map_err(|error| unavailable(&format!("{error:?}")))?;
        let set = |name: &str, value: &str| headers.set(name, value).map_err(|_| refused(name));
        set("Accept", "application/json")?;
        set("X-Requested-With", "XMLHttpRequest")?;
        if let Some(token) = token {
            set("Authorization", &format!("Bearer {}", token.reveal()))?;
        }
        for (name, value) in &self.headers {
            set(name, value)?;
        }
        Ok(Headers::from_raw(headers))
    }
}

fn unavailable(error: &dyn std::fmt::Display) -> ChannelAuthError {
    ChannelAuthError::Unavailable(error.to_string())
}

fn is_sign_in(channel: &ChannelName) -> bool {
    channel.as_str() == Protocol::SIGN_IN
}

async fn read(response: Response) -> Result<String, ChannelAuthError> {
    let status = response.status();
    let text = response.text().await;
    if response.ok() {
        return text.map_err(|error| ChannelAuthError::Unavailable(error.to_string()));
    }
    let mut words = text.unwrap_or_default();
    let end = words.char_indices().nth(MAX_WORDS).map_or(words.len(), |(end, _)| end);
    words.truncate(end);
    Err(ChannelAuthError::from_status(status, words))
}

/// What answers with something else than a permission will do so the next time.
fn unusable(error: &dyn std::fmt::Display) -> ChannelAuthError {
    ChannelAuthError::Forbidden(format!("the endpoint's answer is no permission: {error}"))
}
