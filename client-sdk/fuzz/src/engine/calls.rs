//! Scripts: what happens to an engine, read from bytes.
//!
//! A script can be read, and so can the corpus. Two digits are the settings and the seed. Then each
//! call is a letter, with its arguments in the characters after it; what is no call is passed over.
//!
//! | letter | call |
//! |---|---|
//! | `c` `d` | connect, disconnect |
//! | `s#` `u#` | subscribe to one of [`CHANNELS`], give back one of the subscriptions so far |
//! | `m#` | send one of [`MESSAGES`] |
//! | `z#` `y#` | sleep for one of [`DURATIONS`]; the same while no timer fires |
//! | `t` | the timer fires, due or not |
//! | `n` `f` | the network comes, goes |
//! | `v` `h` `i` `e` | the page is visible, hidden, frozen, resumed |
//! | `a#` | the application answers with one of [`TOKENS`], asked or not |
//! | `w` | storage says that earlier pages have left nothing |
//! | `o` `r` `q` | the transport is open, refused, ending |
//! | `k#` | it is closed with one of [`CLOSE_CODES`] |
//! | `l` `b#…` | it brings a frame that is too large, or one of so many bytes |
//! | `<…` | it brings text; see [`speech`] |
//! | `!` | before one of the four lines above: it happens to a transport that was left |

use std::time::Duration;

use arbitrary::{Arbitrary, Error, Result, Unstructured};
use bellwire::engine::{CloseFrame, Frame, Input, Network, Page, TransportEvent};
use bellwire::{ChannelName, Token, TokenError};

use super::speech;

/// The last has what JSON escapes.
const CHANNELS: [&str; 4] = ["jobs", "payments", "job.5", "ä \"\\b"];

/// What the application may answer: the seconds that a token is good for, if it says so, or none.
const TOKENS: [Option<Option<u64>>; 4] = [Some(None), Some(Some(1)), Some(Some(60)), None];

const CLOSE_CODES: [u16; 8] = [1000, 1006, 1012, 1013, 4001, 4003, 4008, 0];

/// In milliseconds. A digit is its place here; the characters after `9` are those after it in ASCII.
const DURATIONS: [u64; 16] = [
    0, 1, 250, 500, 1_000, 3_000, 5_000, 10_000, 25_000, 60_000, 100, 2_000, 35_000, 600_000,
    3_600_000, 7_200_000,
];

const MESSAGES: [Message; 8] = [
    Message { channel: None, padding: 0, key: None },
    Message { channel: Some("jobs"), padding: 0, key: None },
    Message { channel: Some("payments"), padding: 0, key: None },
    Message { channel: Some("jobs"), padding: 40, key: None },
    Message { channel: Some("jobs"), padding: 300, key: None },
    Message { channel: Some("jobs"), padding: 0, key: Some("a") },
    Message { channel: Some("jobs"), padding: 0, key: Some("b") },
    Message { channel: Some("payments"), padding: 0, key: Some("a") },
];

/// Something that happens to an engine.
#[derive(Clone, Debug)]
pub(super) enum Call {
    Connect,
    Disconnect,
    Subscribe(ChannelName),
    /// Counts the subscriptions, also those that were given back already.
    Unsubscribe(usize),
    Send(Message),
    Sleep(Duration),
    /// As when the machine sleeps: timers fire late.
    Doze(Duration),
    Input(Input),
    Transport(Whose, TransportEvent),
}

/// What the application sends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Message {
    pub(super) channel: Option<&'static str>,
    /// How much longer than necessary it is, in bytes.
    pub(super) padding: usize,
    pub(super) key: Option<&'static str>,
}

/// Which transport something happens to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Whose {
    /// The one the engine believes in.
    Live,
    /// The last one that it left, or that was closed.
    Left,
}

/// Reads the calls up to the end of the script.
pub(super) fn read(u: &mut Unstructured<'_>) -> impl Iterator<Item = Call> {
    std::iter::from_fn(|| {
        while !u.is_empty() {
            // What ends too soon is no call.
            if let Ok(Some(call)) = call(u) {
                return Some(call);
            }
        }
        None
    })
}

/// Reads a character as a number up to 15; digits stand for themselves.
pub(super) fn digit(u: &mut Unstructured<'_>) -> Result<u8> {
    Ok(u8::arbitrary(u)? & 0xf)
}

pub(super) fn channel(u: &mut Unstructured<'_>) -> Result<ChannelName> {
    ChannelName::try_from(*u.choose(&CHANNELS)?).map_err(|_| Error::IncorrectFormat)
}

fn call(u: &mut Unstructured<'_>) -> Result<Option<Call>> {
    Ok(Some(match u8::arbitrary(u)? {
        b'c' => Call::Connect,
        b'd' => Call::Disconnect,
        b's' => Call::Subscribe(channel(u)?),
        b'u' => Call::Unsubscribe(digit(u)?.into()),
        b'm' => Call::Send(*u.choose(&MESSAGES)?),
        b'z' => Call::Sleep(duration(u)?),
        b'y' => Call::Doze(duration(u)?),
        b't' => Call::Input(Input::Timeout),
        b'n' => Call::Input(Input::Network(Network::Online)),
        b'f' => Call::Input(Input::Network(Network::Offline)),
        b'v' => Call::Input(Input::Page(Page::Visible)),
        b'h' => Call::Input(Input::Page(Page::Hidden)),
        b'i' => Call::Input(Input::Page(Page::Frozen)),
        b'e' => Call::Input(Input::Page(Page::Resumed)),
        b'a' => Call::Input(Input::Token(token(u)?)),
        b'w' => Call::Input(Input::Restored(Vec::new())),
        b'!' => {
            let letter = u8::arbitrary(u)?;
            return Ok(event(letter, u)?.map(|event| Call::Transport(Whose::Left, event)));
        }
        letter => return Ok(event(letter, u)?.map(|event| Call::Transport(Whose::Live, event))),
    }))
}

fn token(u: &mut Unstructured<'_>) -> Result<std::result::Result<Token, TokenError>> {
    Ok(match *u.choose(&TOKENS)? {
        Some(None) => Ok(Token::new("secret")),
        Some(Some(seconds)) => Ok(Token::new("secret").expires_in(Duration::from_secs(seconds))),
        None if bool::arbitrary(u)? => Err(TokenError::SignedOut),
        None => Err(TokenError::Unavailable("503".to_owned())),
    })
}

fn event(letter: u8, u: &mut Unstructured<'_>) -> Result<Option<TransportEvent>> {
    Ok(Some(match letter {
        b'o' => TransportEvent::Opened,
        b'r' => TransportEvent::Refused { reason: "no".to_owned() },
        b'q' => TransportEvent::Ending,
        b'k' => {
            let code = *u.choose(&CLOSE_CODES)?;
            TransportEvent::Closed(CloseFrame { code, reason: String::new() })
        }
        b'l' => TransportEvent::Oversized { size: 10_000_000 },
        b'b' => {
            let count = digit(u)?;
            TransportEvent::Received(Frame::Binary(u.bytes(count.into())?.to_vec()))
        }
        b'<' => TransportEvent::Received(Frame::Text(speech::read(u)?)),
        _ => return Ok(None),
    }))
}

fn duration(u: &mut Unstructured<'_>) -> Result<Duration> {
    u.choose(&DURATIONS).copied().map(Duration::from_millis)
}
