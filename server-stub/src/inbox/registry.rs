use std::collections::BTreeMap;

use axum::extract::ws::{CloseFrame, Utf8Bytes, close_code};
use bellwire_demo_api::{JobId, JobStatusUpdate, UserId};
use bellwire_protocol::inbox::{InboxEntry, NotificationId};

use super::connections::{Audience, ConnectionId, Connections};
use super::draft::Draft;
use super::frame::Frame;
use super::inbox::Inbox;
use crate::socket::QueueSender;

/// How many notifications a socket is sent when it connects.
const SNAPSHOT: usize = 10;
/// How many users have an inbox. Beyond that, the one to which nothing came for longest makes room.
const MAX_INBOXES: usize = 1_000;

/// Inboxes, and the sockets that hear of them. Does nothing by itself, and takes the time from its
/// callers.
#[derive(Debug, Default)]
pub(super) struct Registry {
    last_notification: u64,
    inboxes: BTreeMap<UserId, Kept>,
    connections: Connections,
}

#[derive(Debug, Default)]
struct Kept {
    inbox: Inbox,
    /// The number of the latest notification.
    latest: u64,
}

impl Registry {
    /// Takes a connection in, and tells it how things stand; of a job there is nothing to tell.
    pub(super) fn insert(&mut self, audience: Audience, queue: QueueSender) -> ConnectionId {
        let id = self.connections.insert(audience, queue);
        if let Audience::User(user) = audience {
            let notifications = self.entries(user).take(SNAPSHOT).collect();
            let recent = Frame::RecentNotifications { notifications }.encode();
            let messages = vec![recent, self.unread_count(user)];
            self.connections.send(id, messages);
        }
        id
    }

    pub(super) fn remove(&mut self, id: ConnectionId) {
        self.connections.remove(id);
    }

    /// Says something to one connection, after all that was said before.
    pub(super) fn tell(&mut self, id: ConnectionId, text: Utf8Bytes) {
        self.connections.send(id, vec![text]);
    }

    pub(super) fn tell_unread_count(&mut self, id: ConnectionId, user: UserId) {
        let text = self.unread_count(user);
        self.tell(id, text);
    }

    /// Puts a notification into a user's inbox, and tells the user's sockets.
    pub(super) fn notify(&mut self, user: UserId, draft: Draft, now: String) {
        self.make_room(user);
        self.last_notification += 1;
        let entry = InboxEntry {
            id: self.last_notification.into(),
            kind: draft.kind.to_owned(),
            title: draft.title,
            message: draft.message,
            priority: draft.priority,
            action_url: Some(draft.action_url),
            is_read: false,
            created_at: Some(now),
            job_id: Some(draft.job_id),
        };
        let news = Frame::NewNotification { notification: &entry }.encode();
        let kept = self.inboxes.entry(user).or_default();
        kept.inbox.add(entry);
        kept.latest = self.last_notification;
        self.tell_user(user, news);
    }

    /// Marks a notification as read where the user has it, and tells the user's sockets.
    pub(super) fn mark_read(&mut self, user: UserId, id: &NotificationId) {
        let inbox = self.inboxes.get_mut(&user);
        if inbox.is_some_and(|kept| kept.inbox.mark_read(id)) {
            self.tell_user(user, Frame::NotificationRead { notification_id: id }.encode());
        }
    }

    /// Marks all of a user's notifications as read, and tells the user's sockets.
    pub(super) fn mark_all_read(&mut self, user: UserId) {
        let inbox = self.inboxes.get_mut(&user);
        let marked_count = inbox.map_or(0, |kept| kept.inbox.mark_all_read());
        self.tell_user(user, Frame::AllNotificationsRead { marked_count }.encode());
    }

    /// All that a user has, the newest first.
    pub(super) fn entries(&self, user: UserId) -> impl Iterator<Item = &InboxEntry> {
        self.inboxes.get(&user).into_iter().flat_map(|kept| kept.inbox.entries())
    }

    pub(super) fn tell_job(&mut self, job: JobId, update: &JobStatusUpdate) {
        let text = Frame::JobStatusUpdate { data: update }.encode();
        self.connections.send_all(Audience::Job(job), &[text]);
    }

    /// Lets go of all connections. From here on there are none.
    pub(super) fn close_all(&mut self) {
        self.connections.close_all(CloseFrame {
            code: close_code::RESTART,
            reason: Utf8Bytes::from_static("the server is going away"),
        });
    }

    /// Says something to all of a user's sockets, and how much is unread after it.
    fn tell_user(&mut self, user: UserId, text: Utf8Bytes) {
        let messages = [text, self.unread_count(user)];
        self.connections.send_all(Audience::User(user), &messages);
    }

    fn unread_count(&self, user: UserId) -> Utf8Bytes {
        let count = self.inboxes.get(&user).map_or(0, |kept| kept.inbox.unread());
        Frame::UnreadCount { count }.encode()
    }

