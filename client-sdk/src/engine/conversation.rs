//! What the server says, and what follows from it.

use bellwire_protocol::envelope::Loss;
use bellwire_protocol::{ChannelName, Position, Publication};

use super::engine::Engine;
use super::protocol::Inbound;
use super::subscriptions::Arrived;
use super::{
    ClientEvent, Excerpt, Fault, Frame, GapReason, Instant, MessageId, Outcome, RefuseReason,
    TransportAction,
};

impl Engine {
    pub(super) fn handle_frame(&mut self, now: Instant, frame: Frame) {
        self.connection.handle_life(now);
        if frame.len() > self.max_frame {
            self.fault(Fault::OversizedFrame { size: frame.len(), limit: self.max_frame });
            return;
        }
        let text = match frame {
            Frame::Text(text) | Frame::Secret(text) => text,
            Frame::Binary(bytes) => match String::from_utf8(bytes) {
                Ok(text) => text,
                Err(error) => {
                    self.fault(Fault::NotText { bytes: error.as_bytes().len() });
                    return;
                }
            },
        };
        let protocol = self.protocol.clone();
        protocol.decode(&text, &mut |message| match message {
            Ok(message) => self.handle_message(now, message),
            Err(error) => {
                self.fault(Fault::UndecodableFrame { error, excerpt: Excerpt::of(&text) });
            }
        });
        // A message may have shown that another is missing.
        self.request_channels(now);
    }

    fn handle_message(&mut self, now: Instant, message: Inbound) {
        if let Inbound::Welcome { capabilities, max_frame } = &message
            && !self.is_introduced
        {
            // What was promised holds for as long as the connection does.
            self.is_introduced = true;
            self.capabilities = *capabilities;
            self.server_max_frame = max_frame.unwrap_or(usize::MAX);
        }
        // A server that talks has welcomed us, whether it says so or not.
        let renews = self.capabilities.auth;
        if self.connection.handle_welcome(now, renews, &mut self.outputs) {
            self.handle_connected(now);
        }
        match message {
            Inbound::Welcome { .. } => {}
            Inbound::Subscribed { channels, positions } => {
                for confirmation in self.subscriptions.handle_subscribed(channels, &positions) {
                    self.report_confirmation(confirmation);
                }
            }
            Inbound::Unsubscribed { channels, is_numbered } => {
                let taken_away = self.subscriptions.handle_unsubscribed(channels, is_numbered);
                self.report_unsubscribed(taken_away);
            }
            Inbound::Ping => {
                if let Some(transport) = self.connection.open_transport() {
                    let pong = self.protocol.pong();
                    self.outputs.transport(transport, TransportAction::Send(pong));
                }
            }
            Inbound::Pong { positions } => {
                self.connection.handle_pong(now);
                self.end_doubts();
                for (channel, gap) in self.subscriptions.handle_positions(positions) {
                    self.report_gap(Some(channel), gap);
                }
            }
            Inbound::Acknowledged { id, channel, position } => {
                self.handle_acknowledged(id, channel.as_ref(), position.as_ref());
            }
            Inbound::Gap { channel, loss, position } => self.handle_gap(channel, loss, position),
            Inbound::GoingAway(departure) => self.connection.handle_departure(&departure),
            Inbound::Refused { id, channels, message } => {
                self.handle_refused(id, channels, &message);
            }
            Inbound::Publication(publication) => self.handle_publication(publication),
        }
    }

    pub(super) fn handle_connected(&mut self, now: Instant) {
        // What keeps a history also says where it stands.
        if self.subscriptions.handle_welcome(now, self.capabilities.recovery) {
            self.report_gap(None, GapReason::NoRecovery);
        }
        if !self.capabilities.ack {
            // An earlier server may have had them, and this one would not know them again.
            while let Some(sent) = self.outbox.take_sent() {
                self.settle(sent, Outcome::Delivered);
            }
        }
        self.flush();
    }

    fn handle_publication(&mut self, publication: Publication) {
        let is_ours = self.settle_ours(&publication);
        if self.passes(publication.channel.as_ref(), publication.position.as_ref()) && !is_ours {
            self.outputs.event(ClientEvent::Received(publication));
        }
    }

    /// A message of ours that comes back from the channel's history has arrived.
    fn settle_ours(&mut self, publication: &Publication) -> bool {
        let Some(key) = &publication.key else { return false };
        let Some(ours) = self.outbox.settle_by_key(key) else { return false };
        self.settle(ours, Outcome::Acknowledged);
        self.flush();
        true
    }

    fn handle_acknowledged(
        &mut self,
        id: MessageId,
        channel: Option<&ChannelName>,
        position: Option<&Position>,
    ) {
        if let Some(acknowledged) = self.outbox.settle(id) {
            self.settle(acknowledged, Outcome::Acknowledged);
        }
        self.flush();
        if position.is_some() {
            self.passes(channel, position);
        }
    }

    /// Whether a publication is to be handed on; tells of a gap before it.
    fn passes(&mut self, channel: Option<&ChannelName>, position: Option<&Position>) -> bool {
        let Some(channel) = channel else { return true };
        match self.subscriptions.handle_publication(channel, position) {
            Arrived::HandOn => true,
            Arrived::HandOnAfter(confirmation) => {
                self.report_confirmation(confirmation);
                true
            }
            Arrived::Leave => false,
        }
    }

    fn handle_gap(&mut self, channel: Option<ChannelName>, loss: Loss, position: Option<Position>) {
        let concerns_us =
            channel.as_ref().is_none_or(|channel| self.subscriptions.handle_gap(channel, position));
        if concerns_us {
            self.report_gap(channel, GapReason::Unrecoverable(loss));
        }
    }

    fn handle_refused(&mut self, id: Option<MessageId>, channels: Vec<ChannelName>, words: &str) {
        self.fault(Fault::Refused { excerpt: Excerpt::of(words) });
        if let Some(id) = id
            && let Some(refused) = self.outbox.settle(id)
        {
            self.settle(refused, Outcome::Refused(RefuseReason::Server));
            self.flush();
        }
        let refused = self.subscriptions.handle_refused(channels);
        self.report_unsubscribed(refused);
    }

    fn report_unsubscribed(&mut self, channels: Vec<ChannelName>) {
        for channel in channels {
            self.outputs.event(ClientEvent::Unsubscribed(channel));
        }
    }
}
