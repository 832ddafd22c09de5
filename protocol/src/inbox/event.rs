use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize};

use crate::{Event, Payload, json};

/// The server's name for a notification: a number or a string, as it came.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::inbox::NotificationId;
///
/// let id: NotificationId = serde_json::from_str("123")?;
/// assert_eq!(id.to_string(), "123");
/// assert_eq!(id, NotificationId::from(123));
/// assert_eq!(serde_json::to_string(&NotificationId::from("n-1"))?, r#""n-1""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NotificationId(Payload);

impl From<u64> for NotificationId {
    fn from(number: u64) -> Self {
        Self(Payload::from(number))
    }
}

impl From<&str> for NotificationId {
    fn from(name: &str) -> Self {
        let mut quoted = String::with_capacity(name.len() + 2);
        json::write_string(&mut quoted, name);
        Self(Payload::from_checked(&quoted))
    }
}

impl std::fmt::Display for NotificationId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.as_json().trim_matches('"'))
    }
}

/// How urgent a notification is.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::inbox::Priority;
///
/// assert!(Priority::Urgent > Priority::default());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", from = "Payload")]
pub enum Priority {
    /// It can wait.
    Low,
    /// As most are; also where the server does not say, or in words of its own.
    #[default]
    Medium,
    /// It should be seen soon.
    High,
    /// It should be seen now.
    Urgent,
}

impl Priority {
    /// Its name on the wire.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::inbox::Priority;
    ///
    /// assert_eq!(Priority::High.as_str(), "high");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Urgent => "urgent",
        }
    }
}

impl From<Payload> for Priority {
    fn from(json: Payload) -> Self {
        match json.as_json() {
            r#""low""# => Self::Low,
            r#""high""# => Self::High,
            r#""urgent""# | r#""critical""# => Self::Urgent,
            _ => Self::Medium,
        }
    }
}

/// A notification as the server keeps it.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::inbox::{InboxEntry, Priority};
///
/// let json = r#"{"id":7,"notification_type":"bid_received","title":"New bid","priority":"high"}"#;
/// let entry: InboxEntry = serde_json::from_str(json)?;
/// assert_eq!(entry.kind, "bid_received");
/// assert_eq!(entry.priority, Priority::High);
/// assert!(!entry.is_read);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Fields")]
pub struct InboxEntry {
    /// Its name.
    pub id: NotificationId,
    /// What it is about, such as `bid_received`: the field `notification_type`, or `type`.
    #[serde(rename = "notification_type")]
    pub kind: String,
    /// The headline.
    pub title: String,
    /// A sentence or two.
    pub message: String,
    /// How urgent it is.
    pub priority: Priority,
    /// Where a click on it leads.
    pub action_url: Option<String>,
    /// Whether the user has read it.
    pub is_read: bool,
    /// When it was made, in the server's own words (RFC 3339 by custom).
    pub created_at: Option<String>,
    /// The job it is about, if it is about one.
    pub job_id: Option<u64>,
}

/// What stands in a notification. Of a field that is not as expected, nothing is taken; the rest counts.
#[derive(Deserialize)]
struct Fields {
    id: NotificationId,
    #[serde(default = "Payload::null")]
    notification_type: Payload,
    #[serde(default = "Payload::null")]
    r#type: Payload,
    #[serde(default = "Payload::null")]
    title: Payload,
    #[serde(default = "Payload::null")]
    message: Payload,
    #[serde(default)]
    priority: Priority,
    #[serde(default = "Payload::null")]
    action_url: Payload,
    #[serde(default = "Payload::null")]
    is_read: Payload,
    #[serde(default = "Payload::null")]
    created_at: Payload,
    #[serde(default = "Payload::null")]
    job_id: Payload,
}

impl TryFrom<Fields> for InboxEntry {
    type Error = &'static str;

