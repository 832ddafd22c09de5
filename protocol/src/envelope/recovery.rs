//! Positions as they stand in envelopes.

use std::fmt::Write;

use crate::{ChannelName, Epoch, Position, json};

/// Where a channel stands, as the server says when it confirms a subscription.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::envelope::{Recovery, ServerFrame, Standing};
/// use bellwire_protocol::{Epoch, Position};
///
/// let position = Position { epoch: Epoch::from_number(7), offset: 42 };
/// let standing = Standing { position, recovery: Recovery::Complete };
/// let pong = ServerFrame::Pong { positions: vec![("jobs".parse()?, standing)] };
/// assert!(pong.encode("…").contains(r#""jobs":{"epoch":"7","offset":42,"recovered":true}"#));
/// # Ok::<(), bellwire_protocol::InvalidChannelName>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The newest publication of the channel, which may be older than the subscription.
    pub position: Position,
    /// What became of the request to recover, where there was one.
    pub recovery: Recovery,
}

/// What became of a request to recover.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::envelope::{Loss, Recovery};
///
/// fn must_fetch_again(recovery: Recovery) -> bool {
///     match recovery {
///         Recovery::Complete => false,
///         Recovery::NotAsked | Recovery::Impossible(_) => true,
///     }
/// }
/// assert!(must_fetch_again(Recovery::Impossible(Loss::Expired)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovery {
    /// Nothing was asked for.
    NotAsked,
    /// Everything that was missed follows at once, before anything newer.
    Complete,
    /// Not everything is at hand, and so nothing follows.
    Impossible(Loss),
}

/// Why publications cannot be recovered.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::envelope::{Loss, ServerFrame};
///
/// let text = r#"{"type":"gap","channel":"jobs","data":{"reason":"dropped"}}"#;
/// ServerFrame::decode(text, &mut |message| {
///     assert!(matches!(message, Ok(ServerFrame::Gap { loss: Loss::Dropped, .. })));
/// });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Loss {
    /// The history does not reach back so far: it is limited in time and number.
    Expired,
    /// The history was lost, for instance because the server started anew.
    EpochChanged,
    /// The server had to leave some out.
    Dropped,
    /// A reason of the server's own.
    Other,
}

impl Loss {
    const WORDS: [(Self, &'static str); 4] = [
        (Self::Expired, "expired"),
        (Self::EpochChanged, "epoch_changed"),
        (Self::Dropped, "dropped"),
        (Self::Other, "other"),
    ];

    pub(super) fn read(word: &str) -> Self {
        Self::WORDS.iter().find(|(_, known)| *known == word).map_or(Self::Other, |(loss, _)| *loss)
    }

    pub(super) fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(loss, _)| *loss == self).map_or("other", |(_, word)| word)
    }
}

/// Reads a position from its two fields. An odd one is none: the message counts all the same.
pub(super) fn read_position(epoch: Option<&str>, offset: Option<&str>) -> Option<Position> {
    let epoch = Epoch::try_from(&*epoch.and_then(json::string)?).ok()?;
    Some(Position { epoch, offset: json::number(offset?)? })
}

/// Reads an object from channels to positions. An entry that makes no sense is left out.
pub(super) fn read_all(object: &str) -> Vec<(ChannelName, Standing)> {
    let mut standings = Vec::new();
    let _ = json::for_each_field(object, &mut |name, value| {
        if let Ok(channel) = ChannelName::try_from(&*name)
            && let Some(standing) = read_standing(value)
        {
            standings.push((channel, standing));
        }
    });
    standings
}

fn read_standing(object: &str) -> Option<Standing> {
    let (mut epoch, mut offset, mut recovered, mut reason) = (None, None, None, None);
    json::for_each_field(object, &mut |name, value| match &*name {
        "epoch" => epoch = Some(value),
        "offset" => offset = Some(value),
        "recovered" if value != "null" => recovered = Some(value == "true"),
        "reason" => reason = json::string(value),
        _ => {}
    })
    .ok()?;
    let recovery = match recovered {
        None => Recovery::NotAsked,
        Some(true) => Recovery::Complete,
        Some(false) => Recovery::Impossible(Loss::read(reason.as_deref().unwrap_or_default())),
    };
    Some(Standing { position: read_position(epoch, offset)?, recovery })
}

/// Writes an object from channels to positions.
pub(super) fn write_all<'a>(
    out: &mut String,
    positions: &mut dyn Iterator<Item = (&'a ChannelName, &'a Position, Recovery)>,
) {
    let mut separator = '{';
    for (channel, position, recovery) in positions {
        out.push(separator);
        separator = ',';
        json::write_string(out, channel.as_str());
        out.push_str(":{");
        write_position(out, position);
        match recovery {
            Recovery::NotAsked => {}
            Recovery::Complete => out.push_str(",\"recovered\":true"),
            Recovery::Impossible(loss) => {
                out.push_str(",\"recovered\":false,\"reason\":");
                json::write_string(out, loss.word());
            }
        }
        out.push('}');
    }
    out.push('}');
}

/// Writes the two fields of a position, without braces.
pub(super) fn write_position(out: &mut String, position: &Position) {
    out.push_str("\"epoch\":");
    json::write_string(out, position.epoch.as_str());
    let _ = write!(out, ",\"offset\":{}", position.offset);
}
