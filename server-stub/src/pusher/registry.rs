use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::ws::{CloseFrame, Utf8Bytes};
use bellwire_protocol::pusher::{ChannelKind, ServerFrame, error_code};
use bellwire_protocol::{ChannelName, Member, Payload, Publication};
use tokio::time::Instant;

use super::cache::{Cache, Cached};
use super::channel::Channel;
use super::connections::Connections;
use super::event::Event;
use super::signed_in_user;
use super::socket_id::SocketId;
use super::subscription::SubscribeError;
use crate::socket::QueueSender;

/// How many channels a connection may have, so that one cannot use up the memory of all.
pub(super) const MAX_CHANNELS: usize = 1_000;

/// Connections and channels, each knowing the other. Does nothing by itself, and takes the time
/// from its callers.
#[derive(Debug, Default)]
pub(crate) struct Registry {
    connections: Connections,
    /// Those that somebody is subscribed to.
    channels: BTreeMap<ChannelName, Channel>,
    cache: Cache,
}

impl Registry {
    pub(super) fn insert(&mut self, random: u32, queue: QueueSender) -> SocketId {
        self.connections.insert(random, queue)
    }

    pub(super) fn remove(&mut self, socket: SocketId) {
        self.let_go(socket);
        self.let_go_of_slow();
    }

    /// Says something to one connection, after all that was said before.
    pub(super) fn tell(&mut self, socket: SocketId, frame: &ServerFrame) {
        self.connections.send([socket], &frame.encode().into());
        self.let_go_of_slow();
    }

    pub(super) fn subscribe(
        &mut self,
        now: Instant,
        socket: SocketId,
        name: &ChannelName,
        member: Option<Member>,
    ) -> Result<(), SubscribeError> {
        let Some(connection) = self.connections.get_mut(socket) else { return Ok(()) };
        if connection.channels.contains(name) {
            return Err(SubscribeError::AlreadySubscribed);
        }
        if connection.channels.len() >= MAX_CHANNELS {
            return Err(SubscribeError::TooManyChannels);
        }
        let mut news = None;
        if let Some(member) = member {
            let channel = self.channels.entry(name.clone()).or_default();
            if !channel.has_room_for(&member.id) {
                return Err(SubscribeError::Full);
            }
            if channel.presence.join(socket, member.clone()) {
                news = Some(ServerFrame::MemberAdded { channel: name.clone(), member });
            }
        }
        connection.channels.insert(name.clone());
        let channel = self.channels.entry(name.clone()).or_default();
        let others: Vec<_> = channel.subscribers.iter().copied().collect();
        channel.subscribers.insert(socket);
        let is_presence = ChannelKind::of(name) == ChannelKind::Presence;
        let members = is_presence.then(|| channel.presence.members());
        let answer = ServerFrame::Subscribed { channel: name.clone(), members };
        self.connections.send([socket], &answer.encode().into());
        if ChannelKind::is_cache(name) {
            let last = self.cache.find(now, name).map(|cached| cached.text.clone());
            self.connections.send([socket], &last.unwrap_or_else(|| cache_miss(name)));
        }
        if let Some(news) = news {
            self.connections.send(others, &news.encode().into());
        }
        self.let_go_of_slow();
        Ok(())
    }

    pub(super) fn unsubscribe(&mut self, socket: SocketId, name: &ChannelName) {
        let Some(connection) = self.connections.get_mut(socket) else { return };
        if connection.channels.remove(name) {
            self.leave(socket, name);
            self.let_go_of_slow();
        }
    }

    /// Learns who the user of a connection is, and says so in the words that the application used.
    /// Returns false where it is somebody else already.
    pub(super) fn sign_in(&mut self, socket: SocketId, user: &str, user_data: &str) -> bool {
        let Some(connection) = self.connections.get_mut(socket) else { return true };
        if &**connection.user.get_or_insert_with(|| user.into()) != user {
            return false;
        }
        let data = signed_in_user::success(user_data);
        let text = ServerFrame::encode_event("pusher:signin_success", None, &data, None);
        self.connections.send([socket], &text.into());
        self.let_go_of_slow();
        true
    }

    /// Who is signed in.
    pub(super) fn user(&self, socket: SocketId) -> Option<&str> {
        self.connections.get(socket)?.user.as_deref()
    }

    pub(super) fn is_subscribed(&self, socket: SocketId, name: &ChannelName) -> bool {
        self.channels.get(name).is_some_and(|channel| channel.subscribers.contains(&socket))
    }

