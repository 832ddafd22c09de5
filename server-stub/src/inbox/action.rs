use bellwire_protocol::inbox::NotificationId;
use serde::Deserialize;
use serde_json::value::RawValue;

/// What a client asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Action {
    MarkRead(NotificationId),
    MarkAllRead,
    UnreadCount,
    /// Something that has no answer.
    Unknown,
}

/// The text is no JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Malformed;

#[derive(Debug, Deserialize)]
struct Fields {
    action: String,
    #[serde(default)]
    notification_id: Option<NotificationId>,
}

impl Action {
    /// Reads a client's message. JSON that asks for nothing that is known is no error.
    pub(super) fn decode(text: &str) -> Result<Self, Malformed> {
        serde_json::from_str::<&RawValue>(text).map_err(|_| Malformed)?;
        let Ok(fields) = serde_json::from_str::<Fields>(text) else { return Ok(Self::Unknown) };
        Ok(match (&*fields.action, fields.notification_id) {
            ("mark_read", Some(id)) => Self::MarkRead(id),
            ("mark_all_read", _) => Self::MarkAllRead,
            ("get_unread_count", _) => Self::UnreadCount,
            _ => Self::Unknown,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_actions_are_known() {
        for (text, action) in [
            (r#"{"action":"mark_read","notification_id":123}"#, Action::MarkRead(123.into())),
            (r#"{"action":"mark_all_read"}"#, Action::MarkAllRead),
            (r#" {"x":[],"action":"get_unread_count"} "#, Action::UnreadCount),
        ] {
            assert_eq!(Action::decode(text), Ok(action), "{text}");
        }
    }

    #[test]
    fn json_that_asks_for_nothing_known_is_no_error() {
        for text in [
            "5",
            "[]",
            "null",
            "{}",
            r#"{"action":5}"#,
            r#"{"action":"mark_read"}"#,
            r#"{"action":"mark_read","notification_id":null}"#,
            r#"{"action":"\ud800"}"#,
            r#"{"action":"delete_all"}"#,
        ] {
            assert_eq!(Action::decode(text), Ok(Action::Unknown), "{text}");
        }
    }

    #[test]
    fn what_is_no_json_is_malformed() {
        for text in ["", "{", "nonsense", r#"{"action":"mark_all_read"} x"#] {
            assert_eq!(Action::decode(text), Err(Malformed), "{text}");
        }
    }
}
