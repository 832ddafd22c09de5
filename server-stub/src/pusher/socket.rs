use std::ops::RangeInclusive;
use std::sync::Arc;

use axum::extract::State as Extract;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, Query};
use axum::response::Response;
use bellwire_protocol::pusher::{ClientFrame, Grant, ServerFrame, error_code};
use bellwire_protocol::{ChannelName, Payload};
use tokio::time::{Instant, sleep_until};

use super::client_events::ClientEvents;
use super::liveness::{Liveness, Verdict};
use super::membership::Membership;
use super::pusher::Pusher;
use super::signed_in_user::read_user_id;
use super::socket_id::SocketId;
use super::subscription;
use crate::app::State;
use crate::socket::{End, Queue, say_good_bye, send};

/// The largest message a client may send, in bytes: the largest event, however it is escaped.
const MAX_MESSAGE: usize = 64 * 1024;
/// The versions of the protocol, which differ in nothing that a client of this server could see.
const VERSIONS: RangeInclusive<u32> = 5..=7;

/// `/app/{key}`
pub(super) async fn connect(
    Extract(state): Extract<State>,
    Path(key): Path<String>,
    Query(parameters): Query<Vec<(String, String)>>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let version = parameters.iter().find(|(name, _)| name == "protocol");
    let refusal = refusal(&state.pusher, &key, version.map(|(_, version)| version.as_str()));
    let upgrade = upgrade.max_message_size(MAX_MESSAGE).max_frame_size(MAX_MESSAGE);
    let open = state.sockets.count();
    upgrade.on_upgrade(async move |mut socket| {
        match refusal {
            // A browser is told of a close code, and of nothing that is said before the upgrade.
            Some(close) => {
                let _ = send_error(&mut socket, &close).await;
                say_good_bye(&mut socket, close).await;
            }
            None => serve(state.pusher, socket).await,
        }
        drop(open);
    })
}

/// Why a client is sent away at once, if so.
fn refusal(pusher: &Pusher, key: &str, version: Option<&str>) -> Option<CloseFrame> {
    if key != pusher.credentials.key {
        return Some(close(error_code::UNKNOWN_APPLICATION, "There is no app with this key"));
    }
    match version.map(str::parse::<u32>) {
        None => Some(close(error_code::NO_VERSION, "No protocol version supplied")),
        Some(Err(_)) => Some(close(error_code::BAD_VERSION, "Invalid version string format")),
        Some(Ok(version)) if !VERSIONS.contains(&version) => {
            Some(close(error_code::UNSUPPORTED_VERSION, "Unsupported protocol version"))
        }
        Some(Ok(_)) => None,
    }
}

async fn serve(pusher: Arc<Pusher>, socket: WebSocket) {
    let (membership, queue) = Membership::begin(pusher.clone());
    let id = membership.socket;
    tracing::info!(%id, "a Pusher client connected");
    let liveness = Liveness::new(Instant::now(), pusher.activity_timeout);
    let mut session = Session { pusher, id, socket, liveness, events: ClientEvents::default() };
    let end = session.run(queue).await;
    drop(membership);
    tracing::info!(%id, ?end, "a Pusher client disconnected");
    if let End::Close(close) = end {
        say_good_bye(&mut session.socket, close).await;
    }
}

/// One client's connection.
struct Session {
    pusher: Arc<Pusher>,
    id: SocketId,
    socket: WebSocket,
    liveness: Liveness,
    events: ClientEvents,
}

impl Session {
    async fn run(&mut self, mut queue: Queue) -> End {
        self.tell(&ServerFrame::Established {
            socket_id: self.id.to_string(),
            activity_timeout: Some(self.pusher.activity_timeout),
        });
        loop {
            let step = tokio::select! {
                message = self.socket.recv() => match message {
                    Some(Ok(message)) => self.handle(message).await,
                    Some(Err(_)) | None => Err(End::Left),
                },
                messages = queue.next() => match messages {
                    Ok(messages) => self.send_all(messages).await,
                    Err(close) => Err(End::Close(close)),
                },
                () = sleep_until(self.liveness.deadline()) => self.look_after().await,
            };
            if let Err(end) = step {
                return end;
            }
        }
    }

