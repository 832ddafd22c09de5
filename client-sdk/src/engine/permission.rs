//! Channels that the application's own server must permit, on each connection anew.

use bellwire_protocol::pusher::Grant;
use bellwire_protocol::{ChannelName, Publication};

use super::engine::Engine;
use super::sealed::{Opened, Seals};
use super::{
    ChannelAuth, ChannelAuthError, ChannelAuthRequest, ClientEvent, Fault, Instant, Protocol,
    Token, TokenError, TransportAction, TransportId, UnsubscribeReason,
};

impl Engine {
    /// Asks the application to permit what is wanted and needs it, all in one request.
    pub(super) fn request_grants(&mut self, now: Instant) {
        if !Protocol::KNOWS_PUSHER {
            return;
        }
        let needs_grant = |channel: &ChannelName| self.protocol.needs_grant(channel);
        if self.socket_id.is_none() || !self.subscriptions.lacks_grants(now, &needs_grant) {
            return;
        }
        let channels = self.subscriptions.take_unpermitted(now, &needs_grant);
        if !self.connection.authenticates() {
            self.ask_for_grants(channels, None);
        } else if let Some(token) = self.connection.fresh_token(now) {
            let token = token.clone();
            self.ask_for_grants(channels, Some(token));
        } else {
            self.awaiting_token.extend(channels);
            self.connection.request_token(now, &mut self.outputs);
        }
    }

    /// The application has a token for what waits for one, or none.
    pub(super) fn handle_token_for_grants(
        &mut self,
        now: Instant,
        token: &Result<Token, TokenError>,
    ) {
        let channels = std::mem::take(&mut self.awaiting_token);
        if !Protocol::KNOWS_PUSHER || channels.is_empty() {
            return;
        }
        let error = match token {
            Ok(token) => return self.ask_for_grants(channels, Some(token.clone())),
            Err(TokenError::SignedOut) => ChannelAuthError::SignedOut,
            Err(TokenError::Unavailable(words)) => ChannelAuthError::Unavailable(words.clone()),
        };
        for channel in channels {
            self.handle_unpermitted(now, channel, error.clone());
        }
        self.flush(now);
    }

    pub(super) fn handle_channel_auth(&mut self, now: Instant, auth: ChannelAuth) {
        // What was made out to an earlier connection is of no use.
        if self.socket_id.as_ref() != Some(&auth.socket_id) {
            return;
        }
        let Some(transport) = self.connection.open_transport() else { return };
        for (channel, answer) in auth.answers {
            match answer {
                Ok(grant) if Seals::seals(&channel) => {
                    self.handle_key(now, transport, channel, &grant);
                }
                Ok(grant) => self.subscribe_with(transport, channel, grant),
                Err(_) if self.seals.give_up(&channel) => self.fault(Fault::Unreadable { channel }),
                Err(error) => self.handle_unpermitted(now, channel, error),
            }
        }
        self.request_grants(now);
        // What waited for a channel that is not to be had waits no longer.
        self.flush(now);
    }

    /// The key of a channel whose payloads are sealed, before its subscription or in place of one that
    /// does not fit.
    fn handle_key(
        &mut self,
        now: Instant,
        transport: TransportId,
        channel: ChannelName,
        grant: &Grant,
    ) {
        match self.seals.set_key(&channel, grant.shared_secret.as_deref()) {
            Some(held) => {
                self.subscribe_with(transport, channel, grant.clone());
                for publication in held {
                    self.handle_sealed(publication);
                }
            }
            None => {
                let words = if Protocol::KNOWS_SEALS {
                    "the permission has no `shared_secret` of 32 bytes in base64"
                } else {
                    "reading it needs the feature `encrypted`"
                };
                let error = ChannelAuthError::Forbidden(words.to_owned());
                self.handle_unpermitted(now, channel, error);
            }
        }
    }

    /// Hands on what can be read, and asks for another key, once, where none fits.
    pub(super) fn handle_sealed(&mut self, publication: Publication) {
        let channel = publication.channel.clone();
        match (self.seals.open(publication), channel) {
            (Opened::Readable(publication), _) => {
                self.outputs.event(ClientEvent::Received(publication));
            }
            (Opened::Held { asks: true }, Some(channel)) => {
                let token = self.connection.token().cloned();
                self.ask_for_grants(vec![channel], token);
            }
            (Opened::Held { .. }, _) | (Opened::Unreadable, None) => {}
            (Opened::Unreadable, Some(channel)) => self.fault(Fault::Unreadable { channel }),
        }
    }

    fn subscribe_with(&mut self, transport: TransportId, channel: ChannelName, grant: Grant) {
        if self.subscriptions.handle_permitted(&channel)
            && let Some(frame) = self.protocol.subscribe_with(channel, grant)
        {
            self.outputs.transport(transport, TransportAction::Send(frame));
        }
    }

    /// The application has not said in time whether these channels are permitted; others are to be
    /// tried again.
    pub(super) fn handle_permissions_timeout(
        &mut self,
        now: Instant,
        unanswered: Vec<ChannelName>,
    ) {
        for channel in unanswered {
            self.awaiting_token.retain(|other| *other != channel);
            let error = ChannelAuthError::Unavailable("no answer in time".to_owned());
            self.handle_unpermitted(now, channel, error);
        }
        self.request_channels(now);
        self.flush(now);
    }

    pub(super) fn handle_unpermitted(
        &mut self,
        now: Instant,
        channel: ChannelName,
        error: ChannelAuthError,
    ) {
        let Some(attempt) = self.subscriptions.attempt_at_permit(&channel) else { return };
        let retry_at = match &error {
            ChannelAuthError::Unauthorized(_) if attempt == 1 => {
                self.connection.drop_token().then_some(now)
            }
            ChannelAuthError::Unavailable(_) => self.connection.next_attempt_at(now, attempt),
            ChannelAuthError::SignedOut
            | ChannelAuthError::Unauthorized(_)
            | ChannelAuthError::Forbidden(_) => None,
        };
        self.subscriptions.handle_unpermitted(&channel, retry_at);
        match retry_at {
            Some(_) => self.fault(Fault::ChannelAuth { channel, error }),
            None => {
                self.forget_members(std::slice::from_ref(&channel));
                let reason = UnsubscribeReason::NotPermitted(error);
                self.outputs.event(ClientEvent::Unsubscribed { channel, reason });
            }
        }
    }

    fn ask_for_grants(&mut self, channels: Vec<ChannelName>, token: Option<Token>) {
        if let Some(socket_id) = self.socket_id.clone() {
            let request = ChannelAuthRequest { socket_id, channels, token };
            self.outputs.request_channel_auth(request);
        }
    }
}
