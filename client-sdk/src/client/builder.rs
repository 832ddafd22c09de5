use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use bellwire_protocol::ChannelName;
use futures_channel::mpsc;

#[cfg(feature = "http")]
use super::ChannelAuthEndpoint;
use super::channel_authorizer::ChannelAuthorizer;
use super::mailbox::{MailSender, Mailbox};
use super::shared::Shared;
use super::sources::Sources;
use super::switchboard::{Machine, Switchboard};
use super::token_provider::TokenProvider;
use super::{Client, MaybeSend, PendingChannelAuth, TokenRequest};
use crate::clock;
use crate::engine::{
    Backoff, ChannelAuthError, ChannelAuthRequest, Config, Fault, Grant, HeartbeatConfig,
    OutboxConfig, Protocol, Token, TokenError,
};

/// Configures a [`Client`]; see [`Client::builder`].
///
/// # Examples
///
/// ```
/// use bellwire::{Attempts, Backoff, Client, OutboxConfig};
///
/// let client = Client::builder("wss://example.org/ws")
///     .backoff(Backoff::default().attempts(Attempts::Unlimited))
///     .outbox(OutboxConfig::default().max_messages(16))
///     .build()?;
/// # Ok::<(), bellwire::ConfigError>(())
/// ```
#[derive(Debug)]
#[must_use = "a client is made by `build`"]
pub struct ClientBuilder {
    config: Config,
    protocol: Protocol,
    sources: Sources,
}

/// A configuration that cannot work.
///
/// # Examples
///
/// ```
/// use bellwire::{Client, ConfigError};
///
/// let error = Client::builder("localhost:8080").build().err();
/// assert_eq!(error, Some(ConfigError::Url { url: "localhost:8080".into() }));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The URL leads to no WebSocket.
    #[error(
        "`{url}` is no address of a WebSocket: it must begin with ws://, wss://, http:// or \
         https://, or be a path of the page's own server, such as /ws"
    )]
    Url {
        /// The URL.
        url: String,
    },
    /// A duration that must be positive is zero.
    #[error("the {what} cannot be zero")]
    ZeroDuration {
        /// Which one.
        what: &'static str,
    },
    /// There is no tokio runtime at hand, and no thread to start one on.
    #[error("cannot start a thread for the client: {reason}")]
    Thread {
        /// The platform's words.
        reason: String,
    },
}

impl ClientBuilder {
    pub(super) fn new(url: String) -> Self {
        Self {
            config: Config::new(url),
            protocol: Protocol::envelope(),
            sources: Sources::default(),
        }
    }

    /// The protocol to speak; [`Protocol::envelope`] by default.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{Client, Protocol};
    ///
    /// let plain = Protocol::envelope().without_welcome();
    /// let client = Client::builder("/ws").protocol(plain).build()?;
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    pub fn protocol(mut self, protocol: Protocol) -> Self {
        self.protocol = protocol;
        self
    }

