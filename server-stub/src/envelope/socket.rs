use std::time::Duration;

use axum::extract::Query;
use axum::extract::State as Extract;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use bellwire_protocol::envelope::{ClientFrame, ServerFrame, VERSION, Welcome};
use bellwire_protocol::{ChannelName, Payload, Publication};
use serde::Deserialize;
use serde_json::json;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};
use uuid::Uuid;

use super::refusal_of_name;
use crate::app::State;
use crate::hub::{Attendance, ConnectionId, Dialect, Queue};
use crate::marketplace::Heard;
use crate::timestamp;

/// The largest message a client may send, in bytes.
const MAX_MESSAGE: usize = 64 * 1024;
/// How many channels one connection may have.
const MAX_CHANNELS: usize = 128;
/// How often a connection is asked whether it is alive; browsers answer by themselves.
const PING_INTERVAL: Duration = Duration::from_secs(30);
/// The silence after which a connection is taken for dead.
const SILENCE: Duration = Duration::from_secs(75);
/// How long a message may take to leave.
const SEND_TIMEOUT: Duration = Duration::from_secs(10);

#[derive(Debug, Deserialize)]
pub(super) struct Parameters {
    #[serde(default)]
    v: Option<u32>,
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
        .on_upgrade(move |socket| serve(state, socket, dialect))
}

async fn serve(state: State, socket: WebSocket, dialect: Dialect) {
    let _attendance = Attendance::begin(state.hub.clone());
    let (id, queue) = state.hub.join(dialect);
    tracing::info!(?id, "a client connected");
    let mut session = Session { state, id, dialect, socket };
    let end = session.run(queue).await;
    session.state.hub.leave(id);
    tracing::info!(?id, ?end, "a client disconnected");
    if let End::Close(close) = end {
        let _ = timeout(SEND_TIMEOUT, session.socket.send(Message::Close(Some(close)))).await;
    }
}

/// One client's connection.
struct Session {
    state: State,
    id: ConnectionId,
    dialect: Dialect,
    socket: WebSocket,
}

/// Why a session is over.
#[derive(Debug)]
enum End {
    /// The client left, or the network did.
    Left,
    /// The client cannot be reached any more.
    Silent,
    /// We send it away.
    Close(CloseFrame),
}

impl Session {
    async fn run(&mut self, mut queue: Queue) -> End {
        let welcome = ServerFrame::Connected(self.welcome());
        if let Err(end) = self.send(&welcome).await {
            return end;
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
                        self.handle(message).await
                    }
                    Some(Err(_)) | None => Err(End::Left),
                },
                message = queue.next() => match message {
                    Ok(text) => self.send_text(text).await,
                    Err(close) => Err(End::Close(close)),
                },
                _ = pulse.tick() => match heard_at.elapsed() {
                    silence if silence > SILENCE => Err(End::Silent),
                    _ => self.send_message(Message::Ping(axum::body::Bytes::new())).await,
                },
            };
            if let Err(end) = step {
                return end;
            }
        }
    }

    fn welcome(&self) -> Welcome {
        let connection_id = Uuid::new_v4().to_string();
        match self.dialect {
            Dialect::Plain => Welcome::plain(connection_id),
            Dialect::Versioned => Welcome::versioned(connection_id),
        }
    }

    async fn handle(&mut self, message: Message) -> Result<(), End> {
        match message {
            Message::Text(text) => match ClientFrame::decode(&text) {
                Ok(frame) => self.handle_frame(frame).await,
                Err(error) => self.complain(&error.to_string()).await,
            },
            Message::Binary(_) => self.complain("messages are text").await,
            Message::Ping(_) | Message::Pong(_) => Ok(()),
            Message::Close(_) => Err(End::Left),
        }
    }

    async fn handle_frame(&mut self, frame: ClientFrame) -> Result<(), End> {
        match frame {
            ClientFrame::Subscribe { channels, id } => self.subscribe(channels, id).await,
            ClientFrame::Unsubscribe { channels, id } => {
                self.state.hub.unsubscribe(self.id, &channels);
                self.send(&ServerFrame::Unsubscribed { channels, id }).await
            }
            ClientFrame::Ping => self.send(&ServerFrame::Pong).await,
            ClientFrame::Publish(publication) => self.publish(publication).await,
            ClientFrame::Pong | _ => Ok(()),
        }
    }

    async fn subscribe(
        &mut self,
        channels: Vec<ChannelName>,
        id: Option<Payload>,
    ) -> Result<(), End> {
        let refused = self.state.hub.subscribe(self.id, &channels, MAX_CHANNELS);
        let channels: Vec<_> =
            channels.into_iter().filter(|channel| !refused.contains(channel)).collect();
        if !channels.is_empty() {
            self.send(&ServerFrame::Subscribed { channels, id }).await?;
        }
        if !refused.is_empty() {
            let names: Vec<_> = refused.iter().map(ChannelName::as_str).collect();
            let words = format!(
                "a connection has at most {MAX_CHANNELS} channels; not subscribed to {}",
                names.join(", ")
            );
            self.complain(&words).await?;
        }
        Ok(())
    }

    /// Passes a client's message on to the other subscribers of its channel, unless the
    /// marketplace has its own use for it.
    async fn publish(&mut self, publication: Publication) -> Result<(), End> {
        if let Some(words) = refusal_of_name(&publication.event) {
            return self.complain(&words).await;
        }
        let Some(channel) = publication.channel.clone() else {
            let words = format!("`{}` names no channel to be sent to", publication.event);
            return self.complain(&words).await;
        };
        if !self.state.hub.is_subscribed(self.id, &channel) {
            let words = format!("subscribe to `{channel}` before you send to it");
            return self.complain(&words).await;
        }
        match self.state.marketplace.hear(publication) {
            Heard::Announce(publication) => {
                self.state.hub.publish(publication);
                Ok(())
            }
            Heard::NotOurs(publication) => {
                self.state.hub.relay(publication, self.id);
                Ok(())
            }
            Heard::Nothing => Ok(()),
            Heard::Refused(words) => self.complain(&words).await,
        }
    }

    async fn complain(&mut self, words: &str) -> Result<(), End> {
        tracing::debug!(id = ?self.id, words, "a message made no sense");
        let data =
            Payload::encode(&json!({ "message": words })).unwrap_or_else(|_| Payload::null());
        self.send(&ServerFrame::Publication(Publication {
            event: "error".to_owned(),
            channel: None,
            data,
            timestamp: None,
        }))
        .await
    }

    async fn send(&mut self, frame: &ServerFrame) -> Result<(), End> {
        self.send_text(frame.encode(&timestamp::now()).into()).await
    }

    async fn send_text(&mut self, text: Utf8Bytes) -> Result<(), End> {
        self.send_message(Message::Text(text)).await
    }

    async fn send_message(&mut self, message: Message) -> Result<(), End> {
        match timeout(SEND_TIMEOUT, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(End::Left),
            Err(_) => Err(End::Silent),
        }
    }
}
