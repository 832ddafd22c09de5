//! What is sent to the server, and what becomes of messages.

use bellwire_protocol::pusher::ChannelKind;
use bellwire_protocol::{ChannelName, Publication};

use super::engine::Engine;
use super::outbox::Settled;
use super::subscriptions::Interest;
use super::{
    ClientEvent, Frame, Instant, MessageId, Outcome, Protocol, RefuseReason, TransportAction,
    TransportId,
};

/// When a message can be sent over the connection that there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Readiness {
    Now,
    /// So as to keep the pace.
    At(Instant),
    /// Once its channel is live.
    Later,
    Never(RefuseReason),
}

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
        let transport = if self.protocol.insists_on_welcome() {
            self.connection.connected_transport()
        } else {
            self.connection.open_transport()
        };
        let Some(transport) = transport else { return };
        let awaits_sign_in = self.awaits_sign_in();
        let wanted = self.subscriptions.take_due(now, &|channel| {
            self.protocol.needs_grant(channel) || (awaits_sign_in && is_for_user(channel))
        });
        if !wanted.channels.is_empty() {
            let outputs = &mut self.outputs;
            self.protocol.subscribe(wanted, &mut |frame| {
                outputs.transport(transport, TransportAction::Send(frame));
            });
        }
        self.request_grants(now);
    }

    /// Whether the server does not know yet whose channel is meant by one that is for a user.
    fn awaits_sign_in(&self) -> bool {
        Protocol::KNOWS_PUSHER
            && self.user_channel.is_some()
            && ChannelName::try_from(Protocol::SIGN_IN)
                .is_ok_and(|sign_in| self.subscriptions.interest_in(&sign_in) != Interest::Live)
    }

    /// Sends what waits, in order, as far as it may be sent.
    pub(super) fn flush(&mut self, now: Instant) {
        self.paced_until = None;
        let Some(transport) = self.connection.connected_transport() else { return };
        while let Some((id, message)) = self.outbox.next_unsent() {
            let refused = match self.readiness(now, message) {
                Readiness::Now => {
                    // A command has an answer of its own.
                    let is_acknowledged =
                        self.capabilities.ack && !self.protocol.is_reserved(&message.event);
                    let frame = self.protocol.publish(message, is_acknowledged.then_some(id));
                    self.outbox.handle_sent();
                    let refused = self.transmit(now, transport, frame);
                    if is_acknowledged { refused } else { refused.or(Some(Outcome::Delivered)) }
                }
                Readiness::At(at) => {
                    self.paced_until = Some(at);
                    return;
                }
                Readiness::Later => return,
                Readiness::Never(reason) => Some(Outcome::Refused(reason)),
            };
            if let Some(outcome) = refused
                && let Some(message) = self.outbox.settle(id)
            {
                self.settle(message, outcome);
            }
        }
    }

    /// Whether a message can be sent over the connection that there is.
    pub(super) fn readiness(&self, now: Instant, message: &Publication) -> Readiness {
        if !self.protocol.takes_client_events_only() {
            return Readiness::Now;
        }
        let channel = message.channel.as_ref().filter(|_| self.protocol.can_send(message));
        let Some(channel) = channel else { return Readiness::Never(RefuseReason::Unsupported) };
        match self.subscriptions.interest_in(channel) {
            Interest::Live if self.pace.next_at() > now => Readiness::At(self.pace.next_at()),
            Interest::Live => Readiness::Now,
            Interest::Awaited => Readiness::Later,
            Interest::None => Readiness::Never(RefuseReason::NotSubscribed),
        }
    }

    /// Sends a message, unless there are no words for it, or the server would break the connection for
    /// it, again and again.
    pub(super) fn transmit(
        &mut self,
        now: Instant,
        transport: TransportId,
        frame: Option<Frame>,
    ) -> Option<Outcome> {
        let Some(frame) = frame else {
            return Some(Outcome::Refused(RefuseReason::Unsupported));
        };
        if frame.len() > self.server_max_frame {
            return Some(Outcome::Refused(RefuseReason::TooLarge));
        }
        if self.protocol.takes_client_events_only() {
            self.pace.handle_sent(now);
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

/// Whether a channel is one that a user has who is signed in.
fn is_for_user(channel: &ChannelName) -> bool {
    channel.as_str().starts_with(ChannelKind::USER_PREFIX)
}