    async fn handle(&mut self, message: Message) -> Result<(), End> {
        self.liveness.hear(Instant::now());
        let text = match message {
            Message::Text(text) => text,
            Message::Binary(_) => {
                self.complain(error_code::RECONNECT, "Invalid message format");
                return Ok(());
            }
            Message::Ping(_) | Message::Pong(_) => return Ok(()),
            Message::Close(_) => return Err(End::Left),
        };
        match ClientFrame::decode(&text) {
            Ok(ClientFrame::SignIn { auth, user_data }) => self.sign_in(&auth, &user_data).await?,
            Ok(frame) => self.handle_frame(frame),
            Err(error) => {
                tracing::debug!(id = %self.id, %error, "a message made no sense");
                self.complain(error_code::RECONNECT, "Invalid message format");
            }
        }
        Ok(())
    }

    fn handle_frame(&mut self, frame: ClientFrame) {
        match frame {
            ClientFrame::Ping => self.tell(&ServerFrame::Pong),
            ClientFrame::Subscribe { channel, grant } => self.subscribe(channel, grant.as_ref()),
            ClientFrame::Unsubscribe { channel } => {
                self.pusher.registry().unsubscribe(self.id, &channel);
            }
            ClientFrame::Event { event, channel, data } => self.relay(event, &channel, data),
            ClientFrame::Pong | _ => {}
        }
    }

    fn subscribe(&self, channel: ChannelName, grant: Option<&Grant>) {
        let credentials = &self.pusher.credentials;
        let mut registry = self.pusher.registry();
        let user = registry.user(self.id);
        let subscribed = subscription::check(credentials, self.id, user, &channel, grant)
            .and_then(|member| registry.subscribe(Instant::now(), self.id, &channel, member));
        if let Err(error) = subscribed {
            registry.tell(self.id, &error.frame(channel));
        }
    }

    /// Learns who the user is. Whoever pretends to be somebody has to go.
    async fn sign_in(&mut self, auth: &str, user_data: &str) -> Result<(), End> {
        let is_signed = self.pusher.credentials.allows_user(auth, self.id, user_data);
        let user = read_user_id(user_data).filter(|_| is_signed);
        let is_known =
            user.is_some_and(|user| self.pusher.registry().sign_in(self.id, &user, user_data));
        if is_known {
            return Ok(());
        }
        let words = "Invalid sign-in: the signature is wrong, or the user another than before";
        Err(self.dismiss(close(error_code::UNAUTHORIZED, words)).await)
    }

    /// Passes an event on to the other subscribers of its channel.
    fn relay(&mut self, event: String, channel: &ChannelName, data: Payload) {
        let mut registry = self.pusher.registry();
        let is_subscribed = registry.is_subscribed(self.id, channel);
        match self.events.admit(Instant::now(), channel, is_subscribed, &event, &data) {
            Ok(()) => registry.relay(self.id, channel, event, data),
            Err(error) => {
                let code = Some(error_code::CLIENT_EVENT_REFUSED);
                registry.tell(self.id, &ServerFrame::Error { code, message: error.to_string() });
            }
        }
    }

    async fn look_after(&mut self) -> Result<(), End> {
        match self.liveness.expire(Instant::now()) {
            Verdict::Ask => {
                self.tell(&ServerFrame::Ping);
                Ok(())
            }
            Verdict::Gone => {
                let words = "Pong reply not received in time";
                Err(self.dismiss(close(error_code::NO_PONG, words)).await)
            }
        }
    }

    fn complain(&self, code: u16, words: &str) {
        self.tell(&ServerFrame::Error { code: Some(code), message: words.to_owned() });
    }

    fn tell(&self, frame: &ServerFrame) {
        self.pusher.registry().tell(self.id, frame);
    }

    async fn dismiss(&mut self, close: CloseFrame) -> End {
        let _ = send_error(&mut self.socket, &close).await;
        End::Close(close)
    }

    async fn send_all(&mut self, messages: Vec<Utf8Bytes>) -> Result<(), End> {
        for message in messages {
            send(&mut self.socket, Message::Text(message)).await?;
        }
        Ok(())
    }
}

fn close(code: u16, words: &'static str) -> CloseFrame {
    CloseFrame { code, reason: Utf8Bytes::from_static(words) }
}

/// Says why a connection is about to be closed, to clients that do not look at the close.
async fn send_error(socket: &mut WebSocket, close: &CloseFrame) -> Result<(), End> {
    let error = ServerFrame::Error { code: Some(close.code), message: close.reason.to_string() };
    send(socket, Message::Text(error.encode().into())).await
}