    /// Where tokens come from: a function that is called before the first connection, before a token
    /// expires, and when the server refuses one.
    ///
    /// There is one call at a time, unless one takes over ten seconds. A token that says for how
    /// long it is good is renewed before that time is over; where the server can take it, on the
    /// connection at hand. While there is none the client tries again as after any loss; once
    /// nobody is signed in it gives up.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use bellwire::{Client, Token, TokenError};
    ///
    /// async fn fetch_token() -> Result<Token, TokenError> {
    ///     // What the application's own server says.
    ///     Ok(Token::new("secret").expires_in(Duration::from_secs(900)))
    /// }
    ///
    /// let client = Client::builder("wss://example.org/ws").token_provider(fetch_token).build()?;
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    pub fn token_provider<F, T>(mut self, fetch: impl Fn() -> F + MaybeSend + 'static) -> Self
    where
        F: Future<Output = Result<T, TokenError>> + MaybeSend + 'static,
        T: Into<Token>,
    {
        self.sources.tokens = Some(TokenProvider::from_future(fetch));
        self.config.authenticates = true;
        self
    }

    /// Where tokens come from, as [`ClientBuilder::token_provider`], for sources that answer by a
    /// callback instead of a future.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{Client, Token, TokenRequest};
    ///
    /// let ask = |request: TokenRequest| request.answer(Ok(Token::new("secret")));
    /// let client = Client::builder("wss://example.org/ws").token_source(ask).build()?;
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    pub fn token_source(mut self, ask: impl Fn(TokenRequest) + MaybeSend + 'static) -> Self {
        self.sources.tokens = Some(TokenProvider::new(ask));
        self.config.authenticates = true;
        self
    }

    /// Where permissions for private channels come from: a request to the application's own server.
    ///
    /// Each connection needs new ones, so it is asked at every reconnect, for all channels at once.
    /// What it permits is subscribed to; what it refuses is reported as
    /// [`ClientEvent::Unsubscribed`](crate::engine::ClientEvent::Unsubscribed) and harms no other
    /// channel.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{ChannelAuthEndpoint, Client, Protocol};
    ///
    /// let client = Client::builder("wss://example.org")
    ///     .protocol(Protocol::pusher("sharedjox"))
    ///     .channel_auth(ChannelAuthEndpoint::new("/broadcasting/auth"))
    ///     .build()?;
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    #[cfg(feature = "http")]
    pub fn channel_auth(self, endpoint: ChannelAuthEndpoint) -> Self {
        self.channel_auth_source(move |pending| endpoint.ask(&pending))
    }

    /// Where permissions for private channels come from, as [`ClientBuilder::channel_auth`], for
    /// applications with a way of their own. A channel without an answer is asked for again after ten
    /// seconds.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::engine::{ChannelAuthError, ChannelAuthRequest, Grant};
    /// use bellwire::{Client, Protocol};
    ///
    /// let sign = |request: ChannelAuthRequest| async move {
    ///     let refuse = |channel| (channel, Err(ChannelAuthError::SignedOut));
    ///     request.channels.into_iter().map(refuse).collect()
    /// };
    /// let client = Client::builder("wss://example.org")
    ///     .protocol(Protocol::pusher("sharedjox"))
    ///     .channel_authorizer(sign)
    ///     .build()?;
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    pub fn channel_authorizer<F>(
        self,
        fetch: impl Fn(ChannelAuthRequest) -> F + MaybeSend + 'static,
    ) -> Self
    where
        F: Future<Output = Vec<(ChannelName, Result<Grant, ChannelAuthError>)>>
            + MaybeSend
            + 'static,
    {
        self.with_authorizer(ChannelAuthorizer::from_future(fetch))
    }

    /// Where permissions for private channels come from, as [`ClientBuilder::channel_auth`], for
    /// sources that answer by a callback.
    ///
    /// # Examples
    ///
    /// See [`PendingChannelAuth`].
    pub fn channel_auth_source(
        self,
        ask: impl Fn(PendingChannelAuth) + MaybeSend + 'static,
    ) -> Self {
        self.with_authorizer(ChannelAuthorizer::new(ask))
    }

    fn with_authorizer(mut self, authorizer: ChannelAuthorizer) -> Self {
        self.sources.channel_auth = Some(authorizer);
        self
    }

    /// When to try again after a loss.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{Attempts, Backoff, Client};
    ///
    /// let patient = Backoff::default().attempts(Attempts::Unlimited);
    /// let client = Client::builder("/ws").backoff(patient).build()?;
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    pub fn backoff(mut self, backoff: Backoff) -> Self {
        self.config.backoff = backoff;
        self
    }

    /// How a dead connection is noticed.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use bellwire::{Client, HeartbeatConfig};
    ///
    /// let eager = HeartbeatConfig::default().interval(Duration::from_secs(10));
    /// let client = Client::builder("/ws").heartbeat(eager).build()?;
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    pub fn heartbeat(mut self, heartbeat: HeartbeatConfig) -> Self {
        self.config.heartbeat = heartbeat;
        self
    }

    /// How much may wait while there is no connection.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{Client, OutboxConfig};
    ///
    /// let small = OutboxConfig::default().max_messages(16);
    /// let client = Client::builder("/ws").outbox(small).build()?;
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    pub fn outbox(mut self, outbox: OutboxConfig) -> Self {
        self.config.outbox = outbox;
        self
    }

    /// The time from the start of an attempt to the server's welcome; 10 s by default.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use bellwire::Client;
    ///
    /// let client = Client::builder("/ws").connect_timeout(Duration::from_secs(5)).build()?;
    /// assert!(Client::builder("/ws").connect_timeout(Duration::ZERO).build().is_err());
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.config.connect_timeout = timeout;
        self
    }

    /// The largest frame that is read, in bytes; 1 MiB by default. Larger ones are left out and
    /// reported; outside browsers, one over 16 MiB, or over this if it is more, ends the connection.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::Client;
    ///
    /// let client = Client::builder("/ws").max_frame(64 * 1024).build()?;
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    pub fn max_frame(mut self, bytes: usize) -> Self {
        self.config.max_frame = bytes;
        self
    }

