//! The inbox that Django Channels servers keep for a user: one socket, no channels, flat messages.
//!
//! ```text
//! S> {"type":"recent_notifications","notifications":[…]}
//! S> {"type":"unread_count","count":5}
//! S> {"type":"new_notification","notification":{…}}
//! C> {"action":"mark_read","notification_id":123}
//! S> {"type":"notification_read","notification_id":123}
//! C> {"action":"mark_all_read"}
//! S> {"type":"all_notifications_read","marked_count":5}
//! C> {"action":"get_unread_count"}
//! ```
//!
//! There is no envelope: what a message says stands beside its `type`, and so the whole message is the
//! payload of the event.
//!
//! # Examples
//!
//! ```
//! use bellwire_protocol::inbox;
//!
//! let event = inbox::decode(r#"{"type":"unread_count","count":5}"#)?;
//! assert_eq!(event.event, "unread_count");
//! let count: inbox::UnreadCount = event.data.read().unwrap();
//! assert_eq!(count.count, 5);
//! # Ok::<(), bellwire_protocol::DecodeError>(())
//! ```

mod event;

pub use self::event::{
    AllNotificationsRead, GetUnreadCount, InboxEntry, MarkAllRead, MarkRead, NewNotification,
    NotificationId, NotificationRead, Priority, RecentNotifications, UnreadCount,
};

use crate::{DecodeError, Payload, Publication, json};

/// Reads a server's message.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::inbox;
///
/// assert_eq!(inbox::decode(r#"{"type":"notification_read","notification_id":7}"#)?.channel, None);
/// assert!(inbox::decode("[]").is_err());
/// # Ok::<(), bellwire_protocol::DecodeError>(())
/// ```
///
/// # Errors
///
/// Fails when the text is no object with a string `type`.
pub fn decode(text: &str) -> Result<Publication, DecodeError> {
    let mut event = None;
    json::for_each_field(text, &mut |name, value| {
        if name == "type" {
            event = json::string(value);
        }
    })?;
    let event = event.ok_or_else(|| DecodeError::malformed("it has no `type` that is a string"))?;
    Ok(Publication::new(event, None, Payload::from_json(text)?))
}

/// Writes what a client asks for; the fields of a payload that is an object stand beside the action.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::{Payload, inbox};
///
/// let payload = Payload::from_json(r#"{"notification_id":123}"#)?;
/// let text = inbox::encode_action("mark_read", &payload);
/// assert_eq!(text, r#"{"action":"mark_read","notification_id":123}"#);
/// # Ok::<(), bellwire_protocol::DecodeError>(())
/// ```
#[must_use]
pub fn encode_action(action: &str, payload: &Payload) -> String {
    let mut text = String::from("{\"action\":");
    json::write_string(&mut text, action);
    // What is no object has no fields.
    let _ = json::for_each_field(payload.as_json(), &mut |name, value| {
        if name != "action" {
            text.push(',');
            json::write_string(&mut text, &name);
            text.push(':');
            text.push_str(value);
        }
    });
    text.push('}');
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_action_without_a_payload_stands_alone() {
        for payload in ["null", "5", r#""x""#, "[1]", "{}", r#"{"action":"delete_all"}"#] {
            let payload = Payload::from_json(payload).unwrap();
            let text = encode_action("mark_all_read", &payload);
            assert_eq!(text, r#"{"action":"mark_all_read"}"#);
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in ".{0,200}|\\{\"type\":.{0,20}\\}") {
            let _ = decode(&text);
        }
    }
}
