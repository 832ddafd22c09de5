//! Whether the specification, `docs/src/protocol.md`, speaks this protocol.
#![cfg(test)]

use std::collections::BTreeSet;
use std::slice;

use bellwire_protocol::envelope::{
    ClientFrame, Departure, PRESENCE, PresenceNews, ServerFrame, close_code, is_reserved,
};
use bellwire_protocol::{ChannelName, DecodeError, Epoch};
use serde_json::Value;

const PAGE: &str = include_str!("../../docs/src/protocol.md");

/// The labels of the blocks with frames: who says them.
const CLIENT: &str = "json,client";
const SERVER: &str = "json,server";

/// Fewer than these are no specification.
const FEWEST_EXAMPLES: usize = 15;

/// The lines of the blocks with this label, each of which is a frame.
fn examples(label: &str) -> Vec<&'static str> {
    let fence = format!("```{label}\n");
    let blocks = PAGE.split(&fence).skip(1).filter_map(|rest| rest.split_once("```"));
    blocks.flat_map(|(block, _)| block.lines()).collect()
}

fn messages(example: &str) -> Vec<Result<ServerFrame, DecodeError>> {
    let mut messages = Vec::new();
    ServerFrame::decode(example, &mut |message| messages.push(message));
    messages
}

/// The JSON of a frame. Readers leave out what makes no sense, and this shows it.
fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Writes an envelope of the server as it stands on the page, with or without the time.
fn rewritten(message: &ServerFrame, example: &Value) -> Value {
    let timestamp = example["timestamp"].as_str();
    let mut written = json(&message.encode(timestamp.unwrap_or_default()));
    if timestamp.is_none() {
        written.as_object_mut().unwrap().remove("timestamp");
    }
    written
}

#[test]
fn there_are_examples_and_each_says_whose_it_is() {
    let (client, server) = (examples(CLIENT), examples(SERVER));
    assert!(client.len() + server.len() >= FEWEST_EXAMPLES, "{client:?} {server:?}");
    let labels = PAGE.lines().filter_map(|line| line.strip_prefix("```"));
    for label in labels.filter(|label| label.contains("json")) {
        assert!([CLIENT, SERVER].contains(&label), "nobody reads the block `{label}`");
    }
}

#[test]
fn what_the_client_says_can_be_read_and_nothing_of_it_is_left_out() {
    for example in examples(CLIENT) {
        let frame =
            ClientFrame::decode(example).unwrap_or_else(|error| panic!("{error}: {example}"));
        assert_eq!(json(&frame.encode()), json(example));
    }
}

#[test]
fn what_the_server_says_can_be_read_and_nothing_of_it_is_left_out() {
    for example in examples(SERVER) {
        let frame = json(example);
        let envelopes = frame.as_array().map_or_else(|| slice::from_ref(&frame), Vec::as_slice);
        let messages = messages(example);
        assert_eq!(messages.len(), envelopes.len(), "{example}");
        for (message, envelope) in messages.into_iter().zip(envelopes) {
            let message = message.unwrap_or_else(|error| panic!("{error}: {envelope}"));
            assert_eq!(rewritten(&message, envelope), *envelope);
        }
    }
}

#[test]
fn what_the_server_says_of_presence_is_no_publication() {
    let messages = examples(SERVER).into_iter().flat_map(messages);
    let named = messages.filter_map(|message| match message {
        Ok(ServerFrame::Publication(publication)) if publication.event == PRESENCE => {
            Some(PresenceNews::read(&publication))
        }
        Ok(_) | Err(_) => None,
    });
    let named: Vec<_> = named.collect();
    assert!(named.len() >= 3 && named.iter().all(Option::is_some), "{named:?}");
}

#[test]
fn the_page_names_the_words_codes_and_limits_of_the_code() {
    let words: BTreeSet<_> = PAGE.split('`').filter(|word| is_reserved(word)).collect();
    assert_eq!(words.len(), 13, "{words:?}");
    let codes = [
        close_code::SERVICE_RESTART,
        close_code::TRY_AGAIN_LATER,
        close_code::UNAUTHORIZED,
        close_code::FORBIDDEN,
        close_code::RATE_LIMITED,
    ];
    for code in codes {
        assert!(PAGE.contains(&format!("| {code} | ")), "{code}");
    }
    assert!(PAGE.contains(&format!("1 to {} bytes, no control", ChannelName::MAX_BYTES)));
    assert!(PAGE.contains(&format!("| epoch | 1 to {} bytes", Epoch::MAX_BYTES)));
    assert_eq!(Departure::LONGEST.as_millis(), 300_000);
    assert!(PAGE.contains("300,000 ms"));
}
