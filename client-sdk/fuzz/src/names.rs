//! Names that come from outside: of channels, and of the lives of their histories.

use bellwire_protocol::envelope::{ClientFrame, ServerFrame};
use bellwire_protocol::{ChannelName, Epoch, InvalidChannelName, Position};

use crate::text::text;

/// A name is refused for the reasons that are documented and no other, and comes back from JSON and
/// from the wire as it was.
///
/// # Panics
///
/// Panics when that does not hold.
pub fn channel_name(data: &[u8]) {
    let text = text(data);
    let expected = if text.is_empty() {
        Err(InvalidChannelName::Empty)
    } else if text.len() > ChannelName::MAX_BYTES {
        Err(InvalidChannelName::TooLong { length: text.len() })
    } else if text.chars().any(char::is_control) {
        Err(InvalidChannelName::ControlCharacter)
    } else {
        Ok(&*text)
    };
    let name = ChannelName::try_from(&*text);
    assert_eq!(name.as_ref().map(ChannelName::as_str).map_err(Clone::clone), expected);

    let json = json_string(&text);
    assert_eq!(serde_json::from_str(&json).ok(), name.clone().ok(), "{json}");
    if let Ok(name) = name {
        assert_eq!(serde_json::to_string(&name).ok(), Some(json));
        let frame = ClientFrame::Subscribe { channels: vec![name], id: None, recover: Vec::new() };
        assert_eq!(ClientFrame::decode(&frame.encode()), Ok(frame));
    }
}

/// A position is read exactly when its epoch is a name and its offset a number, and positions are
/// in order. Each line is a position: the epoch, a space, and the offset.
///
/// # Panics
///
/// Panics when that does not hold.
pub fn position(data: &[u8]) {
    let text = text(data);
    let positions: Vec<_> = text.lines().take(8).filter_map(read_position).collect();
    for (one, other) in positions.iter().flat_map(|one| positions.iter().map(move |b| (one, b))) {
        let is_same_life = one.epoch == other.epoch;
        assert_eq!(one.covers(other), is_same_life && one.offset >= other.offset);
        assert!(!is_same_life || one.covers(other) || other.covers(one), "{one:?}, {other:?}");
        if one.is_followed_by(other) {
            assert!(other.covers(one) && !one.covers(other), "{one:?}, {other:?}");
            assert_eq!(other.offset - one.offset, 1);
        }
    }
}

fn read_position(line: &str) -> Option<Position> {
    let (epoch, offset) = line.rsplit_once(' ')?;
    let text = format!(r#"{{"type":"tick","epoch":{},"offset":{offset}}}"#, json_string(epoch));
    let mut position = None;
    ServerFrame::decode(&text, &mut |message| {
        if let Ok(ServerFrame::Publication(publication)) = message {
            position = publication.position;
        }
    });
    // An offset could close the brace and bring fields of its own.
    if serde_json::from_str::<serde_json::Value>(offset).is_ok() {
        let epoch = Epoch::try_from(epoch).ok();
        let offset = serde_json::from_str(offset).ok();
        let expected = epoch.zip(offset).map(|(epoch, offset)| Position { epoch, offset });
        assert_eq!(position, expected, "{text}");
    }
    position
}

fn json_string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
