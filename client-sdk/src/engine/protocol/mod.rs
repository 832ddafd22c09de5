//! What a client says on the wire, and how it understands what it hears.

mod envelope;
mod inbound;
mod inbox;
mod pusher;

use bellwire_protocol::envelope as envelope_protocol;
use bellwire_protocol::pusher::Grant;
use bellwire_protocol::{ChannelName, DecodeError, Publication};

use self::envelope::Envelope;
pub(super) use self::inbound::Inbound;
use self::inbox::Inbox;
use self::pusher::Pusher;
use super::subscriptions::{Answers, Wanted};
use super::{Address, CloseFrame, FailReason, Frame, MessageId, Token};

/// The protocol a client speaks: a value, chosen when the client is built.
///
/// # Examples
///
/// ```
/// use bellwire::Protocol;
///
/// let plain = Protocol::envelope().without_welcome();
/// ```
#[cfg_attr(feature = "trace", derive(serde::Serialize, serde::Deserialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protocol(Kind);

#[cfg_attr(feature = "trace", derive(serde::Serialize, serde::Deserialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Envelope(Envelope),
    #[cfg_attr(not(feature = "inbox"), allow(dead_code, reason = "only the feature can make one"))]
    Inbox(Inbox),
    #[cfg_attr(not(feature = "pusher"), allow(dead_code, reason = "only the feature can make one"))]
    Pusher(Pusher),
}

#[cfg_attr(feature = "trace", derive(serde::Serialize, serde::Deserialize))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TokenPlace {
    /// The parameter that servers without a protocol for it read.
    Url,
    FirstMessage,
}

/// What a close code asks of the client.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    BackOff,
    /// The server wants the client back; all of its clients, perhaps.
    AtOnce,
    /// A new token may help.
    Renew,
    Stop(FailReason),
}

impl Protocol {
    /// Whether this build speaks the Pusher protocol at all. Where it does not, the compiler leaves out
    /// what only that needs, which it cannot find out by itself.
    pub(crate) const KNOWS_PUSHER: bool = cfg!(feature = "pusher");

    /// Whether this build knows who is in a channel.
    pub(crate) const KNOWS_PRESENCE: bool = cfg!(feature = "presence");

    /// Whether this build can read what the subscribers of a channel have sealed.
    pub(crate) const KNOWS_SEALS: bool = cfg!(feature = "encrypted");

    /// What stands for being signed in, in place of a channel; see
    /// [`Client::sign_in`](crate::Client::sign_in).
    pub(crate) const SIGN_IN: &'static str = pusher::SIGN_IN;

    /// JSON envelopes `{type, data, timestamp}`, as PayChain's server and Bellwire's own speak
    /// them. See [`bellwire_protocol::envelope`].
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{Client, Protocol};
    ///
    /// let client = Client::builder("/ws").protocol(Protocol::envelope()).build()?;
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    #[must_use]
    pub fn envelope() -> Self {
        Self(Kind::Envelope(Envelope {
            awaits_welcome: true,
            speaks: true,
            token: TokenPlace::Url,
        }))
    }

    /// Version 7 of the Pusher Channels protocol, as Laravel Reverb, soketi and Pusher speak it, for
    /// the application with this key. The client's URL is that of the server, without a path: see
    /// [`bellwire_protocol::pusher`].
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{Client, Protocol};
    ///
    /// let client =
    ///     Client::builder("ws://localhost:8080").protocol(Protocol::pusher("sharedjox")).build()?;
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    #[cfg(feature = "pusher")]
    #[must_use]
    pub fn pusher(app_key: impl Into<Box<str>>) -> Self {
        Self(Kind::Pusher(Pusher { key: app_key.into(), built: pusher::Built }))
    }

    /// The inbox of a user on a Django Channels server: one socket for each user, without channels, to
    /// which notifications come and on which they are marked as read. The token goes into the URL as
    /// `token`. See [`bellwire_protocol::inbox`].
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{Client, Protocol, TokenError};
    ///
    /// let client = Client::builder("ws://localhost:8000/ws/notifications/7/")
    ///     .protocol(Protocol::inbox())
    ///     .token_provider(async || Ok::<_, TokenError>("secret"))
    ///     .build()?;
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    #[cfg(feature = "inbox")]
    #[must_use]
    pub fn inbox() -> Self {
        Self(Kind::Inbox(Inbox { built: inbox::Built }))
    }

