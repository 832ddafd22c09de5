use std::collections::VecDeque;

use bellwire_protocol::inbox::{InboxEntry, NotificationId};

/// How many notifications a user keeps; the oldest go first, read or not.
const MAX_ENTRIES: usize = 200;

/// One user's notifications.
#[derive(Debug, Default)]
pub(super) struct Inbox {
    /// The newest first.
    entries: VecDeque<InboxEntry>,
}

impl Inbox {
    pub(super) fn add(&mut self, entry: InboxEntry) {
        self.entries.truncate(MAX_ENTRIES - 1);
        self.entries.push_front(entry);
    }

    /// All that is kept, the newest first.
    pub(super) fn entries(&self) -> impl Iterator<Item = &InboxEntry> {
        self.entries.iter()
    }

    pub(super) fn unread(&self) -> usize {
        self.entries.iter().filter(|entry| !entry.is_read).count()
    }

    /// Returns whether there is such a notification, also when it was read before.
    pub(super) fn mark_read(&mut self, id: &NotificationId) -> bool {
        // A number, or the same number in quotes.
        let Ok(id) = id.to_string().parse::<u64>().map(NotificationId::from) else { return false };
        let entry = self.entries.iter_mut().find(|entry| entry.id == id);
        entry.map(|entry| entry.is_read = true).is_some()
    }

    /// Returns how many were not read before.
    pub(super) fn mark_all_read(&mut self) -> usize {
        let unread = self.unread();
        for entry in &mut self.entries {
            entry.is_read = true;
        }
        unread
    }
}

#[cfg(test)]
mod tests {
    use bellwire_protocol::inbox::Priority;

    use super::*;

    fn entry(id: u64) -> InboxEntry {
        InboxEntry {
            id: id.into(),
            kind: "bid_received".to_owned(),
            title: String::new(),
            message: String::new(),
            priority: Priority::High,
            action_url: None,
            is_read: false,
            created_at: None,
            job_id: None,
        }
    }

    fn inbox(ids: std::ops::RangeInclusive<u64>) -> Inbox {
        let mut inbox = Inbox::default();
        ids.for_each(|id| inbox.add(entry(id)));
        inbox
    }

    fn id(json: &str) -> NotificationId {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn the_latest_are_kept_and_counted() {
        let mut inbox = inbox(1..=250);
        assert_eq!(inbox.entries().count(), 200);
        assert_eq!(inbox.entries().next().unwrap().id, id("250"));
        assert!(!inbox.mark_read(&id("50")), "it is gone");
        assert!(inbox.mark_read(&id("51")));
        assert_eq!(inbox.unread(), 199);
        inbox.add(entry(251));
        assert_eq!(inbox.unread(), 200, "the one that was read has made room");
    }

    #[test]
    fn a_notification_is_read_once_however_often_that_is_said() {
        let mut inbox = inbox(1..=3);
        assert!(
            inbox.mark_read(&id("2")) && inbox.mark_read(&id("2")) && inbox.mark_read(&id("\"2\""))
        );
        assert_eq!(inbox.unread(), 2);
        assert_eq!((inbox.mark_all_read(), inbox.mark_all_read()), (2, 0));
    }

    #[test]
    fn what_names_no_notification_marks_none() {
        let mut inbox = inbox(1..=3);
        for json in ["4", "-1", "1.5", "true", "\"\"", "\"x\"", "[1]", "{}", "1e400"] {
            assert!(!inbox.mark_read(&id(json)), "{json}");
        }
        assert_eq!(inbox.unread(), 3);
    }
}
