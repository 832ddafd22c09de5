//! What is sent to the server, and what becomes of messages.

use super::engine::Engine;
use super::outbox::Settled;
use super::{
    ClientEvent, Frame, Instant, MessageId, Outcome, RefuseReason, TransportAction, TransportId,
};

impl Engine {
    /// Says who we are before anything else.
    pub(super) fn introduce(&mut self) {
        let token = self.connection.token();
        if let Some(transport) = self.connection.open_transport()
            && let Some(frame) = self.protocol.first_message(token)
        {
            self.outputs.transport(transport, TransportAction::Send(frame));
        }
    }

    /// Asks for the channels that are wanted and were not asked for.
    pub(super) fn request_channels(&mut self, now: Instant) {
        let Some(transport) = self.connection.open_transport() else { return };
        let wanted = self.subscriptions.take_due(now);
        if !wanted.channels.is_empty() {
            let frame = self.protocol.subscribe(wanted);
            self.outputs.transport(transport, TransportAction::Send(frame));
        }
    }

    /// Sends what waits for a connection, if there is one.
    pub(super) fn flush(&mut self) {
        let Some(transport) = self.connection.connected_transport() else { return };
        while let Some((id, message)) = self.outbox.take_unsent() {
            // A command has an answer of its own.
            let is_acknowledged =
                self.capabilities.ack && !self.protocol.is_reserved(&message.event);
            let frame = self.protocol.publish(message, is_acknowledged.then_some(id));
            let refused = self.transmit(transport, frame);
            let outcome =
                if is_acknowledged { refused } else { refused.or(Some(Outcome::Delivered)) };
            if let Some(outcome) = outcome
                && let Some(message) = self.outbox.settle(id)
            {
                self.settle(message, outcome);
            }
        }
    }

    /// Sends a message, unless the server would break the connection for it, again and again.
    pub(super) fn transmit(&mut self, transport: TransportId, frame: Frame) -> Option<Outcome> {
        if frame.len() > self.server_max_frame {
            return Some(Outcome::Refused(RefuseReason::TooLarge));
        }
        self.outputs.transport(transport, TransportAction::Send(frame));
        None
    }

    pub(super) fn settle(&mut self, message: Settled, outcome: Outcome) {
        if let Some(action) = message.forget {
            self.outputs.store(action);
        }
        self.report_outcome(message.id, outcome);
    }

    pub(super) fn report_outcome(&mut self, id: MessageId, outcome: Outcome) {
        self.outputs.event(ClientEvent::Settled { id, outcome });
    }
}
