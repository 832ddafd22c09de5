use std::sync::Arc;

use super::EchoChannel;
use super::event_name::DEFAULT_NAMESPACE;
use crate::Client;

/// A [`Client`] under the names that Laravel Echo gives to channels and events.
///
/// # Examples
///
/// ```
/// use bellwire::{Client, Echo, Protocol};
/// use serde::Deserialize;
///
/// #[derive(Deserialize)]
/// struct JobPosted {
///     title: String,
/// }
///
/// let client =
///     Client::builder("ws://localhost:8080").protocol(Protocol::pusher("sharedjox")).build()?;
/// let echo = Echo::new(client);
/// let jobs = echo.channel("jobs.discovery");
/// let seen = jobs.listen(".job.posted", |job: JobPosted| println!("{}", job.title));
/// # Ok::<(), bellwire::ConfigError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Echo {
    client: Client,
    namespace: Option<Arc<str>>,
}

impl Echo {
    /// Takes a client whose protocol is Pusher's.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{Client, Echo};
    ///
    /// fn of(client: &Client) -> Echo {
    ///     Echo::new(client.clone())
    /// }
    /// ```
    #[must_use]
    pub fn new(client: Client) -> Self {
        Self { client, namespace: Some(DEFAULT_NAMESPACE.into()) }
    }

    /// Sets what stands before the names of events that begin with no dot; `None` for nothing. Default:
    /// `App.Events`, as in Laravel.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{Client, Echo};
    ///
    /// fn of(client: &Client) -> [Echo; 2] {
    ///     let echo = Echo::new(client.clone());
    ///     [echo.clone().namespace("Jobs.Events"), echo.namespace(None)]
    /// }
    /// ```
    #[must_use]
    pub fn namespace<'a>(mut self, namespace: impl Into<Option<&'a str>>) -> Self {
        self.namespace = namespace.into().map(Into::into);
        self
    }

    /// Subscribes to a channel that is open to everybody.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{Echo, EchoChannel};
    ///
    /// fn discovery(echo: &Echo) -> EchoChannel {
    ///     echo.channel("jobs.discovery")
    /// }
    /// ```
    pub fn channel(&self, name: &str) -> EchoChannel {
        self.open(name.to_owned())
    }

    /// Subscribes to a channel that the application's server must permit: `private-` and the name.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{Echo, EchoChannel};
    ///
    /// fn job(echo: &Echo, id: u64) -> EchoChannel {
    ///     echo.private(&format!("job.{id}"))
    /// }
    /// ```
    pub fn private(&self, name: &str) -> EchoChannel {
        self.open(format!("private-{name}"))
    }

    /// Subscribes to a private channel whose payloads the server cannot read: `private-encrypted-` and
    /// the name. Reading them needs the feature `encrypted`.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{Echo, EchoChannel};
    ///
    /// fn chat(echo: &Echo) -> EchoChannel {
    ///     echo.encrypted_private("chat.5")
    /// }
    /// ```
    pub fn encrypted_private(&self, name: &str) -> EchoChannel {
        self.open(format!("private-encrypted-{name}"))
    }

    /// Subscribes to a private channel that knows who is in it: `presence-` and the name.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{Echo, EchoChannel};
    ///
    /// fn room(echo: &Echo) -> EchoChannel {
    ///     echo.join("job.5")
    /// }
    /// ```
    pub fn join(&self, name: &str) -> EchoChannel {
        self.open(format!("presence-{name}"))
    }

    /// The connection's name, for requests whose effects are sent to all but this connection: Laravel
    /// reads it from the header `X-Socket-Id`.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::Echo;
    ///
    /// fn header(echo: &Echo) -> Option<(&'static str, String)> {
    ///     Some(("X-Socket-Id", echo.socket_id()?))
    /// }
    /// ```
    #[must_use]
    pub fn socket_id(&self) -> Option<String> {
        self.client.socket_id()
    }

    fn open(&self, name: String) -> EchoChannel {
        EchoChannel::new(self.client.clone(), name, self.namespace.clone())
    }
}