    /// Whoever is connected keeps what they see, as long as there are others.
    fn make_room(&mut self, user: UserId) {
        if self.inboxes.len() < MAX_INBOXES || self.inboxes.contains_key(&user) {
            return;
        }
        let loss = |(user, kept): &(&UserId, &Kept)| {
            (self.connections.has(Audience::User(**user)), kept.latest)
        };
        if let Some((&user, _)) = self.inboxes.iter().min_by_key(loss) {
            self.inboxes.remove(&user);
        }
    }
}

#[cfg(test)]
mod tests {
    use bellwire_protocol::inbox::Priority;
    use serde_json::{Value, json};

    use super::*;
    use crate::socket::{Queue, queue};

    const OVERFLOW: CloseFrame = CloseFrame { code: 1013, reason: Utf8Bytes::from_static("slow") };

    fn draft() -> Draft {
        Draft {
            kind: "bid_received",
            title: "New Bid from Bob".to_owned(),
            message: String::new(),
            priority: Priority::High,
            action_url: "/jobs?job=5".to_owned(),
            job_id: 5,
        }
    }

    fn notify(registry: &mut Registry, user: UserId) {
        registry.notify(user, draft(), "2025-11-11T12:00:00.000Z".to_owned());
    }

    fn connect(registry: &mut Registry, audience: Audience) -> (ConnectionId, Queue) {
        let (sender, queue) = queue(OVERFLOW);
        (registry.insert(audience, sender), queue)
    }

    /// What waits, which must be something.
    async fn heard(queue: &mut Queue) -> Vec<Value> {
        let messages = queue.next().await.unwrap();
        messages.iter().map(|text| serde_json::from_str(text).unwrap()).collect()
    }

    #[tokio::test]
    async fn a_socket_begins_with_the_latest_and_how_many_are_unread() {
        let mut registry = Registry::default();
        (0..12).for_each(|_| notify(&mut registry, 1));
        notify(&mut registry, 2);
        let (_, mut socket) = connect(&mut registry, Audience::User(1));
        let [recent, count] = &heard(&mut socket).await[..] else { panic!("two messages") };
        let ids =
            recent["notifications"].as_array().unwrap().iter().map(|entry| entry["id"].clone());
        assert!(ids.eq((3..=12).rev().map(|id| json!(id))));
        assert_eq!(count, &json!({ "type": "unread_count", "count": 12 }));
    }

    #[tokio::test]
    async fn all_sockets_of_a_user_and_no_others_hear_what_is_read() {
        let mut registry = Registry::default();
        notify(&mut registry, 1);
        let (_, mut one) = connect(&mut registry, Audience::User(1));
        let (_, mut two) = connect(&mut registry, Audience::User(1));
        let (_, mut foreign) = connect(&mut registry, Audience::User(2));
        for queue in [&mut one, &mut two, &mut foreign] {
            heard(queue).await;
        }
        registry.mark_read(2, &1.into());
        registry.mark_read(1, &1.into());
        registry.mark_all_read(1);
        let count = json!({ "type": "unread_count", "count": 0 });
        let expected = [
            json!({ "type": "notification_read", "notification_id": 1 }),
            count.clone(),
            json!({ "type": "all_notifications_read", "marked_count": 0 }),
            count,
        ];
        assert_eq!(heard(&mut one).await, expected);
        assert_eq!(heard(&mut two).await, expected);
        notify(&mut registry, 2);
        assert_eq!(heard(&mut foreign).await[0]["notification"]["id"], 2, "and nothing before");
    }

    #[tokio::test]
    async fn whoever_does_not_keep_up_is_let_go() {
        let mut registry = Registry::default();
        let (_, mut slow) = connect(&mut registry, Audience::User(1));
        (0..256).for_each(|_| notify(&mut registry, 1));
        assert!(registry.connections.is_empty());
        let close = loop {
            if let Err(close) = slow.next().await {
                break close;
            }
        };
        assert_eq!(close, OVERFLOW);
    }

    #[tokio::test]
    async fn whoever_comes_after_the_end_is_sent_back_at_once() {
        let mut registry = Registry::default();
        let (_, mut early) = connect(&mut registry, Audience::Job(5));
        registry.close_all();
        let (_, mut late) = connect(&mut registry, Audience::User(1));
        for queue in [&mut early, &mut late] {
            assert_eq!(queue.next().await.unwrap_err().code, 1012);
        }
    }

    #[test]
    fn nothing_is_left_of_connections_that_are_gone() {
        let mut registry = Registry::default();
        let (one, _one) = connect(&mut registry, Audience::User(1));
        let (two, _two) = connect(&mut registry, Audience::Job(1));
        registry.remove(one);
        registry.remove(two);
        registry.remove(two);
        assert!(registry.connections.is_empty() && registry.inboxes.is_empty());
    }

    #[test]
    fn the_inbox_to_which_nothing_came_for_longest_makes_room() {
        let mut registry = Registry::default();
        let (_, _queue) = connect(&mut registry, Audience::User(0));
        (0..1_000).for_each(|user| notify(&mut registry, user));
        notify(&mut registry, 1);
        notify(&mut registry, 1_000);
        let is_kept = |user| registry.entries(user).next().is_some();
        assert_eq!([0, 1, 2, 3, 1_000].map(is_kept), [true, true, false, true, true]);
    }
}
