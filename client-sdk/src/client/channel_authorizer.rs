use std::fmt;
use std::future::Future;

use bellwire_protocol::ChannelName;
use bellwire_protocol::pusher::Grant;

use super::callout::call_out;
use super::mailbox::{Mail, MailSender};
use super::{MaybeSend, spawn};
use crate::engine::{ChannelAuth, ChannelAuthError, ChannelAuthRequest, Input};

/// A client's question whether it may have some channels, for sources that answer by a callback,
/// channel by channel.
///
/// What is not answered within ten seconds is asked again.
///
/// # Examples
///
/// ```
/// use bellwire::engine::{ChannelAuthError, Grant};
/// use bellwire::{Client, PendingChannelAuth, Protocol};
///
/// /// Stands for an interface that calls back.
/// fn sign(socket_id: &str, channel: &str, then: impl FnOnce(&str)) {
///     then(r#"{"auth":"sharedjox:5f3a"}"#);
/// }
///
/// let ask = |pending: PendingChannelAuth| {
///     let request = pending.request();
///     for channel in &request.channels {
///         sign(&request.socket_id, channel.as_str(), |answer| {
///             let unreadable = |error| ChannelAuthError::Unavailable(format!("{error}"));
///             pending.answer(channel, Grant::from_json(answer).map_err(unreadable));
///         });
///     }
/// };
/// let client = Client::builder("ws://localhost:8080")
///     .protocol(Protocol::pusher("sharedjox"))
///     .channel_auth_source(ask)
///     .build()?;
/// # Ok::<(), bellwire::ConfigError>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "the client waits for the answers"]
pub struct PendingChannelAuth {
    request: ChannelAuthRequest,
    mail: MailSender,
}

impl PendingChannelAuth {
    /// Which channels, on which connection, and with whose token.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::PendingChannelAuth;
    ///
    /// fn log(pending: &PendingChannelAuth) {
    ///     println!("{} asks for {:?}", pending.request().socket_id, pending.request().channels);
    /// }
    /// ```
    #[must_use]
    pub fn request(&self) -> &ChannelAuthRequest {
        &self.request
    }

    /// Says whether the client may have one of the channels.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::PendingChannelAuth;
    /// use bellwire::engine::ChannelAuthError;
    ///
    /// fn refuse(pending: &PendingChannelAuth) {
    ///     for channel in &pending.request().channels {
    ///         pending.answer(channel, Err(ChannelAuthError::SignedOut));
    ///     }
    /// }
    /// ```
    pub fn answer(&self, channel: &ChannelName, answer: Result<Grant, ChannelAuthError>) {
        self.answer_all(vec![(channel.clone(), answer)]);
    }

    pub(crate) fn answer_all(&self, answers: Vec<(ChannelName, Answer)>) {
        let socket_id = self.request.socket_id.clone();
        let auth = ChannelAuth { socket_id, answers };
        // A client that has ended has no use for it.
        let _ = self.mail.unbounded_send(Mail::Input(Input::ChannelAuth(auth)));
    }

    pub(super) fn refuse_all(&self, error: &ChannelAuthError) {
        let refuse = |channel: &ChannelName| (channel.clone(), Err(error.clone()));
        self.answer_all(self.request.channels.iter().map(refuse).collect());
    }
}

type Answer = Result<Grant, ChannelAuthError>;

#[cfg(target_family = "wasm")]
type Ask = Box<dyn Fn(PendingChannelAuth)>;
#[cfg(not(target_family = "wasm"))]
type Ask = Box<dyn Fn(PendingChannelAuth) + Send>;

/// Where permissions come from.
pub(super) struct ChannelAuthorizer(Ask);

impl ChannelAuthorizer {
    pub(super) fn new(ask: impl Fn(PendingChannelAuth) + MaybeSend + 'static) -> Self {
        Self(Box::new(ask))
    }

    pub(super) fn from_future<F>(
        fetch: impl Fn(ChannelAuthRequest) -> F + MaybeSend + 'static,
    ) -> Self
    where
        F: Future<Output = Vec<(ChannelName, Answer)>> + MaybeSend + 'static,
    {
        Self::new(move |pending| {
            let answers = fetch(pending.request.clone());
            spawn::answer(answers, move |answers| match answers {
                Ok(answers) => pending.answer_all(answers),
                Err(words) => pending.refuse_all(&ChannelAuthError::Unavailable(words)),
            });
        })
    }

    pub(super) fn ask(&self, request: ChannelAuthRequest, mail: &MailSender) {
        let pending = PendingChannelAuth { request, mail: mail.clone() };
        if let Err(words) = call_out(|| (self.0)(pending.clone())) {
            pending.refuse_all(&ChannelAuthError::Unavailable(words));
        }
    }
}

impl fmt::Debug for ChannelAuthorizer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChannelAuthorizer")
    }
}
