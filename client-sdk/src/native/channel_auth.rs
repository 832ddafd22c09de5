use std::time::Duration;

use tokio::task::spawn_blocking;
use ureq::Agent;
use ureq::http::{HeaderName, HeaderValue};

use crate::client::{ChannelAuthEndpoint, Form, PendingChannelAuth};
use crate::clock;
use crate::engine::ChannelAuthError;

/// How many requests are made at the same time.
const AT_ONCE: usize = 8;
/// How long all of them may take together: the engine waits no longer.
const PATIENCE: Duration = Duration::from_secs(10);
/// How much of an answer is read: nobody signs with so much.
const MAX_BYTES: u64 = 1 << 20;

type Answer = Result<(u16, String), ChannelAuthError>;

impl ChannelAuthEndpoint {
    /// Asks in one request, or in one for each channel, several at a time, on threads that may wait.
    pub(crate) fn ask(&self, pending: &PendingChannelAuth) {
        let end = clock::now() + PATIENCE;
        let forms = self.forms(pending.request());
        let agent = agent();
        for forms in forms.chunks(forms.len().div_ceil(AT_ONCE).max(1)) {
            let (agent, pending, forms) = (agent.clone(), pending.clone(), forms.to_vec());
            // Nobody waits for the thread; the answers are what it is for.
            drop(spawn_blocking(move || {
                for form in forms {
                    let answer = post(&agent, &form, end.since(clock::now()));
                    pending.answer_all(form.answers(answer));
                }
            }));
        }
    }
}

fn agent() -> Agent {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .user_agent(concat!("bellwire/", env!("CARGO_PKG_VERSION")));
    Agent::new_with_config(config.build())
}

/// The answer's status and text, if they come in time.
fn post(agent: &Agent, form: &Form, time_left: Duration) -> Answer {
    if time_left.is_zero() {
        let words = "the endpoint was too slow with other channels".to_owned();
        return Err(ChannelAuthError::Unavailable(words));
    }
    if cfg!(not(feature = "native-tls")) && is_encrypted(form.url()) {
        let words = "an endpoint with https:// needs the feature `native-tls`".to_owned();
        return Err(ChannelAuthError::Forbidden(words));
    }
    let mut post = agent.post(form.url()).config().timeout_global(Some(time_left)).build();
    for (name, value) in form.headers() {
        // The words of others may repeat the value, which may be a secret.
        let refused = || ChannelAuthError::Forbidden(format!("`{name}` cannot be a header so"));
        let value = HeaderValue::try_from(value).map_err(|_| refused())?;
        let name = HeaderName::try_from(&*name).map_err(|_| refused())?;
        post = post.header(name, value);
    }
    let mut response = post.send_form(form.fields()).map_err(|error| failure(&error))?;
    let text = response.body_mut().with_config().limit(MAX_BYTES).read_to_string();
    let status = response.status();
    match text {
        Ok(text) => Ok((status.as_u16(), text)),
        Err(error) if status.is_success() => Err(failure(&error)),
        // A refusal is one without its words as well.
        Err(_) => Ok((status.as_u16(), String::new())),
    }
}

fn is_encrypted(url: &str) -> bool {
    url.split_once(':').is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("https"))
}

fn failure(error: &ureq::Error) -> ChannelAuthError {
    use ureq::Error::{BadUri, Http, TlsRequired};
    let words = error.to_string();
    if matches!(error, BadUri(_) | Http(_) | TlsRequired) {
        // It will be no address, or none that can be had, the next time.
        return ChannelAuthError::Forbidden(words);
    }
    ChannelAuthError::Unavailable(words)
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;
    use crate::engine::ChannelAuthRequest;

    #[test]
    fn a_question_whose_time_is_over_is_not_asked() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let endpoint =
            ChannelAuthEndpoint::new(format!("http://{}", listener.local_addr().unwrap()));
        let request = ChannelAuthRequest {
            socket_id: "1.1".into(),
            channels: vec!["private-job.5".try_into().unwrap()],
            token: None,
        };
        let [form] = &*endpoint.forms(&request) else { panic!("one channel, one form") };
        let answer = post(&agent(), form, Duration::ZERO);
        assert!(matches!(answer, Err(ChannelAuthError::Unavailable(_))), "{answer:?}");
        assert!(listener.accept().is_err());
    }
}
