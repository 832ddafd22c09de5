//! Frames: what was understood once is understood again.

use bellwire_protocol::DecodeError;
use bellwire_protocol::envelope::{ClientFrame, PresenceNews, ServerFrame};

use crate::text::text;

const NOW: &str = "2026-01-01T00:00:00.000Z";

/// Whatever a server sends is read without a panic, and each message that makes sense says the same
/// when it is written, alone or in a batch.
///
/// # Panics
///
/// Panics when that does not hold.
pub fn server_frame(data: &[u8]) {
    let frames: Vec<_> = decode_all(&text(data)).into_iter().flatten().collect();
    frames.iter().for_each(presence);
    let written: Vec<_> = frames.iter().map(|frame| frame.encode(NOW)).collect();
    let expected: Vec<_> = frames.into_iter().map(stamped).map(Ok).collect();
    for (written, expected) in written.iter().zip(&expected) {
        assert_eq!(decode_all(written), std::slice::from_ref(expected), "{written}");
    }
    let batch = format!("[{}]", written.join(","));
    assert_eq!(decode_all(&batch), expected, "{batch}");
}

/// Whatever a client sends is read without a panic, and what makes sense says the same when it is
/// written.
///
/// # Panics
///
/// Panics when that does not hold.
pub fn client_frame(data: &[u8]) {
    let Ok(frame) = ClientFrame::decode(&text(data)) else { return };
    let written = frame.encode();
    assert_eq!(ClientFrame::decode(&written), Ok(without_idle_key(frame)), "{written}");
}

/// What a publication says of who is in its channel is the same when it is written.
fn presence(frame: &ServerFrame) {
    if let ServerFrame::Publication(publication) = frame
        && let Some(news) = PresenceNews::read(publication)
        && let Some(channel) = publication.channel.clone()
    {
        assert_eq!(PresenceNews::read(&news.publication(channel)), Some(news));
    }
}

fn decode_all(text: &str) -> Vec<Result<ServerFrame, DecodeError>> {
    let mut frames = Vec::new();
    ServerFrame::decode(text, &mut |frame| frames.push(frame));
    frames
}

/// Every frame leaves with a time. Only publications keep theirs when they are read, so a
/// publication that had none comes back with the server's.
fn stamped(mut frame: ServerFrame) -> ServerFrame {
    if let ServerFrame::Publication(publication) = &mut frame {
        publication.timestamp.get_or_insert_with(|| NOW.to_owned());
    }
    frame
}

/// A key travels only with an id: it is of use to servers that acknowledge, and to no other.
fn without_idle_key(mut frame: ClientFrame) -> ClientFrame {
    if let ClientFrame::Publish { publication, id: None } = &mut frame {
        publication.key = None;
    }
    frame
}
