use std::sync::Arc;

use bellwire_protocol::ChannelName;
use bellwire_protocol::pusher::CLIENT_EVENT_PREFIX;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::event_name::wire_name;
use crate::engine::ClientEvent;
use crate::{Client, Listener, Member, PresenceChange, SendError, Subscription, UnsubscribeReason};

/// The event as which Laravel broadcasts notifications.
const NOTIFICATION: &str = r"\Illuminate\Notifications\Events\BroadcastNotificationCreated";

/// A channel that is subscribed until this is dropped; see [`Echo`](crate::Echo).
///
/// Two of the same channel cost one subscription, and each gives back its own. A handler hears its
/// channel only, for as long as its [`Listener`] is kept.
///
/// # Examples
///
/// ```
/// use bellwire::{Echo, Listener};
/// use serde::Deserialize;
///
/// #[derive(Deserialize)]
/// struct WalletUpdated {
///     #[serde(rename = "newBalance")]
///     new_balance: i64,
/// }
///
/// fn watch(echo: &Echo) -> (bellwire::EchoChannel, Listener) {
///     let user = echo.private("user.7");
///     let updated = user.listen(".wallet.updated", |wallet: WalletUpdated| {
///         println!("{}", wallet.new_balance);
///     });
///     (user, updated)
/// }
/// ```
#[derive(Debug)]
#[must_use = "a channel is left when it is dropped"]
pub struct EchoChannel {
    client: Client,
    name: Arc<str>,
    namespace: Option<Arc<str>>,
    _subscription: Subscription,
}

impl EchoChannel {
    pub(super) fn new(client: Client, name: String, namespace: Option<Arc<str>>) -> Self {
        let subscription = client.subscribe(&name);
        Self { client, name: name.into(), namespace, _subscription: subscription }
    }

    /// The channel's full name, such as `private-job.5`.
    ///
    /// # Examples
    ///
    /// ```
    /// # use bellwire::Client;
    /// use bellwire::Echo;
    ///
    /// # let client = Client::builder("ws://localhost:8080").build()?;
    /// assert_eq!(Echo::new(client).private("job.5").name(), "private-job.5");
    /// # Ok::<(), bellwire::ConfigError>(())
    /// ```
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Calls `handler` with the data of each such event. A name that begins with a dot is taken as it is
    /// without the dot, any other is that of a class in the namespace.
    ///
    /// Data that is no `T` is reported as a [`Fault`](crate::Fault); the next one is tried again.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{EchoChannel, Listener};
    /// use serde::Deserialize;
    ///
    /// #[derive(Deserialize)]
    /// struct Job {
    ///     title: String,
    /// }
    ///
    /// fn watch(jobs: &EchoChannel) -> [Listener; 2] {
    ///     [
    ///         jobs.listen(".job.posted", |job: Job| println!("new: {}", job.title)),
    ///         // `App\Events\JobClaimed`
    ///         jobs.listen("JobClaimed", |job: Job| println!("taken: {}", job.title)),
    ///     ]
    /// }
    /// ```
    pub fn listen<T: DeserializeOwned>(
        &self,
        event: &str,
        handler: impl Fn(T) + Send + Sync + 'static,
    ) -> Listener {
        let name = self.name.clone();
        self.client.on_payload(
            &wire_name(self.namespace.as_deref(), event),
            move |publication| publication.channel.as_ref().is_some_and(is_named(&name)),
            handler,
        )
    }

    /// Calls `handler` with what other subscribers whisper under this name.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{EchoChannel, Listener};
    ///
    /// fn watch(job: &EchoChannel) -> Listener {
    ///     job.listen_for_whisper("typing", |name: String| println!("{name} is typing"))
    /// }
    /// ```
    pub fn listen_for_whisper<T: DeserializeOwned>(
        &self,
        event: &str,
        handler: impl Fn(T) + Send + Sync + 'static,
    ) -> Listener {
        self.listen(&format!(".{CLIENT_EVENT_PREFIX}{event}"), handler)
    }

    /// Tells the other subscribers something that matters only now: it is sent at once or never; see
    /// [`Client::whisper`].
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{EchoChannel, SendError};
    ///
    /// fn tell(job: &EchoChannel) -> Result<(), SendError> {
    ///     job.whisper("typing", "Ada")
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Fails when the payload has no JSON form, or the channel's name is none.
    pub fn whisper(
        &self,
        event: &str,
        payload: &(impl Serialize + ?Sized),
    ) -> Result<(), SendError> {
        self.client.whisper(&*self.name, event, payload)
    }

    /// Calls `handler` with each notification that Laravel broadcasts to the channel.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{EchoChannel, Listener};
    /// use serde::Deserialize;
    ///
    /// #[derive(Deserialize)]
    /// struct InvoicePaid {
    ///     id: String,
    ///     amount: u64,
    /// }
    ///
    /// fn watch(user: &EchoChannel) -> Listener {
    ///     user.notification(|paid: InvoicePaid| println!("{}", paid.amount))
    /// }
    /// ```
    pub fn notification<T: DeserializeOwned>(
        &self,
        handler: impl Fn(T) + Send + Sync + 'static,
    ) -> Listener {
        self.listen(NOTIFICATION, handler)
    }

