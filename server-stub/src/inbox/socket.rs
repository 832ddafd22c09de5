use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State as Extract;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, Query};
use axum::response::Response;
use tokio::time::{Instant, MissedTickBehavior, interval};

use super::action::Action;
use super::admission::{self, Parameters};
use super::connections::{Audience, ConnectionId};
use super::frame;
use super::inboxes::Inboxes;
use super::membership::Membership;
use crate::app::State;
use crate::error::Refusal;
use crate::socket::{End, Queue, say_good_bye, send};

/// The largest message a client may send, in bytes.
const MAX_MESSAGE: usize = 64 * 1024;
/// How often a connection is asked whether it is alive, as daphne does it; clients answer by
/// themselves.
const PING_INTERVAL: Duration = Duration::from_secs(20);
/// The silence after which a connection is taken for dead.
const SILENCE: Duration = Duration::from_secs(50);

/// `/ws/notifications/{user_id}/`
pub(super) async fn notifications(
    Extract(state): Extract<State>,
    Path(user_id): Path<String>,
    Query(parameters): Query<Parameters>,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Refusal> {
    let audience = admission::to_notifications(&state.marketplace, &user_id, &parameters)?;
    Ok(join(&state, audience, upgrade))
}

/// `/ws/job/{job_id}/`
pub(super) async fn job_status(
    Extract(state): Extract<State>,
    Path(job_id): Path<String>,
    Query(parameters): Query<Parameters>,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Refusal> {
    let audience = admission::to_job(&state.marketplace, &job_id, &parameters)?;
    Ok(join(&state, audience, upgrade))
}

fn join(state: &State, audience: Audience, upgrade: WebSocketUpgrade) -> Response {
    let open = state.sockets.count();
    let inboxes = state.inboxes.clone();
    // Before the client knows that it is connected: from then on it relies on hearing everything.
    let (membership, queue) = Membership::begin(inboxes.clone(), audience);
    let upgrade = upgrade.max_message_size(MAX_MESSAGE).max_frame_size(MAX_MESSAGE);
    upgrade.on_upgrade(async move |socket| {
        serve(inboxes, membership, queue, socket).await;
        drop(open);
    })
}

async fn serve(inboxes: Arc<Inboxes>, membership: Membership, queue: Queue, socket: WebSocket) {
    let id = membership.id;
    tracing::info!(?id, "a client connected");
    let mut session = Session { inboxes, id, socket };
    let end = session.run(queue).await;
    drop(membership);
    tracing::info!(?id, ?end, "a client disconnected");
    if let End::Close(close) = end {
        say_good_bye(&mut session.socket, close).await;
    }
}

/// One client's connection.
struct Session {
    inboxes: Arc<Inboxes>,
    id: ConnectionId,
    socket: WebSocket,
}

impl Session {
    async fn run(&mut self, mut queue: Queue) -> End {
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
                _ = pulse.tick() => match heard_at.elapsed() {
                    silence if silence > SILENCE => Err(End::Silent),
                    _ => send(&mut self.socket, Message::Ping(Bytes::new())).await,
                },
            };
            if let Err(end) = step {
                return end;
            }
        }
    }

    fn handle(&self, message: Message) -> Result<(), End> {
        match (message, self.id.audience) {
            (Message::Close(_), _) => return Err(End::Left),
            // What is said about a job comes from the API alone.
            (Message::Ping(_) | Message::Pong(_), _) | (_, Audience::Job(_)) => {}
            (Message::Text(text), Audience::User(user)) => {
                let action = Action::decode(&text);
                let mut registry = self.inboxes.registry();
                match action {
                    Ok(Action::MarkRead(id)) => registry.mark_read(user, &id),
                    Ok(Action::MarkAllRead) => registry.mark_all_read(user),
                    Ok(Action::UnreadCount) => registry.tell_unread_count(self.id, user),
                    Ok(Action::Unknown) => {}
                    Err(_) => registry.tell(self.id, frame::MALFORMED),
                }
            }
            (Message::Binary(_), Audience::User(_)) => {
                self.inboxes.registry().tell(self.id, frame::MALFORMED);
            }
        }
        Ok(())
    }

    async fn send_all(&mut self, messages: Vec<Utf8Bytes>) -> Result<(), End> {
        for message in messages {
            send(&mut self.socket, Message::Text(message)).await?;
        }
        Ok(())
    }
}