    /// Sends an event of one connection to the other subscribers of its channel, with the sender's
    /// name in a presence channel.
    pub(super) fn relay(
        &mut self,
        socket: SocketId,
        name: &ChannelName,
        event: String,
        data: Payload,
    ) {
        let Some(channel) = self.channels.get(name) else { return };
        let user_id = channel.presence.user_of(socket).map(Box::from);
        let publication =
            Publication { user_id, ..Publication::new(event, Some(name.clone()), data) };
        let others = channel.others(Some(socket));
        self.connections.send(others, &ServerFrame::Event(publication).encode().into());
        self.let_go_of_slow();
    }

    /// Sends an event of the application to the subscribers of a channel.
    pub(super) fn publish(
        &mut self,
        now: Instant,
        name: &ChannelName,
        event: &Event,
        except: Option<SocketId>,
    ) {
        let text = ServerFrame::encode_event(&event.name, Some(name), &event.data, None);
        let text = Utf8Bytes::from(text);
        if ChannelKind::is_cache(name) {
            self.cache.insert(now, name.clone(), text.clone(), Arc::from(&*event.data));
        }
        let Some(channel) = self.channels.get(name) else { return };
        let others = channel.others(except);
        self.connections.send(others, &text);
        self.let_go_of_slow();
    }

    /// Ends all connections of a user who is signed in.
    pub(super) fn terminate(&mut self, user: &str) {
        let message = "You got disconnected by the application";
        let frame = ServerFrame::Error {
            code: Some(error_code::UNAUTHORIZED),
            message: message.to_owned(),
        };
        let theirs = self.connections.of_user(user);
        self.connections.send(theirs.iter().copied(), &frame.encode().into());
        for socket in theirs {
            if let Some(connection) = self.connections.get(socket) {
                connection.queue.close(CloseFrame {
                    code: error_code::UNAUTHORIZED,
                    reason: Utf8Bytes::from_static(message),
                });
            }
            self.let_go(socket);
        }
        self.let_go_of_slow();
    }

    /// Lets go of all connections, which come back at once. From here on there are none.
    pub(super) fn close_all(&mut self) {
        self.connections.close_all(CloseFrame {
            code: error_code::RECONNECT,
            reason: Utf8Bytes::from_static("the server is going away"),
        });
        self.channels.clear();
    }

    /// The channels that somebody is subscribed to.
    pub(super) fn channels(&self) -> impl Iterator<Item = (&ChannelName, &Channel)> {
        self.channels.iter()
    }

    pub(super) fn channel(&self, name: &ChannelName) -> Option<&Channel> {
        self.channels.get(name)
    }

    /// The last event of a cache channel.
    pub(super) fn cached(&self, now: Instant, name: &ChannelName) -> Option<&Cached> {
        self.cache.find(now, name)
    }

    /// That they leave is news for others, who may have no room for it either.
    fn let_go_of_slow(&mut self) {
        while let Some(socket) = self.connections.next_slow() {
            if self.let_go(socket) {
                tracing::warn!(%socket, "a connection does not keep up and is closed");
            }
        }
    }

    /// Returns whether the connection was there.
    fn let_go(&mut self, socket: SocketId) -> bool {
        let Some(connection) = self.connections.remove(socket) else { return false };
        for name in &connection.channels {
            self.leave(socket, name);
        }
        true
    }

    fn leave(&mut self, socket: SocketId, name: &ChannelName) {
        let Some(channel) = self.channels.get_mut(name) else { return };
        channel.subscribers.remove(&socket);
        let gone = channel.presence.leave(socket);
        let others = channel.others(None);
        if others.is_empty() {
            self.channels.remove(name);
        } else if let Some(id) = gone {
            let news = ServerFrame::MemberRemoved { channel: name.clone(), id };
            self.connections.send(others, &news.encode().into());
        }
    }
}

fn cache_miss(name: &ChannelName) -> Utf8Bytes {
    ServerFrame::encode_event("pusher:cache_miss", Some(name), "{}", None).into()
}

#[cfg(test)]
mod tests {
    use bellwire_protocol::pusher::ServerFrame as Frame;

    use super::*;
    use crate::socket::{Queue, queue};

    const OVERFLOW: CloseFrame = CloseFrame { code: 4100, reason: Utf8Bytes::from_static("slow") };

    fn connect(registry: &mut Registry) -> (SocketId, Queue) {
        let (sender, queue) = queue(OVERFLOW);
        (registry.insert(1, sender), queue)
    }

    fn name(name: &str) -> ChannelName {
        name.parse().unwrap()
    }

