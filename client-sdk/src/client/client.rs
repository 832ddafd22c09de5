use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bellwire_protocol::pusher::CLIENT_EVENT_PREFIX;
use bellwire_protocol::{ChannelName, Event, InvalidChannelName, Member, Payload, Publication};
use futures_channel::{mpsc, oneshot};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::events::{self, Events};
use super::listeners::{Handler, Topic, lock};
use super::mailbox::{End, Handle, MailSender, Request};
use super::shared::Shared;
use super::{ClientBuilder, Listener, Receipt, Subscription};
use crate::engine::{
    ClientEvent, ConnectionStatus, Excerpt, Fault, Gap, Outcome, Protocol, StatusChange,
};

/// A realtime connection, as an application holds it.
///
/// A handle: cloning is cheap and gives the same connection. The connection ends when the last
/// handle and the last [`Subscription`] are dropped.
///
/// Handlers run one after the other, in the order in which they were added, outside of any
/// callback of the platform; they may call every method of the client.
///
/// # Examples
///
/// ```
/// use bellwire::Client;
///
/// let client = Client::builder("ws://localhost:8080/ws").build()?;
/// let elsewhere = client.clone();
/// drop(client);
/// assert!(!elsewhere.status().is_connected());
/// # Ok::<(), bellwire::ConfigError>(())
/// ```
#[derive(Clone)]
pub struct Client {
    handle: Arc<Handle>,
}

/// A message that cannot be put on the wire.
///
/// # Examples
///
/// ```
/// use std::collections::BTreeMap;
/// use bellwire::{Client, InvalidChannelName, SendError};
///
/// let client = Client::builder("ws://localhost:8080/ws").build()?;
/// let unnamed = client.publish("chat", Some(""), "hello");
/// assert!(matches!(unnamed, Err(SendError::Channel(InvalidChannelName::Empty))));
/// let unwritable = client.publish("places", None, &BTreeMap::from([((47, 8), "Zurich")]));
/// assert!(matches!(unwritable, Err(SendError::Payload { .. })));
/// # Ok::<(), bellwire::ConfigError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SendError {
    /// The payload has no JSON form.
    #[error("the payload of `{event}` cannot be written as JSON: {reason}")]
    Payload {
        /// The event's name.
        event: String,
        /// serde's words.
        reason: String,
    },
    /// The channel's name is none.
    #[error(transparent)]
    Channel(#[from] InvalidChannelName),
}

impl Client {
    /// Begins to configure a client for the server at `url`.
    ///
    /// `url` begins with `ws://`, `wss://`, `http://` or `https://`; in a browser it may also be
    /// a path of the page's own server, such as `/ws`.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::Client;
    ///
    /// let client = Client::builder("wss://example.org/ws").build()?;
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    pub fn builder(url: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(url.into())
    }

    pub(super) fn new(mail: MailSender, shared: Arc<Shared>) -> Self {
        Self { handle: Arc::new(Handle::new(mail, shared)) }
    }

    /// Connects; while an attempt is waited for, makes it now.
    ///
    /// Does nothing outside of browsers without the feature `native`: a server that renders pages opens
    /// no connection for them.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use bellwire::Client;
    ///
    /// let client = Client::builder("ws://localhost:8080/ws").build()?;
    /// client.connect();
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    pub fn connect(&self) {
        self.handle.request(Request::Connect);
    }

    /// Closes the connection. Subscriptions and queued messages wait for the next
    /// [`Client::connect`].
    ///
    /// # Examples
    ///
    /// ```
    /// # use bellwire::{Client, ConnectionStatus};
    /// # let client = Client::builder("ws://localhost:8080/ws").build()?;
    /// client.disconnect();
    /// assert_eq!(client.status(), ConnectionStatus::Idle);
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    pub fn disconnect(&self) {
        self.handle.request(Request::Disconnect);
    }