    /// Calls `handler` each time that the channel has been subscribed, after reconnects as well.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{EchoChannel, Listener};
    ///
    /// fn watch(job: &EchoChannel) -> Listener {
    ///     job.subscribed(|| println!("it is live"))
    /// }
    /// ```
    pub fn subscribed(&self, handler: impl Fn() + Send + Sync + 'static) -> Listener {
        let name = self.name.clone();
        self.client.on_client_event(move |event| {
            if let ClientEvent::Subscribed(channel) = event
                && is_named(&name)(channel)
            {
                handler();
            }
        })
    }

    /// Calls `handler` with why, when the channel is not to be had.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{EchoChannel, Listener};
    ///
    /// fn watch(job: &EchoChannel) -> Listener {
    ///     job.error(|reason| eprintln!("no job for us: {reason}"))
    /// }
    /// ```
    pub fn error(&self, handler: impl Fn(&UnsubscribeReason) + Send + Sync + 'static) -> Listener {
        let name = self.name.clone();
        self.client.on_client_event(move |event| {
            if let ClientEvent::Unsubscribed { channel, reason } = event
                && is_named(&name)(channel)
            {
                handler(reason);
            }
        })
    }

    /// Calls `handler` with everybody who is there: now if that is known, and each time that the channel
    /// has been subscribed.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{EchoChannel, Listener};
    ///
    /// fn watch(room: &EchoChannel) -> Listener {
    ///     room.here(|members| println!("{} are here", members.len()))
    /// }
    /// ```
    pub fn here(&self, handler: impl Fn(&[Member]) + Send + Sync + 'static) -> Listener {
        let members = self.members();
        if !members.is_empty() {
            handler(&members);
        }
        self.on_presence(move |change| {
            if let PresenceChange::Here(members) = change {
                handler(members);
            }
        })
    }

    /// Calls `handler` with whoever comes.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{EchoChannel, Listener};
    ///
    /// fn watch(room: &EchoChannel) -> Listener {
    ///     room.joining(|member| println!("{} has come", member.id))
    /// }
    /// ```
    pub fn joining(&self, handler: impl Fn(&Member) + Send + Sync + 'static) -> Listener {
        self.on_presence(move |change| {
            if let PresenceChange::Joined(member) = change {
                handler(member);
            }
        })
    }

    /// Calls `handler` with whoever goes.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{EchoChannel, Listener};
    ///
    /// fn watch(room: &EchoChannel) -> Listener {
    ///     room.leaving(|member| println!("{} has gone", member.id))
    /// }
    /// ```
    pub fn leaving(&self, handler: impl Fn(&Member) + Send + Sync + 'static) -> Listener {
        self.on_presence(move |change| {
            if let PresenceChange::Left(member) = change {
                handler(member);
            }
        })
    }

    /// Who is there; while the connection is away, who was there last.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::EchoChannel;
    ///
    /// fn ids(room: &EchoChannel) -> Vec<Box<str>> {
    ///     room.members().into_iter().map(|member| member.id).collect()
    /// }
    /// ```
    #[must_use]
    pub fn members(&self) -> Vec<Member> {
        self.client.members(&*self.name)
    }

    fn on_presence(&self, handler: impl Fn(&PresenceChange) + Send + Sync + 'static) -> Listener {
        let name = self.name.clone();
        self.client.on_client_event(move |event| {
            if let ClientEvent::Presence { channel, change } = event
                && is_named(&name)(channel)
            {
                handler(change);
            }
        })
    }
}

