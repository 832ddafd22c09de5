use std::collections::{BTreeMap, BTreeSet};

use bellwire::engine::{ClientEvent, Engine, Frame};
use bellwire::{ChannelName, Position, Publication};
use bellwire_protocol::envelope::ServerFrame;

/// What the application was told of its channels.
#[derive(Debug, Default)]
pub(super) struct Channels {
    /// Those that the server has confirmed on the connection at hand.
    confirmed: BTreeSet<ChannelName>,
    /// Those that were confirmed at least once since they are wanted. Before that, nothing can be
    /// missing.
    begun: BTreeSet<ChannelName>,
    /// Where these stood after the last call, or at the publication that was handed on since; not
    /// those that have had a gap since.
    positions: BTreeMap<ChannelName, Position>,
    /// How many messages with a place in a channel the server has sent since then.
    messages: u64,
}

impl Channels {
    /// The server has sent a frame.
    pub(super) fn received(&mut self, frame: &Frame) {
        let text = match frame {
            Frame::Text(text) | Frame::Secret(text) => text.into(),
            Frame::Binary(bytes) => String::from_utf8_lossy(bytes),
        };
        ServerFrame::decode(&text, &mut |message| {
            let has_place =
                matches!(message, Ok(ServerFrame::Publication(_) | ServerFrame::Ack { .. }));
            self.messages += u64::from(has_place);
        });
    }

    /// The connection is gone, and all confirmations with it.
    pub(super) fn lost(&mut self) {
        self.confirmed.clear();
    }

    pub(super) fn hear(&mut self, event: &ClientEvent) {
        match event {
            ClientEvent::Subscribed(channel) => {
                self.confirmed.insert(channel.clone());
            }
            ClientEvent::Unsubscribed { channel, .. } => {
                self.confirmed.remove(channel);
            }
            ClientEvent::Gap(gap) => {
                if let Some(channel) = &gap.channel {
                    self.positions.remove(channel);
                }
            }
            ClientEvent::Received(publication) => self.handed_on(publication),
            ClientEvent::StatusChanged(_)
            | ClientEvent::Settled { .. }
            | ClientEvent::Fault(_)
            | _ => {}
        }
    }

    pub(super) fn check(&mut self, engine: &Engine) {
        let wanted: BTreeSet<_> = engine.wanted_channels().cloned().collect();
        let confirmed: BTreeSet<_> = engine.confirmed_channels().cloned().collect();
        // What was given back ends without a word.
        self.confirmed.retain(|channel| wanted.contains(channel) || confirmed.contains(channel));
        assert_eq!(self.confirmed, confirmed, "what is confirmed is what was told");

        for (channel, before) in &self.positions {
            if wanted.contains(channel) {
                let after = engine.position(channel);
                let steps = after.filter(|after| after.covers(before));
                let steps = steps.map(|after| after.offset - before.offset);
                let is_step_by_step = steps.is_some_and(|steps| steps <= self.messages);
                assert!(is_step_by_step, "{channel}: from {before:?} to {after:?} without a gap");
            }
        }
        self.begun.extend(confirmed);
        self.begun.retain(|channel| wanted.contains(channel));
        let position = |name: &ChannelName| Some((name.clone(), engine.position(name)?.clone()));
        self.positions = self.begun.iter().filter_map(position).collect();
        self.messages = 0;
    }

    fn handed_on(&mut self, publication: &Publication) {
        if let Some(channel) = &publication.channel
            && let Some(position) = &publication.position
            && let Some(here) = self.positions.get_mut(channel)
        {
            assert!(!here.covers(position), "{channel}: {position:?} again, after {here:?}");
            here.clone_from(position);
        }
    }
}
