//! Payloads: our own reader of JSON and serde_json agree on what JSON is.

use bellwire_protocol::envelope::{ClientFrame, ServerFrame};
use bellwire_protocol::{Payload, Publication};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::text::text;

/// A text is a payload exactly when serde_json takes it for JSON, and what is a payload can be read,
/// written and sent.
///
/// # Panics
///
/// Panics when that does not hold.
pub fn payload(data: &[u8]) {
    let text = text(data);
    let payload = Payload::from_json(&*text);
    let of_serde: Result<Payload, _> = serde_json::from_str(&text);
    assert_eq!(payload.as_ref().ok(), of_serde.as_ref().ok(), "both ways in are one: {text}");
    match payload {
        Ok(payload) => {
            agrees_with_serde(&text, &payload);
            travels(&payload);
        }
        Err(error) => {
            let is_json = serde_json::from_str::<&RawValue>(&text).is_ok();
            // A raw value of serde_json's has no limit of depth; nobody could read it, though.
            let is_too_deep = error.to_string().contains("nested too deeply");
            assert!(!is_json || is_too_deep, "{error}: {text}");
            assert!(serde_json::from_str::<Value>(&text).is_err(), "{error}: {text}");
        }
    }
}

fn agrees_with_serde(text: &str, payload: &Payload) {
    assert_eq!(payload.as_number(), payload.read::<u64>().ok(), "{text}");
    match payload.read::<Value>() {
        Ok(value) => assert_eq!(serde_json::from_str::<Value>(text).ok(), Some(value)),
        Err(error) => assert!(is_limit_of_values(text, &error.to_string()), "{error}: {text}"),
    }
}

/// Text can say what serde_json's values cannot hold. A payload is text, and it is for its reader to
/// refuse such values.
fn is_limit_of_values(text: &str, error: &str) -> bool {
    // Half a letter: browsers write it, Rust's strings have no place for it.
    error.starts_with("lone leading surrogate in hex escape")
        || error.starts_with("unexpected end of hex escape")
        // Larger than any `f64`.
        || error.starts_with("number out of range")
        // 128 levels of brackets are one more than serde_json follows.
        || error.starts_with("recursion limit exceeded")
        // A name that serde_json keeps for itself.
        || text.contains("$serde_json::private")
}

/// Whatever is a payload arrives as it was, in both directions, alone or in a batch.
fn travels(payload: &Payload) {
    assert_eq!(serde_json::to_string(payload).ok().as_deref(), Some(payload.as_json()));
    let publication = Publication::new("event", None, payload.clone());
    let id = Some(payload.clone()).filter(|id| *id != Payload::null());
    let published = ClientFrame::Publish { publication: publication.clone(), id };
    assert_eq!(ClientFrame::decode(&published.encode()), Ok(published));

    let timestamp = Some("now".to_owned());
    let frame = ServerFrame::Publication(Publication { timestamp, ..publication });
    let text = frame.encode("later");
    for (text, count) in [(text.clone(), 1), (format!("[{text},{text}]"), 2)] {
        let mut arrived = 0;
        ServerFrame::decode(&text, &mut |message| {
            assert_eq!(message.as_ref(), Ok(&frame), "{text}");
            arrived += 1;
        });
        assert_eq!(arrived, count, "{text}");
    }
}
