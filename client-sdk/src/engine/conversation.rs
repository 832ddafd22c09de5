//! What the server says, and what follows from it.

use bellwire_protocol::envelope::{Loss, PresenceNews};
use bellwire_protocol::pusher::ChannelKind;
use bellwire_protocol::{ChannelName, Position, Publication};

use super::engine::Engine;
use super::protocol::Inbound;
use super::sealed::Seals;
use super::subscriptions::{Arrived, Interest};
use super::{
    ClientEvent, CloseFrame, Excerpt, Fault, Frame, GapReason, Instant, MessageId, Outcome,
    Protocol, RefuseReason, TransportAction, UnsubscribeReason,
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
        self.handle_introduction(now, &message);
        match message {
            Inbound::Welcome(_) => {}
            Inbound::Subscribed { channels, positions } => {
                for confirmation in self.subscriptions.handle_subscribed(channels, &positions) {
                    self.report_confirmation(confirmation);
                }
                self.flush(now);
            }
            Inbound::Unsubscribed { channels, is_numbered } => {
                let taken_away = self.subscriptions.handle_unsubscribed(channels, is_numbered);
                self.report_unsubscribed(taken_away, &UnsubscribeReason::TakenAway);
            }
            Inbound::Ping => {
                if let Some(transport) = self.connection.open_transport()
                    && let Some(pong) = self.protocol.pong()
                {
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
                self.handle_acknowledged(now, id, channel.as_ref(), position.as_ref());
            }
            Inbound::Gap { channel, loss, position } => self.handle_gap(channel, loss, position),
            Inbound::GoingAway(departure) => self.connection.handle_departure(&departure),
            Inbound::Refused { id, channels, message } => {
                self.handle_refused(now, id, channels, &message);
            }
            Inbound::Error(error) if Protocol::KNOWS_PUSHER => self.handle_error(now, error),
            Inbound::Presence { channel, news } if Protocol::KNOWS_PRESENCE => {
                self.handle_presence(channel, news);
            }
            Inbound::SignedIn { id } if Protocol::KNOWS_PUSHER => self.handle_signed_in(now, &id),
            Inbound::Error(_) | Inbound::Presence { .. } | Inbound::SignedIn { .. } => {}
            Inbound::Publication(publication) => self.handle_publication(now, publication),
        }
    }

    /// Takes a server's first words for a welcome, where they are.
    fn handle_introduction(&mut self, now: Instant, message: &Inbound) {
        let mut idle_limit = None;
        let mut welcomes = !self.protocol.insists_on_welcome();
        if let Inbound::Welcome(welcome) = message
            && !self.is_introduced
        {
            // What was promised holds for as long as the connection does.
            self.is_introduced = true;
            self.capabilities = welcome.capabilities;
            self.server_max_frame = welcome.max_frame.unwrap_or(usize::MAX);
            self.socket_id.clone_from(&welcome.socket_id);
            idle_limit = welcome.idle_limit;
            welcomes = true;
        }
        let renews = self.capabilities.auth;
        if welcomes && self.connection.handle_welcome(now, renews, idle_limit, &mut self.outputs) {
            self.handle_connected(now);
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
        self.flush(now);
    }

    fn handle_publication(&mut self, now: Instant, publication: Publication) {
        // From a server that has not promised it, this is an event like others.
        if Protocol::KNOWS_PRESENCE
            && self.capabilities.presence
            && let Some(news) = PresenceNews::read(&publication)
            && let Some(channel) = publication.channel.clone()
        {
            return self.handle_presence(channel, news);
        }
        let is_ours = self.settle_ours(now, &publication);
        if !self.passes(publication.channel.as_ref(), publication.position.as_ref()) || is_ours {
            return;
        }
        let is_sealed = Protocol::KNOWS_SEALS
            && self.protocol.takes_client_events_only()
            && !self.protocol.is_reserved(&publication.event)
            && publication.channel.as_ref().is_some_and(Seals::seals);
        if is_sealed {
            self.handle_sealed(now, publication);
        } else {
            self.outputs.event(ClientEvent::Received(publication));
        }
    }

    /// A message of ours that comes back from the channel's history has arrived.
    fn settle_ours(&mut self, now: Instant, publication: &Publication) -> bool {
        let Some(key) = &publication.key else { return false };
        let Some(ours) = self.outbox.settle_by_key(key) else { return false };
        self.settle(ours, Outcome::Acknowledged);
        self.flush(now);
        true
    }

    fn handle_acknowledged(
        &mut self,
        now: Instant,
        id: MessageId,
        channel: Option<&ChannelName>,
        position: Option<&Position>,
    ) {
        if let Some(acknowledged) = self.outbox.settle(id) {
            self.settle(acknowledged, Outcome::Acknowledged);
        }
        self.flush(now);
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

    fn handle_refused(
        &mut self,
        now: Instant,
        id: Option<MessageId>,
        channels: Vec<ChannelName>,
        words: &str,
    ) {
        self.fault(Fault::Refused { excerpt: Excerpt::of(words) });
        if let Some(id) = id
            && let Some(refused) = self.outbox.settle(id)
        {
            self.settle(refused, Outcome::Refused(RefuseReason::Server));
        }
        let refused = self.subscriptions.handle_refused(channels);
        self.report_unsubscribed(refused, &UnsubscribeReason::Refused(Excerpt::of(words)));
        self.flush(now);
    }

    /// The server sends what is for the user on a channel of the user's own.
    fn handle_signed_in(&mut self, now: Instant, id: &str) {
        let name = format!("{}{id}", ChannelKind::USER_PREFIX);
        let Ok(channel) = ChannelName::try_from(name) else { return };
        let is_wanted = ChannelName::try_from(Protocol::SIGN_IN)
            .is_ok_and(|sign_in| self.subscriptions.interest_in(&sign_in) == Interest::Live);
        if !is_wanted {
            return;
        }
        let subscription = self.subscriptions.add(channel);
        if let Some(former) = self.user_channel.replace(subscription) {
            self.subscriptions.remove(now, former);
        }
    }

    /// What was said of channels holds no longer.
    pub(super) fn forget_channels(&mut self, now: Instant, channels: &[ChannelName]) {
        self.forget_members(channels);
        if Protocol::KNOWS_SEALS {
            for channel in channels {
                self.seals.forget(channel);
            }
        }
        let signs_out = channels.iter().any(|channel| channel.as_str() == Protocol::SIGN_IN);
        if Protocol::KNOWS_PUSHER
            && signs_out
            && let Some(user_channel) = self.user_channel.take()
        {
            self.subscriptions.remove(now, user_channel);
        }
    }

    pub(super) fn forget_members(&mut self, channels: &[ChannelName]) {
        if Protocol::KNOWS_PRESENCE {
            for channel in channels {
                self.rosters.forget(channel);
            }
        }
    }

    fn handle_presence(&mut self, channel: ChannelName, news: PresenceNews) {
        if self.subscriptions.interest_in(&channel) != Interest::Live {
            return;
        }
        let change = match news {
            PresenceNews::Here(members) => Some(self.rosters.set(channel.clone(), members)),
            PresenceNews::Joined(member) => self.rosters.join(&channel, member),
            PresenceNews::Left(id) => self.rosters.leave(&channel, &id),
        };
        if let Some(change) = change {
            self.outputs.event(ClientEvent::Presence { channel, change });
        }
    }

    fn handle_error(&mut self, now: Instant, error: CloseFrame) {
        let words = Excerpt::of(&error.to_string());
        self.fault(Fault::Refused { excerpt: words.clone() });
        // Where signing in is unknown, it is the message that is not understood.
        let refuses_sign_in =
            self.protocol.is_bewildered(&error) && self.subscriptions.is_next(Protocol::SIGN_IN);
        if !self.is_introduced {
            self.connection.handle_rejected(now, error, &mut self.outputs);
        } else if refuses_sign_in || self.protocol.refuses_subscription(&error) {
            let refused = self.subscriptions.handle_refused_next();
            self.report_unsubscribed(refused, &UnsubscribeReason::Refused(words));
            self.flush(now);
        }
    }

    pub(super) fn report_unsubscribed(
        &mut self,
        channels: Vec<ChannelName>,
        reason: &UnsubscribeReason,
    ) {
        self.forget_members(&channels);
        for channel in channels {
            let reason = reason.clone();
            self.outputs.event(ClientEvent::Unsubscribed { channel, reason });
        }
    }
}