    /// Counts a connection as made when it opens: for servers of the envelope that send no `connected`
    /// message. Other protocols stay as they are.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::engine::{Input, Output, TransportEvent};
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Engine, Instant};
    /// # let now = Instant::ZERO;
    ///
    /// let protocol = Protocol::envelope().without_welcome();
    /// let mut engine = Engine::new(Config::new("/ws"), protocol, 42, now);
    /// engine.connect(now);
    /// if let Some(Output::Transport { id, .. }) = engine.poll_output() {
    ///     engine.handle_input(now, Input::Transport { id, event: TransportEvent::Opened });
    /// }
    /// assert!(engine.status().is_connected());
    /// ```
    #[must_use]
    pub fn without_welcome(mut self) -> Self {
        if let Kind::Envelope(envelope) = &mut self.0 {
            envelope.awaits_welcome = false;
        }
        self
    }

    /// Sends the token as the first message of each connection instead of in the URL, where proxies
    /// and servers like to write it down. For servers of the envelope that await it there; other
    /// protocols stay as they are.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{Client, Protocol, TokenError};
    ///
    /// let client = Client::builder("/ws")
    ///     .protocol(Protocol::envelope().with_token_in_first_message())
    ///     .token_provider(async || Ok::<_, TokenError>("secret"))
    ///     .build()?;
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    #[must_use]
    pub fn with_token_in_first_message(mut self) -> Self {
        if let Kind::Envelope(envelope) = &mut self.0 {
            envelope.token = TokenPlace::FirstMessage;
        }
        self
    }

    /// Says nothing but who we are: for servers that only send, such as a Django Channels consumer that
    /// tells of one job, and might stumble over a ping. A server of the envelope is then not asked for
    /// channels, nor whether it lives; after a sleep of the machine the client connects anew. Other
    /// protocols stay as they are.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{Client, Protocol};
    ///
    /// let client = Client::builder("ws://localhost:8001/ws/job/5/")
    ///     .protocol(Protocol::envelope().without_welcome().listening_only())
    ///     .build()?;
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    #[must_use]
    pub fn listening_only(mut self) -> Self {
        if let Kind::Envelope(envelope) = &mut self.0 {
            envelope.speaks = false;
        }
        self
    }

    pub(super) fn address(&self, base: &str, token: Option<&Token>) -> Address {
        match &self.0 {
            Kind::Envelope(envelope) => envelope.address(base, token),
            Kind::Inbox(_) => inbox::address(base, token),
            Kind::Pusher(pusher) => pusher.address(base),
        }
    }

    /// Whether a connection is made with a token, or without.
    pub(super) fn connects_with_token(&self) -> bool {
        match &self.0 {
            Kind::Envelope(_) | Kind::Inbox(_) => true,
            Kind::Pusher(_) => false,
        }
    }

    /// What a new connection begins with.
    pub(super) fn first_message(&self, token: Option<&Token>) -> Option<Frame> {
        match &self.0 {
            Kind::Envelope(envelope) => envelope.first_message(token),
            Kind::Inbox(_) | Kind::Pusher(_) => None,
        }
    }

    /// What states a new token, where the connection takes one.
    pub(super) fn authenticate(&self, token: &Token) -> Option<Frame> {
        match &self.0 {
            Kind::Envelope(_) => Some(envelope::authenticate(token)),
            Kind::Inbox(_) | Kind::Pusher(_) => None,
        }
    }

    pub(super) fn awaits_welcome(&self) -> bool {
        match &self.0 {
            Kind::Envelope(envelope) => envelope.awaits_welcome,
            Kind::Inbox(_) => false,
            Kind::Pusher(_) => true,
        }
    }

    /// Whether only the welcome itself is one. Where it is not, a server that talks has welcomed us,
    /// whether it says so or not, and may be asked for channels before.
    pub(super) fn insists_on_welcome(&self) -> bool {
        match &self.0 {
            Kind::Envelope(_) | Kind::Inbox(_) => false,
            Kind::Pusher(_) => true,
        }
    }

    pub(super) fn answers(&self) -> Answers {
        match &self.0 {
            Kind::Envelope(_) | Kind::Inbox(_) => Answers::ToAll,
            Kind::Pusher(_) => Answers::ToSubscribe,
        }
    }

    /// Whether the application's server must permit a subscription.
    pub(super) fn needs_grant(&self, channel: &ChannelName) -> bool {
        match &self.0 {
            Kind::Envelope(_) | Kind::Inbox(_) => false,
            Kind::Pusher(_) => pusher::needs_grant(channel),
        }
    }

    pub(super) fn subscribe(&self, wanted: Wanted, send: &mut dyn FnMut(Frame)) {
        match &self.0 {
            Kind::Envelope(envelope) if envelope.speaks => send(envelope::subscribe(wanted)),
            // Everything comes by itself.
            Kind::Envelope(_) | Kind::Inbox(_) => {}
            Kind::Pusher(_) => {
                for channel in wanted.channels {
                    send(pusher::subscribe(channel));
                }
            }
        }
    }

    /// Asks for a channel that needs a permission.
    pub(super) fn subscribe_with(&self, channel: ChannelName, grant: Grant) -> Option<Frame> {
        match &self.0 {
            Kind::Envelope(_) | Kind::Inbox(_) => None,
            Kind::Pusher(_) => Some(pusher::subscribe_with(channel, grant)),
        }
    }

    /// With a number, which the answer bears as well, where there is one.
    pub(super) fn unsubscribe(
        &self,
        channels: Vec<ChannelName>,
        id: Option<MessageId>,
        send: &mut dyn FnMut(Frame),
    ) {
        match &self.0 {
            Kind::Envelope(envelope) if envelope.speaks => {
                send(envelope::unsubscribe(channels, id));
            }
            Kind::Envelope(_) | Kind::Inbox(_) => {}
            Kind::Pusher(_) => {
                channels.into_iter().filter_map(pusher::unsubscribe).for_each(send);
            }
        }
    }

    /// What a server that lives answers, if there is anything.
    pub(super) fn ping(&self) -> Option<Frame> {
        match &self.0 {
            Kind::Envelope(envelope) => envelope.speaks.then(envelope::ping),
            Kind::Inbox(_) => Some(inbox::ping()),
            Kind::Pusher(_) => Some(pusher::ping()),
        }
    }

    pub(super) fn pong(&self) -> Option<Frame> {
        match &self.0 {
            Kind::Envelope(envelope) => envelope.speaks.then(envelope::pong),
            Kind::Inbox(_) => None,
            Kind::Pusher(_) => Some(pusher::pong()),
        }
    }

    /// Whether a server that does not accept our token cannot be told from one that is away.
    pub(super) fn refuses_silently(&self) -> bool {
        match &self.0 {
            Kind::Envelope(envelope) => !envelope.speaks,
            Kind::Inbox(_) => true,
            Kind::Pusher(_) => false,
        }
    }

    /// Writes a message; with an id, the server is asked to acknowledge it. Nothing where the protocol
    /// has no words for it.
    pub(super) fn publish(
        &self,
        publication: &Publication,
        id: Option<MessageId>,
    ) -> Option<Frame> {
        match &self.0 {
            Kind::Envelope(envelope) => envelope.speaks.then(|| envelope::publish(publication, id)),
            Kind::Inbox(_) => Some(inbox::publish(publication)),
            Kind::Pusher(_) => pusher::publish(publication),
        }
    }

    /// Whether clients talk to each other only, and not to the server.
    pub(super) fn takes_client_events_only(&self) -> bool {
        match &self.0 {
            Kind::Envelope(_) | Kind::Inbox(_) => false,
            Kind::Pusher(_) => true,
        }
    }

    /// Whether a message is one that subscribers of its channel may send each other.
    pub(super) fn can_send(&self, publication: &Publication) -> bool {
        match &self.0 {
            Kind::Envelope(_) | Kind::Inbox(_) => true,
            Kind::Pusher(_) => pusher::can_send(publication),
        }
    }

    /// Whether an event's name is a word of the protocol, which the server would take for a command.
    pub(super) fn is_reserved(&self, event: &str) -> bool {
        match &self.0 {
            Kind::Envelope(_) => envelope_protocol::is_reserved(event),
            Kind::Inbox(_) => false,
            Kind::Pusher(_) => pusher::is_reserved(event),
        }
    }

    /// Reads the messages of one frame.
    pub(super) fn decode(&self, text: &str, visit: &mut dyn FnMut(Result<Inbound, DecodeError>)) {
        match &self.0 {
            Kind::Envelope(_) => envelope::decode(text, visit),
            Kind::Inbox(_) => inbox::decode(text, visit),
            Kind::Pusher(_) => pusher::decode(text, visit),
        }
    }

    /// Whether an error is what a server says that does not know what it was asked.
    pub(super) fn is_bewildered(&self, error: &CloseFrame) -> bool {
        match &self.0 {
            Kind::Envelope(_) | Kind::Inbox(_) => false,
            Kind::Pusher(_) => pusher::is_bewildered(error),
        }
    }

    /// Whether an error without a channel is about the subscription that has waited longest.
    pub(super) fn refuses_subscription(&self, error: &CloseFrame) -> bool {
        match &self.0 {
            Kind::Envelope(_) | Kind::Inbox(_) => false,
            Kind::Pusher(_) => pusher::refuses_subscription(error),
        }
    }

    pub(super) fn verdict(&self, close: &CloseFrame) -> Verdict {
        match &self.0 {
            Kind::Envelope(_) | Kind::Inbox(_) => envelope::verdict(close),
            Kind::Pusher(_) => pusher::verdict(close),
        }
    }
}