    fn try_from(fields: Fields) -> Result<Self, &'static str> {
        if fields.id.0 == Payload::null() {
            return Err("a notification has no `id`");
        }
        let text = |field: &Payload| json::string(field.as_json()).map(Cow::into_owned);
        let kind = text(&fields.notification_type).or_else(|| text(&fields.r#type));
        Ok(Self {
            id: fields.id,
            kind: kind.unwrap_or_default(),
            title: text(&fields.title).unwrap_or_default(),
            message: text(&fields.message).unwrap_or_default(),
            priority: fields.priority,
            action_url: text(&fields.action_url),
            is_read: fields.is_read.as_json() == "true",
            created_at: text(&fields.created_at),
            job_id: fields.job_id.as_json().trim_matches('"').parse().ok(),
        })
    }
}

/// What the server has kept, newest first: sent at the beginning of each connection.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::inbox::RecentNotifications;
///
/// let recent: RecentNotifications = serde_json::from_str(r#"{"notifications":[]}"#)?;
/// assert!(recent.notifications.is_empty());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Event)]
pub struct RecentNotifications {
    /// Not all of them, but the latest. One that has no name is left out.
    #[serde(deserialize_with = "named")]
    pub notifications: Vec<InboxEntry>,
}

fn named<'de, D: Deserializer<'de>>(list: D) -> Result<Vec<InboxEntry>, D::Error> {
    let entries = Vec::<Payload>::deserialize(list)?;
    let entries = entries.into_iter().filter_map(|entry| entry.read::<InboxEntry>().ok());
    Ok(entries.collect())
}

/// Something has happened.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::inbox::NewNotification;
///
/// let new: NewNotification = serde_json::from_str(r#"{"notification":{"id":7}}"#)?;
/// assert_eq!(new.notification.id.to_string(), "7");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Event)]
pub struct NewNotification {
    /// What.
    pub notification: InboxEntry,
}

/// The server knows that a notification was read, on whatever device.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::inbox::NotificationRead;
///
/// let read: NotificationRead = serde_json::from_str(r#"{"notification_id":7}"#)?;
/// assert_eq!(read.notification_id, 7.into());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Event)]
pub struct NotificationRead {
    /// Which.
    pub notification_id: NotificationId,
}

/// The server counts every notification as read, on whatever device that was asked for.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::inbox::AllNotificationsRead;
///
/// let read: AllNotificationsRead = serde_json::from_str(r#"{"marked_count":5}"#)?;
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Event)]
pub struct AllNotificationsRead {}

/// How many notifications were not read, beyond the recent ones as well.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::inbox::UnreadCount;
///
/// let unread: UnreadCount = serde_json::from_str(r#"{"count":5}"#)?;
/// assert_eq!(unread.count, 5);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Event)]
pub struct UnreadCount {
    /// So many.
    pub count: u64,
}

/// Asks the server to count a notification as read.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::inbox::MarkRead;
///
/// let action = MarkRead { notification_id: 7.into() };
/// assert_eq!(serde_json::to_string(&action)?, r#"{"notification_id":7}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Event)]
pub struct MarkRead {
    /// Which.
    pub notification_id: NotificationId,
}

/// Asks the server to count every notification as read.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::Event;
/// use bellwire_protocol::inbox::MarkAllRead;
///
/// assert_eq!(MarkAllRead::NAME, "mark_all_read");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Event)]
pub struct MarkAllRead {}

/// Asks the server how many notifications are unread; [`UnreadCount`] is the answer.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::Event;
/// use bellwire_protocol::inbox::GetUnreadCount;
///
/// assert_eq!(GetUnreadCount::NAME, "get_unread_count");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Event)]
pub struct GetUnreadCount {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_does_not_say_is_left_open() {
        let bare: InboxEntry = serde_json::from_str(r#"{"id":"a-b"}"#).unwrap();
        assert_eq!((bare.id.to_string().as_str(), bare.priority), ("a-b", Priority::Medium));
        let nulls = r#"{"id":1,"type":"x","priority":null,"action_url":null,"created_at":null,"job_id":null}"#;
        let nulls: InboxEntry = serde_json::from_str(nulls).unwrap();
        assert_eq!((nulls.kind.as_str(), nulls.priority), ("x", Priority::Medium));
    }

    #[test]
    fn a_field_that_is_not_as_expected_costs_nothing_else() {
        let odd = r#"{"id":1,"type":"x","notification_type":"y","title":null,"message":5,"is_read":"no","job_id":"7"}"#;
        let odd: InboxEntry = serde_json::from_str(odd).unwrap();
        assert_eq!((odd.kind.as_str(), odd.title.as_str(), odd.message.as_str()), ("y", "", ""));
        assert_eq!((odd.is_read, odd.job_id), (false, Some(7)));
        let recent = r#"{"notifications":[5,{"title":"nameless"},{"id":null},{"id":2}]}"#;
        let recent: RecentNotifications = serde_json::from_str(recent).unwrap();
        assert_eq!(recent.notifications.len(), 1);
    }
}
