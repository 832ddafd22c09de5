use std::time::Duration;

use tokio::task::spawn_blocking;
use ureq::Agent;
use ureq::http::{HeaderName, HeaderValue};

use crate::client::{ChannelAuthEndpoint, Form, PendingChannelAuth};
use crate::engine::ChannelAuthError;

/// How many requests are made at the same time.
const AT_ONCE: usize = 8;
/// The engine waits no longer.
const PATIENCE: Duration = Duration::from_secs(10);
/// How much of an answer is read: nobody signs with so much.
const MAX_BYTES: u64 = 1 << 20;

impl ChannelAuthEndpoint {
    /// Asks in one request, or in one for each channel, several at a time, on threads that may wait.
    pub(crate) fn ask(&self, pending: &PendingChannelAuth) {
        let forms = self.forms(pending.request());
        let agent = Agent::new_with_config(
            Agent::config_builder()
                .timeout_global(Some(PATIENCE))
                .http_status_as_error(false)
                .user_agent(concat!("bellwire/", env!("CARGO_PKG_VERSION")))
                .build(),
        );
        for forms in forms.chunks(forms.len().div_ceil(AT_ONCE).max(1)) {
            let (agent, pending, forms) = (agent.clone(), pending.clone(), forms.to_vec());
            // Nobody waits for the thread; the answers are what it is for.
            drop(spawn_blocking(move || {
                for form in forms {
                    let answer = post(&agent, &form);
                    pending.answer_all(form.answers(answer));
                }
            }));
        }
    }
}

/// The answer's status and text.
fn post(agent: &Agent, form: &Form) -> Result<(u16, String), ChannelAuthError> {
    let mut post = agent.post(form.url());
    for (name, value) in form.headers() {
        // The words of others may repeat the value, which may be a secret.
        let refused = || ChannelAuthError::Forbidden(format!("`{name}` cannot be a header so"));
        let value = HeaderValue::try_from(value).map_err(|_| refused())?;
        let name = HeaderName::try_from(&*name).map_err(|_| refused())?;
        post = post.header(name, value);
    }
    let mut response = post.send_form(form.fields()).map_err(|error| failure(&error))?;
    let text = response.body_mut().with_config().limit(MAX_BYTES).read_to_string();
    Ok((response.status().as_u16(), text.map_err(|error| failure(&error))?))
}

fn failure(error: &ureq::Error) -> ChannelAuthError {
    let words = error.to_string();
    if matches!(error, ureq::Error::BadUri(_) | ureq::Error::Http(_)) {
        // It will be no address the next time.
        return ChannelAuthError::Forbidden(words);
    }
    ChannelAuthError::Unavailable(words)
}
