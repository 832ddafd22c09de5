//! The inbox's words for what the server thinks.

use bellwire_protocol::envelope::{ClientFrame, ServerFrame};
use bellwire_protocol::inbox::{MarkRead, NewNotification};
use bellwire_protocol::{Payload, Publication};

/// The name of the application's messages.
pub(super) const MESSAGE: &str = "mark_read";

/// How a client asks whether the server lives.
const ASK: &str = r#"{"action":"get_unread_count"}"#;

/// What no server of this protocol may say.
pub(super) const NONSENSE: [&str; 8] = [
    "",
    "{",
    "null",
    "[]",
    r#"{"type":5}"#,
    r#"{"type":"connected"}"#,
    r#"{"type":"ping"}"#,
    r#"{"type":"error","message":"what?"}"#,
];

pub(super) fn data(number: u64) -> Payload {
    Payload::encode(&MarkRead { notification_id: number.into() })
        .unwrap_or_else(|_| Payload::null())
}

/// What is about one notification bears its number; what the server counts has none.
pub(super) fn number(data: &Payload) -> Option<u64> {
    let new = data.read::<NewNotification>().map(|new| new.notification.id);
    let id = new.or_else(|_| data.read::<MarkRead>().map(|read| read.notification_id)).ok()?;
    id.to_string().parse().ok()
}

pub(super) fn read(text: &str) -> Result<ClientFrame, String> {
    if text == ASK {
        return Ok(ClientFrame::Ping);
    }
    let data = Payload::from_json(text).map_err(|error| error.to_string())?;
    let number = number(&data)
        .filter(|number| text == format!(r#"{{"action":"{MESSAGE}","notification_id":{number}}}"#));
    let data = number.map(Payload::from).ok_or_else(|| format!("nobody knows {text}"))?;
    Ok(ClientFrame::Publish { publication: Publication::new(MESSAGE, None, data), id: None })
}

pub(super) fn write(frame: &ServerFrame) -> Option<String> {
    match frame {
        // It is no welcome, but what some servers begin with.
        ServerFrame::Connected(_) => {
            Some(r#"{"type":"recent_notifications","notifications":[]}"#.to_owned())
        }
        ServerFrame::Pong { .. } => Some(r#"{"type":"unread_count","count":3}"#.to_owned()),
        ServerFrame::Publication(publication) => {
            let id = publication.data.as_json();
            Some(format!(r#"{{"type":"new_notification","notification":{{"id":{id}}}}}"#))
        }
        // It has no words for these.
        ServerFrame::Subscribed { .. }
        | ServerFrame::Unsubscribed { .. }
        | ServerFrame::Ping
        | ServerFrame::Ack { .. }
        | ServerFrame::Gap { .. }
        | ServerFrame::GoingAway(_)
        | ServerFrame::Error { .. }
        | _ => None,
    }
}