    /// Subscribes to a channel for as long as the returned guard lives.
    ///
    /// Several subscriptions to one channel cost one. Without a connection, the channel is asked
    /// for as soon as there is one, and again after each loss. A name that no server takes is
    /// reported as a [`Fault`].
    ///
    /// # Examples
    ///
    /// ```
    /// # use bellwire::Client;
    /// # let client = Client::builder("ws://localhost:8080/ws").build()?;
    /// let all = client.subscribe("jobs");
    /// let one = client.subscribe(format!("job.{}", 5));
    /// drop(all);
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    pub fn subscribe(&self, channel: impl AsRef<str>) -> Subscription {
        let id = self.handle.shared.next_id();
        match ChannelName::try_from(channel.as_ref()) {
            Ok(channel) => self.handle.request(Request::Subscribe { id, channel }),
            Err(error) => {
                let excerpt = Excerpt::of(channel.as_ref());
                self.report(Fault::InvalidChannel { error, excerpt });
            }
        }
        Subscription::new(id, self.handle.clone())
    }

    /// Says on each connection who its user is, for as long as the guard lives, so that the server can
    /// send what is for this user alone. Of the servers that speak the Pusher protocol some know that;
    /// what they send arrives on the channel `#server-to-user-…`, which is subscribed by itself.
    ///
    /// The application's own server vouches for the user: see
    /// [`ChannelAuthEndpoint::sign_in_at`](crate::ChannelAuthEndpoint::sign_in_at). That it succeeded
    /// or was refused is told as of a channel `#sign-in`.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{Client, Subscription};
    ///
    /// fn greet(client: &Client) -> Subscription {
    ///     client.sign_in()
    /// }
    /// ```
    pub fn sign_in(&self) -> Subscription {
        self.subscribe(Protocol::SIGN_IN)
    }

    /// Tells the other subscribers of a channel something that matters only now, such as that somebody
    /// is typing. It is sent at once or not at all: it does not wait for a connection, and where the
    /// server takes so many in a second only, those beyond are left out.
    ///
    /// The others receive it as `client-` and the name, as in the Pusher protocol, where only private
    /// and presence channels take it.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::Client;
    ///
    /// let client = Client::builder("ws://localhost:8080/ws").build()?;
    /// client.whisper("private-chat.5", "typing", &"Ada")?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails when the payload cannot be written as JSON, or the channel's name is none.
    pub fn whisper(
        &self,
        channel: impl AsRef<str>,
        event: &str,
        payload: &(impl Serialize + ?Sized),
    ) -> Result<(), SendError> {
        let channel = ChannelName::try_from(channel.as_ref())?;
        let data = encode(event, payload)?;
        let event = format!("{CLIENT_EVENT_PREFIX}{event}");
        self.whisper_payload(Publication::new(event, Some(channel), data));
        Ok(())
    }

