//! Who is in the presence channels, and who hears of it.

use axum::extract::ws::Utf8Bytes;
use bellwire_protocol::envelope::{PresenceNews, ServerFrame, is_presence_channel};
use bellwire_protocol::{ChannelName, Member};

use super::Written;
use super::dialect::Dialect;
use super::registry::{ConnectionId, Registry};
use crate::timestamp;

impl Registry {
    /// Learns who is at the other end of a connection, which may be somebody else than before.
    pub(super) fn identify(&mut self, id: ConnectionId, user: Option<Member>) {
        let Some(connection) = self.connections.get_mut(&id) else { return };
        let known = std::mem::replace(&mut connection.user, user.clone());
        if known.map(|known| known.id) == user.map(|user| user.id) {
            return;
        }
        let names: Vec<_> = connection.channels.iter().cloned().collect();
        for name in names.iter().filter(|name| is_presence_channel(name)) {
            self.leave(id, name);
            self.join(id, name, None);
        }
        self.let_go_of_slow();
    }

    /// Makes a subscriber a member of those channels that have members; returns what it is told of
    /// who is there.
    pub(super) fn attend(&mut self, id: ConnectionId, names: &[ChannelName]) -> Vec<Utf8Bytes> {
        let names = names.iter().filter(|name| is_presence_channel(name));
        names
            .filter_map(|name| {
                // What it is told says so as well.
                self.join(id, name, Some(id));
                let members = self.channels.get(name)?.presence.members();
                Some(written(&PresenceNews::Here(members), name))
            })
            .collect()
    }

    /// Removes a connection from a channel's members, if it is one.
    pub(super) fn leave(&mut self, id: ConnectionId, name: &ChannelName) {
        let Some(channel) = self.channels.get_mut(name) else { return };
        if let Some(user) = channel.presence.leave(id) {
            self.tell_subscribers(name, &PresenceNews::Left(user), None);
        }
    }

    fn join(&mut self, id: ConnectionId, name: &ChannelName, except: Option<ConnectionId>) {
        let user = self.connections.get(&id).and_then(|connection| connection.user.clone());
        let (Some(user), Some(channel)) = (user, self.channels.get_mut(name)) else { return };
        if channel.presence.join(id, user.clone()) {
            self.tell_subscribers(name, &PresenceNews::Joined(user), except);
        }
    }

    fn tell_subscribers(
        &mut self,
        name: &ChannelName,
        news: &PresenceNews,
        except: Option<ConnectionId>,
    ) {
        let Some(channel) = self.channels.get(name) else { return };
        // Plain clients would take it for an event.
        let understands = |id: &ConnectionId| {
            self.connections.get(id).is_some_and(|other| other.dialect == Dialect::Versioned)
        };
        let receivers = channel.subscribers.iter().copied().filter(understands).collect();
        let text = written(news, name);
        self.queue_for_all(receivers, except, &Written { plain: text.clone(), versioned: text });
    }
}

fn written(news: &PresenceNews, name: &ChannelName) -> Utf8Bytes {
    let frame = ServerFrame::Publication(news.publication(name.clone()));
    frame.encode(&timestamp::now()).into()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::extract::ws::CloseFrame;
    use bellwire_protocol::{Payload, Publication};

    use super::super::{HistoryLimits, registry::Request};
    use super::*;
    use crate::socket::{Queue, queue};

    const ROOM: &str = "presence-room";
    const LIMITS: HistoryLimits =
        HistoryLimits { publications: 1, age: Duration::from_secs(60), bytes: 1_000 };

    fn enter(registry: &mut Registry, user: &str) -> (ConnectionId, Queue) {
        let overflow = CloseFrame { code: 1013, reason: Utf8Bytes::from_static("slow") };
        let (sender, queue) = queue(overflow);
        let id = registry.insert(Dialect::Versioned, sender);
        registry.identify(id, Some(Member { id: user.into(), info: Payload::null() }));
        let channels = vec![ROOM.parse().unwrap()];
        registry.subscribe(id, Request { channels, recover: Vec::new(), id: None, limit: 1 });
        (id, queue)
    }

    fn present(registry: &Registry) -> usize {
        registry.channels.values().map(|channel| channel.presence.users().len()).sum()
    }

    #[tokio::test]
    async fn all_who_do_not_keep_up_are_let_go_at_once() {
        let mut registry = Registry::new(LIMITS);
        let users = (0..50).map(|user| enter(&mut registry, &user.to_string()));
        let queues: Vec<_> = users.map(|(_, queue)| queue).collect();
        assert_eq!(present(&registry), 50);
        // That each of them goes is news for all the others, who have no room for it either.
        for _ in 0..256 {
            let channel = ROOM.parse().unwrap();
            registry.publish(Publication::new("x", Some(channel), Payload::null()), None);
        }
        assert_eq!((registry.len(), present(&registry)), (0, 0));
        for mut queue in queues {
            let close = loop {
                if let Err(close) = queue.next().await {
                    break close;
                }
            };
            assert_eq!(close.code, 1013);
        }
    }

    #[tokio::test]
    async fn no_member_outlives_its_connection() {
        let mut registry = Registry::new(LIMITS);
        let (first, _first) = enter(&mut registry, "ada");
        let (second, _second) = enter(&mut registry, "ada");
        registry.remove(first);
        assert_eq!(present(&registry), 1);
        registry.identify(second, None);
        assert_eq!(present(&registry), 0);
        registry.identify(first, Some(Member { id: "ada".into(), info: Payload::null() }));
        assert_eq!(present(&registry), 0, "it is gone");
    }
}
