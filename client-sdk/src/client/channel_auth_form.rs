//! What an endpoint is asked for permissions, and what its answers mean, without the asking.

use bellwire_protocol::ChannelName;
use bellwire_protocol::pusher::Grant;

use super::ChannelAuthEndpoint;
use crate::engine::{ChannelAuthError, ChannelAuthRequest, Protocol, Token};

/// How much of an answer's text is repeated.
const MAX_WORDS: usize = 200;

/// What became of a channel.
pub(crate) type Permission = Result<Grant, ChannelAuthError>;

/// One request to an endpoint.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    endpoint: ChannelAuthEndpoint,
    socket_id: Box<str>,
    token: Option<Token>,
    channels: Vec<ChannelName>,
}

impl ChannelAuthEndpoint {
    /// What to ask: everything at once, or each channel by itself. Who the user is has an address of its
    /// own.
    pub(crate) fn forms(&self, request: &ChannelAuthRequest) -> Vec<Form> {
        let channels = request.channels.iter().cloned();
        let (users, channels): (Vec<_>, Vec<_>) = channels.partition(is_sign_in);
        let per_request = if self.is_batched { channels.len().max(1) } else { 1 };
        let forms = channels.chunks(per_request).chain(users.chunks(1));
        forms
            .map(|channels| Form {
                endpoint: self.clone(),
                socket_id: request.socket_id.clone(),
                token: request.token.clone(),
                channels: channels.to_vec(),
            })
            .collect()
    }
}

impl Form {
    pub(crate) fn url(&self) -> &str {
        if self.asks_for_user() { &self.endpoint.sign_in_url } else { &self.endpoint.url }
    }

    #[cfg(target_family = "wasm")]
    pub(crate) fn sends_cookies(&self) -> bool {
        self.endpoint.sends_cookies
    }

    /// The names and values of the headers.
    pub(crate) fn headers(&self) -> Vec<(String, String)> {
        let mut headers = vec![
            ("Accept".to_owned(), "application/json".to_owned()),
            ("X-Requested-With".to_owned(), "XMLHttpRequest".to_owned()),
        ];
        if let Some(token) = &self.token {
            headers.push(("Authorization".to_owned(), format!("Bearer {}", token.reveal())));
        }
        headers.extend(self.endpoint.headers.iter().cloned());
        headers
    }

    /// The names and values of the fields.
    pub(crate) fn fields(&self) -> Vec<(&str, &str)> {
        let mut fields = vec![("socket_id", &*self.socket_id)];
        let name = if self.endpoint.is_batched { "channel_name[]" } else { "channel_name" };
        if !self.asks_for_user() {
            fields.extend(self.channels.iter().map(|channel| (name, channel.as_str())));
        }
        fields.extend(self.endpoint.fields.iter().map(|(name, value)| (&**name, &**value)));
        fields
    }

    /// What an answer with this status and text says of each channel.
    pub(crate) fn answers(
        self,
        answer: Result<(u16, String), ChannelAuthError>,
    ) -> Vec<(ChannelName, Permission)> {
        let text = answer.and_then(|(status, text)| read(status, text));
        let batch = match &text {
            Ok(text) if self.endpoint.is_batched && !self.asks_for_user() => {
                Some(Grant::batch_from_json(text))
            }
            Ok(_) | Err(_) => None,
        };
        let permission = |channel: &ChannelName| -> Permission {
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
        let channels = self.channels.into_iter();
        channels
            .map(|channel| {
                let permission = permission(&channel);
                (channel, permission)
            })
            .collect()
    }

    fn asks_for_user(&self) -> bool {
        self.channels.iter().any(is_sign_in)
    }
}

fn is_sign_in(channel: &ChannelName) -> bool {
    channel.as_str() == Protocol::SIGN_IN
}

fn read(status: u16, text: String) -> Result<String, ChannelAuthError> {
    if (200..300).contains(&status) {
        return Ok(text);
    }
    let mut words = text;
    let end = words.char_indices().nth(MAX_WORDS).map_or(words.len(), |(end, _)| end);
    words.truncate(end);
    Err(ChannelAuthError::from_status(status, words))
}

/// What answers with something else than a permission will do so the next time.
fn unusable(error: &dyn std::fmt::Display) -> ChannelAuthError {
    ChannelAuthError::Forbidden(format!("the endpoint's answer is no permission: {error}"))
}