fn is_named(name: &str) -> impl Fn(&ChannelName) -> bool {
    move |channel| channel.as_str() == name
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use bellwire_protocol::{Payload, Publication};
    use serde::Deserialize;

    use super::*;
    use crate::engine::ChannelAuthError;
    use crate::{Echo, Fault, Protocol};

    #[derive(Deserialize)]
    struct Job {
        title: String,
    }

    fn client() -> Client {
        Client::builder("ws://localhost").protocol(Protocol::pusher("key")).build().unwrap()
    }

    fn receive(client: &Client, event: &str, channel: &str, json: &str) {
        let channel = Some(channel.parse().unwrap());
        let data = Payload::from_json(json).unwrap();
        client.tell(&ClientEvent::Received(Publication::new(event, channel, data)));
    }

    /// What handlers have said, and how they say it.
    fn notes() -> (Arc<Mutex<Vec<String>>>, impl Fn(String) + Clone + Send + Sync) {
        let notes = Arc::new(Mutex::new(Vec::new()));
        let noted = notes.clone();
        (notes, move |note| noted.lock().unwrap().push(note))
    }

    #[test]
    fn channels_have_the_names_of_laravel_echo() {
        let echo = Echo::new(client());
        assert_eq!(echo.channel("job.5").name(), "job.5");
        assert_eq!(echo.private("job.5").name(), "private-job.5");
        assert_eq!(echo.encrypted_private("job.5").name(), "private-encrypted-job.5");
        assert_eq!(echo.join("job.5").name(), "presence-job.5");
    }

    #[test]
    fn a_handler_hears_its_event_on_its_channel_alone() {
        let client = client();
        let echo = Echo::new(client.clone());
        let (notes, note) = notes();
        let job = echo.private("job.5");
        let take = |note: &dyn Fn(String), job: Job| note(job.title);
        let (first, second) = (note.clone(), note);
        let _dotted = job.listen(".job.posted", move |job| take(&first, job));
        let claimed = job.listen("JobClaimed", move |job| take(&second, job));
        receive(&client, "job.posted", "private-job.5", r#"{"title":"ours"}"#);
        receive(&client, "job.posted", "private-job.6", r#"{"title":"another's"}"#);
        receive(&client, r"App\Events\JobClaimed", "private-job.5", r#"{"title":"taken"}"#);
        drop(claimed);
        receive(&client, r"App\Events\JobClaimed", "private-job.5", r#"{"title":"again"}"#);
        assert_eq!(*notes.lock().unwrap(), ["ours", "taken"]);
    }

    #[test]
    fn what_cannot_be_read_is_reported() {
        let client = client();
        let jobs = Echo::new(client.clone()).channel("jobs");
        let (notes, note) = notes();
        let _faults = client.on_fault(move |fault| {
            if let Fault::UndecodablePayload { event, .. } = fault {
                note(event.clone());
            }
        });
        let _listener = jobs.listen(".job.posted", |_: Job| panic!("it has no title"));
        receive(&client, "job.posted", "jobs", "{}");
        receive(&client, "job.posted", "news", "{}");
        assert_eq!(*notes.lock().unwrap(), ["job.posted"]);
    }

    #[test]
    fn whispers_and_notifications_have_names_of_their_own() {
        let client = client();
        let job = Echo::new(client.clone()).namespace(None).private("job.5");
        let (notes, note) = notes();
        let _whispers = job.listen_for_whisper("typing", note.clone());
        let _notifications = job.notification(note);
        receive(&client, "client-typing", "private-job.5", r#""Ada""#);
        let created = r"Illuminate\Notifications\Events\BroadcastNotificationCreated";
        receive(&client, created, "private-job.5", r#""paid""#);
        assert_eq!(*notes.lock().unwrap(), ["Ada", "paid"]);
    }

    #[test]
    fn what_becomes_of_a_channel_is_told_to_its_own_handlers() {
        let client = client();
        let room = Echo::new(client.clone()).join("job.5");
        let (notes, note) = notes();
        let (first, second) = (note.clone(), note);
        let _subscribed = room.subscribed(move || first("live".to_owned()));
        let _error = room.error(move |reason| second(reason.to_string()));
        for channel in ["presence-job.5", "presence-job.6"] {
            let channel: ChannelName = channel.parse().unwrap();
            client.tell(&ClientEvent::Subscribed(channel.clone()));
            let reason = UnsubscribeReason::NotPermitted(ChannelAuthError::SignedOut);
            client.tell(&ClientEvent::Unsubscribed { channel, reason });
        }
        assert_eq!(*notes.lock().unwrap(), ["live", "nobody is signed in"]);
    }

    #[test]
    fn who_comes_and_goes_is_told() {
        let client = client();
        let room = Echo::new(client.clone()).join("job.5");
        let (notes, note) = notes();
        let (here, joining, leaving) = (note.clone(), note.clone(), note);
        let _here = room.here(move |members| here(format!("{} here", members.len())));
        let _joining = room.joining(move |member| joining(format!("+{}", member.id)));
        let _leaving = room.leaving(move |member| leaving(format!("-{}", member.id)));
        let member = Member { id: "7".into(), info: Payload::null() };
        for channel in ["presence-job.5", "presence-job.6"] {
            for change in [
                PresenceChange::Here(vec![member.clone()]),
                PresenceChange::Joined(member.clone()),
                PresenceChange::Left(member.clone()),
            ] {
                let channel = channel.parse().unwrap();
                client.tell(&ClientEvent::Presence { channel, change });
            }
        }
        assert_eq!(*notes.lock().unwrap(), ["1 here", "+7", "-7"]);
    }

    #[test]
    fn a_whisper_that_cannot_be_written_says_so() {
        let job = Echo::new(client()).private("job.5");
        assert!(job.whisper("typing", "Ada").is_ok());
        let unwritable = std::collections::BTreeMap::from([((47, 8), "Zurich")]);
        assert!(matches!(job.whisper("typing", &unwritable), Err(SendError::Payload { .. })));
    }
}