    fn join(registry: &mut Registry, socket: SocketId, user: &str) -> Result<(), SubscribeError> {
        let member = Member { id: user.into(), info: Payload::null() };
        registry.subscribe(Instant::now(), socket, &name("presence-a"), Some(member))
    }

    fn publish(registry: &mut Registry, channel: &str, except: Option<SocketId>) {
        let event = Event { name: "x".to_owned(), data: "1".to_owned() };
        registry.publish(Instant::now(), &name(channel), &event, except);
    }

    async fn frames(queue: &mut Queue) -> Vec<Frame> {
        let texts = queue.next().await.unwrap();
        texts.iter().map(|text| Frame::decode(text).unwrap()).collect()
    }

    #[tokio::test]
    async fn members_hear_of_a_users_first_and_last_connection_only() {
        let mut registry = Registry::default();
        let (ada, mut heard) = connect(&mut registry);
        join(&mut registry, ada, "ada").unwrap();
        let (first, _first) = connect(&mut registry);
        let (second, _second) = connect(&mut registry);
        join(&mut registry, first, "bob").unwrap();
        join(&mut registry, second, "bob").unwrap();
        registry.remove(first);
        registry.remove(second);
        let frames = frames(&mut heard).await;
        let [Frame::Subscribed { .. }, added, removed] = &frames[..] else { panic!("{frames:?}") };
        assert!(matches!(added, Frame::MemberAdded { member, .. } if &*member.id == "bob"));
        assert!(matches!(removed, Frame::MemberRemoved { id, .. } if &**id == "bob"));
    }

    #[test]
    fn nothing_is_left_of_connections_that_are_gone() {
        let mut registry = Registry::default();
        let (socket, _queue) = connect(&mut registry);
        join(&mut registry, socket, "ada").unwrap();
        registry.subscribe(Instant::now(), socket, &name("jobs"), None).unwrap();
        publish(&mut registry, "elsewhere", None);
        assert_eq!(registry.channels.len(), 2);
        registry.unsubscribe(socket, &name("jobs"));
        assert_eq!(registry.channels.len(), 1);
        registry.remove(socket);
        assert!(registry.channels.is_empty() && registry.connections.len() == 0);
    }

    #[test]
    fn a_user_for_whom_there_is_no_room_is_not_subscribed() {
        let mut registry = Registry::default();
        let mut queues = Vec::new();
        for number in 0..100 {
            let (socket, queue) = connect(&mut registry);
            join(&mut registry, socket, &number.to_string()).unwrap();
            queues.push(queue);
        }
        let (socket, _queue) = connect(&mut registry);
        assert_eq!(join(&mut registry, socket, "one more"), Err(SubscribeError::Full));
        assert!(!registry.is_subscribed(socket, &name("presence-a")));
        assert_eq!(join(&mut registry, socket, "7"), Ok(()));
    }

    #[tokio::test]
    async fn all_who_do_not_keep_up_are_let_go_at_once() {
        let mut registry = Registry::default();
        let mut queues = Vec::new();
        for number in 0..50 {
            let (socket, queue) = connect(&mut registry);
            join(&mut registry, socket, &number.to_string()).unwrap();
            queues.push(queue);
        }
        // That each of them goes is news for all the others, who have no room for it either.
        for _ in 0..256 {
            publish(&mut registry, "presence-a", None);
        }
        assert!(registry.connections.len() == 0 && registry.channels.is_empty());
        for mut queue in queues {
            let close = loop {
                if let Err(close) = queue.next().await {
                    break close;
                }
            };
            assert_eq!(close, OVERFLOW);
        }
    }

    #[tokio::test]
    async fn whoever_comes_after_the_end_is_sent_back_at_once() {
        let mut registry = Registry::default();
        let (_, mut early) = connect(&mut registry);
        registry.close_all();
        let (_, mut late) = connect(&mut registry);
        for queue in [&mut early, &mut late] {
            assert_eq!(queue.next().await.unwrap_err().code, 4200);
        }
    }

    #[tokio::test]
    async fn a_user_whose_connections_are_ended_is_told_why() {
        let mut registry = Registry::default();
        let (socket, mut queue) = connect(&mut registry);
        let (other, _other) = connect(&mut registry);
        assert!(registry.sign_in(socket, "7", r#"{"id":"7"}"#));
        registry.terminate("7");
        let frames = frames(&mut queue).await;
        let [Frame::SignedIn { .. }, Frame::Error { code: Some(4009), .. }] = &frames[..] else {
            panic!("{frames:?}")
        };
        assert_eq!(queue.next().await.unwrap_err().code, 4009);
        assert!(registry.connections.get(socket).is_none());
        assert!(registry.connections.get(other).is_some());
    }
}
