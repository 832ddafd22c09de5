use axum::extract::ws::Utf8Bytes;
use bellwire_demo_api::JobStatusUpdate;
use bellwire_protocol::inbox::{InboxEntry, NotificationId};
use serde::Serialize;

/// The answer to a message that is no JSON; the one answer without a type.
pub(super) const MALFORMED: Utf8Bytes =
    Utf8Bytes::from_static(r#"{"error":"Invalid JSON format"}"#);

/// What the server says. There is no envelope: the fields stand beside the type.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Frame<'a> {
    RecentNotifications { notifications: Vec<&'a InboxEntry> },
    UnreadCount { count: usize },
    NewNotification { notification: &'a InboxEntry },
    NotificationRead { notification_id: &'a NotificationId },
    AllNotificationsRead { marked_count: usize },
    JobStatusUpdate { data: &'a JobStatusUpdate },
}

impl Frame<'_> {
    pub(super) fn encode(&self) -> Utf8Bytes {
        // Never fails: all of it is JSON.
        serde_json::to_string(self).unwrap_or_default().into()
    }
}

#[cfg(test)]
mod tests {
    use bellwire_protocol::inbox::{self, NotificationRead, UnreadCount};

    use super::*;

    #[test]
    fn clients_read_what_the_server_writes() {
        let event = inbox::decode(&Frame::UnreadCount { count: 5 }.encode()).unwrap();
        assert_eq!(event.event, "unread_count");
        assert_eq!(event.data.read::<UnreadCount>().unwrap().count, 5);
        let id = NotificationId::from(7);
        let event =
            inbox::decode(&Frame::NotificationRead { notification_id: &id }.encode()).unwrap();
        assert_eq!(event.event, "notification_read");
        assert_eq!(event.data.read::<NotificationRead>().unwrap().notification_id, id);
    }
}