    /// Makes the client, which is idle until [`Client::connect`] is called.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{Client, ConnectionStatus};
    ///
    /// let client = Client::builder("wss://example.org/ws").build()?;
    /// assert_eq!(client.status(), ConnectionStatus::Idle);
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails when the URL leads to no WebSocket or when a timeout is zero.
    pub fn build(mut self) -> Result<Client, ConfigError> {
        self.check()?;
        let (mail, mailbox) = mpsc::unbounded();
        let shared = Arc::new(Shared::default());
        let client = Client::new(mail.clone(), shared.clone());
        if !cfg!(target_family = "wasm") && self.config.outbox.persistence().is_some() {
            self.config.outbox = self.config.outbox.in_memory();
            let reason = "only browsers have IndexedDB".to_owned();
            shared.report(Fault::StorageUnavailable { reason });
        }
        let max_frame = self.config.max_frame;
        let engine = Machine::new(self.config, self.protocol, seed(), clock::now());
        let switchboard = Switchboard::new(engine, shared, self.sources, mail.clone());
        drive(switchboard, mail, mailbox, max_frame)?;
        Ok(client)
    }

    fn check(&self) -> Result<(), ConfigError> {
        let url = &self.config.url;
        let schemes = ["ws://", "wss://", "http://", "https://"];
        let is_absolute = schemes.iter().any(|scheme| {
            url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
                && url.len() > scheme.len()
        });
        if !is_absolute && !url.starts_with('/') {
            return Err(ConfigError::Url { url: url.clone() });
        }
        if self.config.connect_timeout.is_zero() {
            return Err(ConfigError::ZeroDuration { what: "connect timeout" });
        }
        if self.config.heartbeat.has_zero() {
            return Err(ConfigError::ZeroDuration { what: "heartbeat's interval or timeout" });
        }
        Ok(())
    }
}

#[cfg(target_family = "wasm")]
#[expect(clippy::unnecessary_wraps, reason = "other platforms can fail here")]
fn drive(
    switchboard: Switchboard,
    mail: MailSender,
    mailbox: Mailbox,
    max_frame: usize,
) -> Result<(), ConfigError> {
    crate::browser::spawn(switchboard, mail, mailbox, max_frame);
    Ok(())
}

#[cfg(all(feature = "native", not(target_family = "wasm")))]
fn drive(
    switchboard: Switchboard,
    mail: MailSender,
    mailbox: Mailbox,
    max_frame: usize,
) -> Result<(), ConfigError> {
    crate::native::spawn(switchboard, mail, mailbox, max_frame)
        .map_err(|error| ConfigError::Thread { reason: error.to_string() })
}

/// Rendering on a server needs clients to exist, not to connect.
#[cfg(not(any(feature = "native", target_family = "wasm")))]
#[expect(clippy::unnecessary_wraps, reason = "other platforms can fail here")]
fn drive(_: Switchboard, _: MailSender, _: Mailbox, _max_frame: usize) -> Result<(), ConfigError> {
    Ok(())
}

#[cfg(target_family = "wasm")]
fn seed() -> u64 {
    js_sys::Math::random().to_bits()
}

#[cfg(not(target_family = "wasm"))]
fn seed() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(clock::now())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_that_leads_nowhere_says_what_one_looks_like() {
        for url in ["", "localhost:8080", "ftp://example.org", "ws://"] {
            let error = Client::builder(url).build().unwrap_err();
            assert!(error.to_string().contains("ws://"), "{error}");
        }
        for url in ["ws://localhost:8080/ws", "WSS://example.org", "/ws", "http://localhost"] {
            Client::builder(url).build().unwrap();
        }
    }

    #[test]
    #[cfg(feature = "persistence")]
    fn an_outbox_that_cannot_be_kept_is_in_memory_and_says_so() {
        let outbox = OutboxConfig::default().persistent("app");
        let client = Client::builder("/ws").outbox(outbox).build().unwrap();
        assert!(matches!(client.last_fault(), Some(Fault::StorageUnavailable { .. })));
    }

    #[test]
    fn a_heartbeat_without_pause_is_refused() {
        let heartbeat = HeartbeatConfig::default().interval(Duration::ZERO);
        let error = Client::builder("/ws").heartbeat(heartbeat).build().unwrap_err();
        assert_eq!(error.to_string(), "the heartbeat's interval or timeout cannot be zero");
    }
}