    /// As [`Client::whisper`], with everything as it goes over the wire.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{Client, Payload, Publication};
    ///
    /// let client = Client::builder("ws://localhost:8080/ws").build()?;
    /// let channel = "private-chat.5".parse()?;
    /// client.whisper_payload(Publication::new("client-typing", Some(channel), Payload::null()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn whisper_payload(&self, message: Publication) {
        self.handle.request(Request::Whisper(message));
    }

    /// Calls `handler` with each event of type `E`, from whatever channel, for as long as the
    /// returned guard lives.
    ///
    /// A payload that is no `E` is reported as a [`Fault`]; the next one is tried again.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::Event;
    /// use serde::Deserialize;
    /// # use bellwire::Client;
    /// # let client = Client::builder("ws://localhost:8080/ws").build()?;
    ///
    /// #[derive(Deserialize, Event)]
    /// struct JobCreated {
    ///     title: String,
    /// }
    ///
    /// let listener = client.on(|job: JobCreated| println!("{}", job.title));
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    pub fn on<E>(&self, handler: impl Fn(E) + Send + Sync + 'static) -> Listener
    where
        E: Event + DeserializeOwned,
    {
        self.on_payload(E::NAME, |_| true, handler)
    }

    /// Reads the payload of each event of the given name that is `meant`.
    pub(crate) fn on_payload<T: DeserializeOwned>(
        &self,
        event: &str,
        is_meant: impl Fn(&Publication) -> bool + Send + Sync + 'static,
        handler: impl Fn(T) + Send + Sync + 'static,
    ) -> Listener {
        let shared = Arc::downgrade(&self.handle.shared);
        self.on_publication(event, move |publication| {
            if !is_meant(publication) {
                return;
            }
            match publication.data.read() {
                Ok(payload) => handler(payload),
                Err(error) => {
                    if let Some(shared) = shared.upgrade() {
                        shared.report(Fault::UndecodablePayload {
                            event: publication.event.clone(),
                            error: error.to_string(),
                            excerpt: Excerpt::of(publication.data.as_json()),
                        });
                    }
                }
            }
        })
    }

    /// Tells handlers of an event that no server has sent.
    #[cfg(all(test, feature = "pusher"))]
    pub(crate) fn tell(&self, event: &ClientEvent) {
        self.handle.shared.tell(event);
    }

    /// Returns the events of type `E` as a stream.
    ///
    /// Up to 1,024 events wait to be read; what comes beyond that is left out and reported as a
    /// [`Fault`].
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "native")]
    /// # async fn example(client: bellwire::Client) {
    /// use bellwire::Event;
    /// use futures_util::StreamExt;
    /// use serde::Deserialize;
    ///
    /// #[derive(Deserialize, Event)]
    /// struct JobCreated {
    ///     title: String,
    /// }
    ///
    /// let mut jobs = client.events::<JobCreated>();
    /// while let Some(job) = jobs.next().await {
    ///     println!("{}", job.title);
    /// }
    /// # }
    /// ```
    pub fn events<E>(&self) -> Events<E>
    where
        E: Event + DeserializeOwned + Send + 'static,
    {
        let (sender, receiver) = mpsc::channel(events::CAPACITY);
        let sender = Mutex::new(sender);
        let shared = Arc::downgrade(&self.handle.shared);
        let listener = self.on(move |event: E| {
            if lock(&sender).try_send(event).is_err()
                && let Some(shared) = shared.upgrade()
            {
                let event = E::NAME.to_owned();
                shared.report(Fault::StreamFull { event });
            }
        });
        Events::new(receiver, listener)
    }

    /// Calls `handler` with each message of the given event name, its payload not yet read.
    ///
    /// # Examples
    ///
    /// ```
    /// # use bellwire::Client;
    /// # let client = Client::builder("ws://localhost:8080/ws").build()?;
    /// let listener = client.on_publication("job_created", |publication| {
    ///     println!("{}", publication.data.as_json());
    /// });
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    pub fn on_publication(
        &self,
        event: &str,
        handler: impl Fn(&Publication) + Send + Sync + 'static,
    ) -> Listener {
        self.handle.shared.listeners.add(Topic::Event(event.into()), on_received(handler))
    }

    /// Calls `handler` with each message of any name, its payload not yet read.
    ///
    /// # Examples
    ///
    /// ```
    /// # use bellwire::Client;
    /// # let client = Client::builder("ws://localhost:8080/ws").build()?;
    /// let listener = client.on_any_publication(|publication| {
    ///     println!("{}: {:?}", publication.event, publication.data);
    /// });
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    pub fn on_any_publication(
        &self,
        handler: impl Fn(&Publication) + Send + Sync + 'static,
    ) -> Listener {
        self.handle.shared.listeners.add(Topic::AnyEvent, on_received(handler))
    }

    /// Calls `handler` with each change of the connection's status.
    ///
    /// # Examples
    ///
    /// ```
    /// # use bellwire::Client;
    /// # let client = Client::builder("ws://localhost:8080/ws").build()?;
    /// let listener = client.on_status(|change| {
    ///     println!("{:?}, because {}", change.to, change.because);
    /// });
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    pub fn on_status(&self, handler: impl Fn(&StatusChange) + Send + Sync + 'static) -> Listener {
        self.on_client_event(move |event| {
            if let ClientEvent::StatusChanged(change) = event {
                handler(change);
            }
        })
    }

    /// Calls `handler` whenever messages may have been missed.
    ///
    /// # Examples
    ///
    /// ```
    /// # use bellwire::Client;
    /// # let client = Client::builder("ws://localhost:8080/ws").build()?;
    /// let listener = client.on_gap(|gap| match &gap.channel {
    ///     Some(channel) => println!("fetch what was built from {channel}"),
    ///     None => println!("fetch everything"),
    /// });
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    pub fn on_gap(&self, handler: impl Fn(&Gap) + Send + Sync + 'static) -> Listener {
        self.on_client_event(move |event| {
            if let ClientEvent::Gap(gap) = event {
                handler(gap);
            }
        })
    }

    /// Calls `handler` whenever something came in that could not be used.
    ///
    /// While nobody listens, a browser's console is told.
    ///
    /// # Examples
    ///
    /// ```
    /// # use bellwire::Client;
    /// # let client = Client::builder("ws://localhost:8080/ws").build()?;
    /// let listener = client.on_fault(|fault| eprintln!("{fault}"));
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    pub fn on_fault(&self, handler: impl Fn(&Fault) + Send + Sync + 'static) -> Listener {
        let handler: Handler = Box::new(move |event| {
            if let ClientEvent::Fault(fault) = event {
                handler(fault);
            }
        });
        self.handle.shared.listeners.add(Topic::Faults, handler)
    }

    /// Calls `handler` with each change of the connection and its subscriptions, and each gap: for
    /// logs and developer tools. Messages, their outcomes and faults have ways of their own.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::engine::ClientEvent;
    /// # use bellwire::Client;
    /// # let client = Client::builder("ws://localhost:8080/ws").build()?;
    ///
    /// let listener = client.on_client_event(|event| match event {
    ///     ClientEvent::Subscribed(channel) => println!("+ {channel}"),
    ///     ClientEvent::Unsubscribed { channel, reason } => println!("- {channel}: {reason}"),
    ///     other => println!("{other:?}"),
    /// });
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    pub fn on_client_event(
        &self,
        handler: impl Fn(&ClientEvent) + Send + Sync + 'static,
    ) -> Listener {
        self.handle.shared.listeners.add(Topic::Connection, Box::new(handler))
    }

    /// Sends an event to the server, now or as soon as there is a connection.
    ///
    /// The returned receipt tells the message's end; it may be dropped.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::Event;
    /// use serde::Serialize;
    /// # use bellwire::Client;
    /// # let client = Client::builder("ws://localhost:8080/ws").build()?;
    ///
    /// #[derive(Serialize, Event)]
    /// struct Chat {
    ///     text: String,
    /// }
    ///
    /// let receipt = client.send(&Chat { text: "hello".into() })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails when the payload has no JSON form.
    pub fn send<E: Event + Serialize>(&self, event: &E) -> Result<Receipt, SendError> {
        self.publish(E::NAME, None, event)
    }

    /// Sends an event to a channel, now or as soon as there is a connection.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::Event;
    /// use serde::Serialize;
    /// # use bellwire::Client;
    /// # let client = Client::builder("ws://localhost:8080/ws").build()?;
    ///
    /// #[derive(Serialize, Event)]
    /// struct Chat {
    ///     text: String,
    /// }
    ///
    /// let hello = Chat { text: "hello".into() };
    /// let receipt = client.send_to("job.5", &hello)?;
    /// assert!(client.send_to("", &hello).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails when the payload has no JSON form or the channel's name is none.
    pub fn send_to<E: Event + Serialize>(
        &self,
        channel: impl AsRef<str>,
        event: &E,
    ) -> Result<Receipt, SendError> {
        self.publish(E::NAME, Some(channel.as_ref()), event)
    }

    /// Sends a payload under a name that is known at run time only.
    ///
    /// # Examples
    ///
    /// ```
    /// # use bellwire::Client;
    /// # let client = Client::builder("ws://localhost:8080/ws").build()?;
    /// let receipt = client.publish("chat", Some("job.5"), "hello")?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails when the payload has no JSON form or the channel's name is none.
    pub fn publish(
        &self,
        event: &str,
        channel: Option<&str>,
        payload: &(impl Serialize + ?Sized),
    ) -> Result<Receipt, SendError> {
        let channel = channel.map(ChannelName::try_from).transpose()?;
        let data = encode(event, payload)?;
        Ok(self.publish_payload(event, channel, data))
    }

    /// Sends a payload that is already written, under a name that is known at run time only.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::Payload;
    /// # use bellwire::Client;
    /// # let client = Client::builder("ws://localhost:8080/ws").build()?;
    ///
    /// let data = Payload::from_json(r#"{"text":"hello"}"#)?;
    /// let receipt = client.publish_payload("chat", Some("job.5".parse()?), data);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn publish_payload(
        &self,
        event: &str,
        channel: Option<ChannelName>,
        data: Payload,
    ) -> Receipt {
        let (sender, outcome) = oneshot::channel();
        self.publish_payload_then(event, channel, data, move |outcome| {
            // Nobody needs to wait for a receipt.
            let _ = sender.send(outcome);
        });
        Receipt::new(outcome)
    }

    /// Sends a payload that is already written, and calls `handler` once with the message's end.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::Payload;
    /// # use bellwire::Client;
    /// # let client = Client::builder("ws://localhost:8080/ws").build()?;
    ///
    /// client.publish_payload_then("read_all", None, Payload::null(), |outcome| {
    ///     println!("{outcome:?}");
    /// });
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    pub fn publish_payload_then(
        &self,
        event: &str,
        channel: Option<ChannelName>,
        data: Payload,
        handler: impl FnOnce(Outcome) + Send + 'static,
    ) {
        let message = Publication::new(event, channel, data);
        self.handle.request(Request::Send { message, end: End::new(handler) });
    }

    /// Who is in a channel whose server tells, such as one whose name begins with `presence-`; while
    /// the connection is away, who was there last. Needs the feature `presence`.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::Client;
    ///
    /// fn viewers(client: &Client) -> usize {
    ///     client.members("presence-job.5").len()
    /// }
    /// ```
    #[must_use]
    pub fn members(&self, channel: impl AsRef<str>) -> Vec<Member> {
        self.handle.shared.read(|snapshot| snapshot.members(channel.as_ref()).to_vec())
    }

    /// The name that a server of the Pusher protocol has given to the connection. A request to the
    /// application's own server that bears it, for Laravel as `X-Socket-Id`, can have what it causes
    /// sent to all but this connection.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::Client;
    ///
    /// let client = Client::builder("ws://localhost:8080/ws").build()?;
    /// assert_eq!(client.socket_id(), None);
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    #[must_use]
    pub fn socket_id(&self) -> Option<String> {
        self.handle.shared.read(|snapshot| snapshot.socket_id.as_deref().map(str::to_owned))
    }

    /// What the connection is doing.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::ConnectionStatus;
    /// # use bellwire::Client;
    /// # let client = Client::builder("ws://localhost:8080/ws").build()?;
    ///
    /// let light = match client.status() {
    ///     ConnectionStatus::Connected => "green",
    ///     ConnectionStatus::Connecting | ConnectionStatus::Reconnecting { .. } => "yellow",
    ///     _ => "grey",
    /// };
    /// assert_eq!(light, "grey");
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    #[must_use]
    pub fn status(&self) -> ConnectionStatus {
        self.handle.shared.read(|snapshot| snapshot.status.clone())
    }

    /// The round trip of the last ping that was answered.
    ///
    /// # Examples
    ///
    /// ```
    /// # use bellwire::Client;
    /// # let client = Client::builder("ws://localhost:8080/ws").build()?;
    /// let label = client.rtt().map_or("–".to_owned(), |rtt| format!("{} ms", rtt.as_millis()));
    /// assert_eq!(label, "–");
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    #[must_use]
    pub fn rtt(&self) -> Option<Duration> {
        self.handle.shared.read(|snapshot| snapshot.rtt)
    }

    /// How many messages wait for a connection, or for the server's acknowledgement.
    ///
    /// # Examples
    ///
    /// ```
    /// # use bellwire::Client;
    /// # let client = Client::builder("ws://localhost:8080/ws").build()?;
    /// assert_eq!(client.queue_depth(), 0);
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    #[must_use]
    pub fn queue_depth(&self) -> usize {
        self.handle.shared.read(|snapshot| snapshot.queue_depth)
    }

    /// How many channels are wanted and have no answer yet: they are neither confirmed nor refused.
    /// As it was when the client last told of a channel or a gap; none from there on says that
    /// whatever follows a reconnect has been told.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::engine::ClientEvent;
    /// # use bellwire::Client;
    /// # let client = Client::builder("ws://localhost:8080/ws").build()?;
    ///
    /// let asker = client.clone();
    /// let listener = client.on_client_event(move |event| {
    ///     if let ClientEvent::Subscribed(channel) = event {
    ///         println!("{channel}, and {} to come", asker.awaited_channels());
    ///     }
    /// });
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    #[must_use]
    pub fn awaited_channels(&self) -> usize {
        self.handle.shared.read(|snapshot| snapshot.awaited_channels)
    }

    /// The last thing that came in and could not be used.
    ///
    /// # Examples
    ///
    /// ```
    /// # use bellwire::Client;
    /// # let client = Client::builder("ws://localhost:8080/ws").build()?;
    /// assert_eq!(client.last_fault(), None);
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    #[must_use]
    pub fn last_fault(&self) -> Option<Fault> {
        let event = self.handle.shared.read(|snapshot| snapshot.last_fault.clone())?;
        if let ClientEvent::Fault(fault) = &*event { Some(fault.clone()) } else { None }
    }

    /// What went into the engine and came out of it of late: for reports of faults, and to be
    /// replayed. `None` once the client has ended, and where there is no driver.
    ///
    /// It holds messages, and no token.
    ///
    /// # Examples
    ///
    /// ```
    /// # use bellwire::Client;
    /// # async fn example(client: Client) {
    /// if let Some(trace) = client.trace().await {
    ///     println!("{trace}");
    /// }
    /// # }
    /// ```
    #[cfg(feature = "trace")]
    pub async fn trace(&self) -> Option<crate::engine::Trace> {
        let (sender, trace) = oneshot::channel();
        self.handle.request(Request::Trace(sender));
        trace.await.ok()
    }

    /// Reports that a handler failed, for platforms on which handlers can fail without harm to
    /// the process.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::Fault;
    /// # use bellwire::Client;
    /// # let client = Client::builder("ws://localhost:8080/ws").build()?;
    ///
    /// let error = "no such job".to_owned();
    /// client.report(Fault::HandlerFailed { event: "job_created".into(), error });
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    pub fn report(&self, fault: Fault) {
        self.handle.request(Request::Report(fault));
    }
}

fn encode(event: &str, payload: &(impl Serialize + ?Sized)) -> Result<Payload, SendError> {
    Payload::encode(payload)
        .map_err(|error| SendError::Payload { event: event.to_owned(), reason: error.to_string() })
}

fn on_received(handler: impl Fn(&Publication) + Send + Sync + 'static) -> Handler {
    Box::new(move |event| {
        if let ClientEvent::Received(publication) = event {
            handler(publication);
        }
    })
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("status", &self.status()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_can_go_everywhere() {
        fn is_send_sync<T: Send + Sync + Clone + 'static>() {}
        is_send_sync::<Client>();
    }
}
