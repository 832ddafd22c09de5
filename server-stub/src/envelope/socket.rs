use std::time::Duration;

use axum::extract::Query;
use axum::extract::State as Extract;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use bellwire_protocol::envelope::{Capabilities, ClientFrame, ServerFrame, VERSION, Welcome};
use bellwire_protocol::pusher::CLIENT_EVENT_PREFIX;
use bellwire_protocol::{ChannelName, Payload, Position, Publication};
use serde::Deserialize;
use tokio::time::{Instant, MissedTickBehavior, interval};
use uuid::Uuid;

use super::admission::{Admission, refusal};
use super::member::member;
use super::refusal_of_name;
use crate::app::State;
use crate::hub::{ConnectionId, Dialect, Membership, Receipt, Request};
use crate::marketplace::{Announcer, Heard};
use crate::socket::{End, Queue, say_good_bye, send};

/// The largest message a client may send, in bytes.
const MAX_MESSAGE: usize = 64 * 1024;
/// How many channels one connection may have.
const MAX_CHANNELS: usize = 128;
/// The first frame of several messages has at most so many bytes, and each further one twice as
/// many, up to the largest. A connection that never lasts gets whole frames through and only those,
/// so that small ones at its beginning are progress.
const FIRST_BATCH_BYTES: usize = 1024;
const MAX_BATCH_BYTES: usize = 32 * 1024;
/// What this server can do for clients that announce themselves.
const CAPABILITIES: Capabilities =
    Capabilities { ack: true, auth: true, presence: true, recovery: true };
/// How often a connection is asked whether it is alive; browsers answer by themselves.
const PING_INTERVAL: Duration = Duration::from_secs(30);
/// The silence after which a connection is taken for dead.
const SILENCE: Duration = Duration::from_secs(75);

#[derive(Debug, Deserialize)]
pub(super) struct Parameters {
    #[serde(default)]
    v: Option<u32>,
    #[serde(default)]
    token: Option<String>,
}

/// `/ws`
pub(super) async fn connect(
    Extract(state): Extract<State>,
    Query(parameters): Query<Parameters>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let dialect = match parameters.v {
        Some(version) if version >= VERSION => Dialect::Versioned,
        Some(_) | None => Dialect::Plain,
    };
    upgrade
        .max_message_size(MAX_MESSAGE)
        .max_frame_size(MAX_MESSAGE)
        .on_upgrade(move |socket| serve(state, socket, dialect, parameters.token))
}

async fn serve(state: State, mut socket: WebSocket, dialect: Dialect, token: Option<String>) {
    let marketplace = state.marketplace.clone();
    let admission = match Admission::begin(marketplace, token.as_deref(), state.requires_token) {
        Ok(admission) => admission,
        // A browser is told of a close code, and of nothing that is said before the upgrade.
        Err(close) => return say_good_bye(&mut socket, close).await,
    };
    let _open = state.sockets.count();
    let (membership, queue) = Membership::begin(state.hub.clone(), dialect);
    let id = membership.id;
    tracing::info!(?id, "a client connected");
    let batch_bytes = FIRST_BATCH_BYTES;
    let mut session = Session { state, id, dialect, socket, admission, batch_bytes };
    let end = session.run(queue).await;
    drop(membership);
    tracing::info!(?id, ?end, "a client disconnected");
    if let End::Close(close) = end {
        say_good_bye(&mut session.socket, close).await;
    }
}

/// One client's connection.
struct Session {
    state: State,
    id: ConnectionId,
    dialect: Dialect,
    socket: WebSocket,
    admission: Admission,
    /// How large the next frame of several messages may be, in bytes.
    batch_bytes: usize,
}

impl Session {
    async fn run(&mut self, mut queue: Queue) -> End {
        self.identify();
        if self.admission.is_granted() {
            self.welcome();
        }
        let mut pulse = interval(PING_INTERVAL);
        pulse.set_missed_tick_behavior(MissedTickBehavior::Delay);
        pulse.reset();
        let mut heard_at = Instant::now();
        loop {
            let step = tokio::select! {
                message = self.socket.recv() => match message {
                    Some(Ok(message)) => {
                        heard_at = Instant::now();
                        self.handle(message)
                    }
                    Some(Err(_)) | None => Err(End::Left),
                },
                messages = queue.next() => match messages {
                    Ok(messages) => self.send_all(messages).await,
                    Err(close) => Err(End::Close(close)),
                },
                close = self.admission.ended() => Err(End::Close(close)),
                _ = pulse.tick() => match heard_at.elapsed() {
                    silence if silence > SILENCE => Err(End::Silent),
                    _ => send(&mut self.socket, Message::Ping(axum::body::Bytes::new())).await,
                },
            };
            if let Err(end) = step {
                return end;
            }
        }
    }

    /// Says who the client is, as its token has it.
    fn identify(&self) {
        self.state.hub.identify(self.id, self.admission.user().map(member));
    }

    fn welcome(&self) {
        let connection_id = Uuid::new_v4().to_string();
        let welcome = match self.dialect {
            Dialect::Plain => Welcome::plain(connection_id),
            Dialect::Versioned => {
                Welcome::versioned(connection_id, CAPABILITIES).with_max_frame(MAX_MESSAGE)
            }
        };
        self.state.hub.admit(self.id, welcome);
    }

