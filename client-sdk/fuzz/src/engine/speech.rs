//! What a server says, well or badly, read from the bytes of a script.
//!
//! Each message is a letter with its arguments; several make a batch, and what is no message ends
//! the frame. `~#` before them cuts so many characters off. `{` and `[` begin text that is taken as
//! it is, up to the end of the line.
//!
//! | letter | message |
//! |---|---|
//! | `w#` | a welcome; acknowledges if bit 0 is set, recovers if bit 1 is |
//! | `s###` `S` | confirms a channel at a place, recovered or not; all, without names |
//! | `u#` `U` | confirms that a channel is given back; all, without names |
//! | `i` `o` | ping, pong |
//! | `O##` | pong with the place of a channel |
//! | `a#` `A###` | acknowledges a message, by its number from 1; the same with channel and place |
//! | `x#` `X#` | refuses a message, a channel |
//! | `g##` `G` | a gap in a channel, which goes on at a place; a gap in what goes to everybody |
//! | `d#` | goes away, and asks to be called within so many seconds |
//! | `p##` `P` | a publication in a channel at a place; to everybody |
//! | `e###` | the same as `p`, bearing one of two keys that messages of the application have |
//!
//! A place is `1` to `9` in one epoch, `a` to `z` in another, or `A` to `Z` at the end of all
//! numbers; anything else is none.

use std::time::Duration;

use arbitrary::{Arbitrary, Error, Result, Unstructured};
use bellwire::{ChannelName, Payload, Position, Publication};
use bellwire_protocol::Epoch;
use bellwire_protocol::envelope::{
    Capabilities, Departure, Loss, Recovery, ServerFrame, Standing, Welcome,
};

use super::calls::{channel, digit};

const RECOVERIES: [Recovery; 4] = [
    Recovery::NotAsked,
    Recovery::Complete,
    Recovery::Impossible(Loss::Expired),
    Recovery::Impossible(Loss::EpochChanged),
];

/// Reads one frame.
pub(super) fn read(u: &mut Unstructured<'_>) -> Result<String> {
    let mut messages = Vec::new();
    let mut cut = 0;
    while !u.is_empty() {
        let letter = u8::arbitrary(u)?;
        match letter {
            b'~' => cut = digit(u)?,
            b'{' | b'[' => {
                messages.push(line(letter, u)?);
                break;
            }
            letter => match message(letter, u)? {
                Some(message) => messages.push(message.encode("2026-01-01T00:00:00.000Z")),
                None => break,
            },
        }
    }
    let mut text = match &messages[..] {
        [message] => message.clone(),
        messages => format!("[{}]", messages.join(",")),
    };
    for _ in 0..cut {
        text.pop();
    }
    Ok(text)
}

fn line(first: u8, u: &mut Unstructured<'_>) -> Result<String> {
    let mut line = vec![first];
    while !u.is_empty() {
        match u8::arbitrary(u)? {
            b'\n' => break,
            byte => line.push(byte),
        }
    }
    Ok(String::from_utf8_lossy(&line).into_owned())
}

fn message(letter: u8, u: &mut Unstructured<'_>) -> Result<Option<ServerFrame>> {
    Ok(Some(match letter {
        b'w' => welcome(digit(u)?),
        b's' => {
            let (channel, standing) = (channel(u)?, place(u)?);
            let recovery = *u.choose(&RECOVERIES)?;
            subscribed(channel, standing, recovery)
        }
        b'S' => ServerFrame::Subscribed { channels: Vec::new(), id: None, positions: Vec::new() },
        b'u' => ServerFrame::Unsubscribed { channels: vec![channel(u)?], id: None },
        b'U' => ServerFrame::Unsubscribed { channels: Vec::new(), id: None },
        b'i' => ServerFrame::Ping,
        b'o' => ServerFrame::Pong { positions: Vec::new() },
        b'O' => {
            let channel = channel(u)?;
            let standing =
                |position| (channel, Standing { position, recovery: Recovery::NotAsked });
            ServerFrame::Pong { positions: place(u)?.map(standing).into_iter().collect() }
        }
        b'a' => ServerFrame::Ack { id: id(u)?, channel: None, position: None },
        b'A' => ServerFrame::Ack { id: id(u)?, channel: Some(channel(u)?), position: place(u)? },
        b'x' => refusal(Some(id(u)?), Vec::new()),
        b'X' => refusal(None, vec![channel(u)?]),
        b'g' => {
            let (channel, position) = (Some(channel(u)?), place(u)?);
            ServerFrame::Gap { channel, loss: Loss::Dropped, position }
        }
        b'G' => ServerFrame::Gap { channel: None, loss: Loss::Other, position: None },
        b'd' => {
            let latest = Duration::from_secs(digit(u)?.into());
            let reconnect_within = Some((Duration::ZERO, latest));
            ServerFrame::GoingAway(Departure { reason: "drain".to_owned(), reconnect_within })
        }
        b'p' => publication(Some(channel(u)?), place(u)?, None),
        b'P' => publication(None, None, None),
        b'e' => {
            let (channel, position) = (Some(channel(u)?), place(u)?);
            publication(channel, position, Some(*u.choose(&["a", "b"])?))
        }
        _ => return Ok(None),
    }))
}

fn welcome(bits: u8) -> ServerFrame {
    let capabilities = Capabilities {
        ack: bits & 1 != 0,
        auth: bits & 4 != 0,
        presence: bits & 8 != 0,
        recovery: bits & 2 != 0,
    };
    ServerFrame::Connected(Welcome::versioned("5f".to_owned(), capabilities))
}

fn subscribed(channel: ChannelName, position: Option<Position>, recovery: Recovery) -> ServerFrame {
    let standing = |position| (channel.clone(), Standing { position, recovery });
    let positions = position.map(standing).into_iter().collect();
    ServerFrame::Subscribed { channels: vec![channel], id: None, positions }
}

fn refusal(id: Option<Payload>, channels: Vec<ChannelName>) -> ServerFrame {
    ServerFrame::Error { id, channels, message: "no".to_owned() }
}

fn publication(
    channel: Option<ChannelName>,
    position: Option<Position>,
    key: Option<&str>,
) -> ServerFrame {
    let publication = Publication::new("tick", channel, Payload::null());
    ServerFrame::Publication(Publication { position, key: key.map(Into::into), ..publication })
}

fn id(u: &mut Unstructured<'_>) -> Result<Payload> {
    Payload::encode(&digit(u)?).map_err(|_| Error::IncorrectFormat)
}

fn place(u: &mut Unstructured<'_>) -> Result<Option<Position>> {
    let letter = u8::arbitrary(u)?;
    let (epoch, offset) = match letter {
        b'1'..=b'9' => ("k3", u64::from(letter - b'0')),
        b'a'..=b'z' => ("m9", u64::from(letter - b'a')),
        b'A'..=b'Z' => ("k3", u64::MAX - u64::from(b'Z' - letter)),
        _ => return Ok(None),
    };
    let epoch = Epoch::try_from(epoch).map_err(|_| Error::IncorrectFormat)?;
    Ok(Some(Position { epoch, offset }))
}