    fn handle(&mut self, message: Message) -> Result<(), End> {
        let is_granted = self.admission.is_granted();
        let stranger = || End::Close(refusal("the first message is not an `auth`"));
        match message {
            Message::Text(text) => match ClientFrame::decode(&text) {
                Ok(ClientFrame::Auth { token }) => self.authenticate(&token)?,
                _ if !is_granted => return Err(stranger()),
                Ok(frame) => self.handle_frame(frame),
                Err(error) => self.complain(None, Vec::new(), error.to_string()),
            },
            Message::Binary(_) if !is_granted => return Err(stranger()),
            Message::Binary(_) => self.complain(None, Vec::new(), "messages are text".to_owned()),
            Message::Ping(_) | Message::Pong(_) => {}
            Message::Close(_) => return Err(End::Left),
        }
        Ok(())
    }

    fn authenticate(&mut self, token: &str) -> Result<(), End> {
        let was_granted = self.admission.is_granted();
        self.admission.renew(token).map_err(End::Close)?;
        self.identify();
        if !was_granted {
            self.welcome();
        }
        Ok(())
    }

    fn handle_frame(&self, frame: ClientFrame) {
        match frame {
            ClientFrame::Subscribe { channels, id, recover } => {
                self.subscribe(channels, id, recover);
            }
            ClientFrame::Unsubscribe { channels, id } => {
                self.state.hub.unsubscribe(self.id, &channels);
                self.tell(&ServerFrame::Unsubscribed { channels, id });
            }
            ClientFrame::Ping => self.state.hub.pong(self.id),
            ClientFrame::Publish { publication, id } => self.publish(publication, id),
            ClientFrame::Pong | _ => {}
        }
    }

    fn subscribe(
        &self,
        channels: Vec<ChannelName>,
        id: Option<Payload>,
        recover: Vec<(ChannelName, Position)>,
    ) {
        let request = Request { channels, recover, id: id.clone(), limit: MAX_CHANNELS };
        let refused = self.state.hub.subscribe(self.id, request);
        if !refused.is_empty() {
            let names: Vec<_> = refused.iter().map(ChannelName::as_str).collect();
            let words = format!(
                "a connection has at most {MAX_CHANNELS} channels; not subscribed to {}",
                names.join(", ")
            );
            self.complain(id, refused, words);
        }
    }

    /// Deals with a client's message, and says so where that was asked for.
    fn publish(&self, publication: Publication, mut id: Option<Payload>) {
        let key = publication.key.clone();
        let hub = &self.state.hub;
        let published = hub.once(key.as_deref(), || self.publish_new(publication, &mut id));
        match (published, id) {
            (Ok(receipt), Some(id)) => hub.acknowledge(self.id, id, receipt),
            (Ok(_), None) => {}
            (Err(words), id) => self.complain(id, Vec::new(), words),
        }
    }

    /// Passes a message on to the other subscribers of its channel, unless the marketplace has its
    /// own use for it. Takes the id of a message that is acknowledged with this.
    fn publish_new(
        &self,
        publication: Publication,
        id: &mut Option<Payload>,
    ) -> Result<Receipt, String> {
        if let Some(words) = refusal_of_name(&publication.event) {
            return Err(words);
        }
        let Some(channel) = publication.channel.clone() else {
            return Err(format!("`{}` names no channel to be sent to", publication.event));
        };
        if !self.state.hub.is_subscribed(self.id, &channel) {
            return Err(format!("subscribe to `{channel}` before you send to it"));
        }
        // Whatever the client says of place and time is not for it to say.
        let publication = Publication { position: None, timestamp: None, ..publication };
        if publication.event.starts_with(CLIENT_EVENT_PREFIX) {
            self.state.hub.whisper(publication, self.id);
            return Ok(None);
        }
        match self.state.marketplace.hear(publication, self.admission.user()) {
            Heard::Announce(said) => {
                Announcer::from(&self.state).said(*said);
                Ok(None)
            }
            Heard::NotOurs(publication) => {
                Ok(self.state.hub.relay(publication, self.id, id.take()))
            }
            Heard::Nothing => Ok(None),
            Heard::Refused(words) => Err(words),
        }
    }

    fn complain(&self, id: Option<Payload>, channels: Vec<ChannelName>, message: String) {
        tracing::debug!(id = ?self.id, message, "a message made no sense");
        self.tell(&ServerFrame::Error { id, channels, message });
    }

    fn tell(&self, frame: &ServerFrame) {
        self.state.hub.tell(self.id, frame);
    }

    /// Sends messages, several in one frame where the client can read that.
    async fn send_all(&mut self, messages: Vec<Utf8Bytes>) -> Result<(), End> {
        let mut messages = messages.into_iter().peekable();
        while let Some(first) = messages.next() {
            let mut frame = first;
            if self.dialect == Dialect::Versioned && messages.peek().is_some() {
                let mut batch = format!("[{frame}");
                while let Some(next) =
                    messages.next_if(|next| batch.len() + next.len() < self.batch_bytes)
                {
                    batch.push(',');
                    batch.push_str(&next);
                }
                batch.push(']');
                self.batch_bytes = (self.batch_bytes * 2).min(MAX_BATCH_BYTES);
                frame = batch.into();
            }
            send(&mut self.socket, Message::Text(frame)).await?;
        }
        Ok(())
    }
}
