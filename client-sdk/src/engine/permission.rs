//! Channels that the application's own server must permit, on each connection anew.

use bellwire_protocol::pusher::Grant;
use bellwire_protocol::{ChannelName, Publication};

use super::engine::Engine;
use super::sealed::{Opened, Seals};
use super::subscriptions::{Credential, PermitAttempt};
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
        self.ask(now, channels);
    }

    /// Asks with a token that is good for a while, as soon as there is one.
    fn ask(&mut self, now: Instant, channels: Vec<ChannelName>) {
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
        if !Protocol::KNOWS_PUSHER {
            return;
        }
        let channels = std::mem::take(&mut self.awaiting_token);
        if token.as_ref().is_ok_and(|token| self.connection.token() != Some(token)) {
            self.subscriptions.handle_token_replaced(&channels);
        }
        if channels.is_empty() {
            return;
        }
        let error = match token {
            Ok(token) => return self.ask_for_grants(channels, Some(token.clone())),
            Err(TokenError::SignedOut) => ChannelAuthError::SignedOut,
            Err(TokenError::Unavailable(words)) => ChannelAuthError::Unavailable(words.clone()),
        };
        for channel in channels {
            self.handle_denied(now, channel, error.clone());
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
                Ok(grant) => self.subscribe_with(now, transport, channel, grant),
                Err(error) => self.handle_denied(now, channel, error),
            }
        }
        self.request_grants(now);
        // What waited for a channel that is not to be had waits no longer.
        self.flush(now);
    }

    /// There is no permission, or no other key for a channel that has one already.
    fn handle_denied(&mut self, now: Instant, channel: ChannelName, error: ChannelAuthError) {
        if Protocol::KNOWS_SEALS && self.seals.give_up(&channel) {
            self.fault(Fault::Unreadable { channel });
        } else {
            self.handle_unpermitted(now, channel, error);
        }
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
        if !(Protocol::KNOWS_SEALS && self.seals.awaits_key(&channel))
            && self.subscriptions.attempt_at_permit(&channel).is_none()
        {
            // It comes late, and the key at hand is the better one.
            return;
        }
        match self.seals.set_key(&channel, grant.shared_secret.as_deref()) {
            Some(held) => {
                self.subscribe_with(now, transport, channel, grant.clone());
                for publication in held {
                    self.handle_sealed(now, publication);
                }
            }
            None => {
                let words = if Protocol::KNOWS_SEALS {
                    "the permission has no `shared_secret` of 32 bytes in base64"
                } else {
                    "reading it needs the feature `encrypted`"
                };
                let error = ChannelAuthError::Forbidden(words.to_owned());
                self.handle_denied(now, channel, error);
            }
        }
    }

    /// Hands on what can be read, and asks for another key, once, where none fits.
    pub(super) fn handle_sealed(&mut self, now: Instant, publication: Publication) {
        let channel = publication.channel.clone();
        match (self.seals.open(now, publication), channel) {
            (Opened::Readable(publication), _) => {
                self.outputs.event(ClientEvent::Received(publication));
            }
            (Opened::Held { asks: true }, Some(channel)) => {
                self.ask(now, vec![channel]);
            }
            (Opened::Held { .. }, _) | (Opened::Unreadable, None) => {}
            (Opened::Unreadable, Some(channel)) => self.fault(Fault::Unreadable { channel }),
        }
    }

    fn subscribe_with(
        &mut self,
        now: Instant,
        transport: TransportId,
        channel: ChannelName,
        grant: Grant,
    ) {
        if self.subscriptions.handle_permitted(now, &channel)
            && let Some(frame) = self.protocol.subscribe_with(channel, grant)
        {
            self.outputs.transport(transport, TransportAction::Send(frame));
        }
    }

    /// The application has not said in time whether some channels are permitted, and the server nothing
    /// at all of others; yet others are to be tried again.
    pub(super) fn handle_permissions_timeout(
        &mut self,
        now: Instant,
        unpermitted: Vec<ChannelName>,
        ignored: Vec<ChannelName>,
    ) {
        while Protocol::KNOWS_SEALS
            && let Some(channel) = self.seals.overdue(now)
        {
            self.awaiting_token.retain(|other| *other != channel);
            self.seals.give_up(&channel);
            self.fault(Fault::Unreadable { channel });
        }
        for channel in ignored {
            self.handle_ignored(now, channel);
        }
        for channel in unpermitted {
            self.awaiting_token.retain(|other| *other != channel);
            let error = ChannelAuthError::Unavailable("no answer in time".to_owned());
            self.handle_unpermitted(now, channel, error);
        }
        self.request_channels(now);
        self.flush(now);
    }

    /// The server has kept silent. What knows channels answers sooner or later, but not everything that
    /// knows channels knows users.
    fn handle_ignored(&mut self, now: Instant, channel: ChannelName) {
        if channel.as_str() == Protocol::SIGN_IN {
            self.subscriptions.handle_unpermitted(&channel, PermitAttempt::default(), None);
            return self.report_unsubscribed(vec![channel], &UnsubscribeReason::Unanswered);
        }
        let error = ChannelAuthError::Unavailable("the server has not answered".to_owned());
        self.handle_unpermitted(now, channel, error);
    }

    pub(super) fn handle_unpermitted(
        &mut self,
        now: Instant,
        channel: ChannelName,
        error: ChannelAuthError,
    ) {
        let Some(mut attempt) = self.subscriptions.attempt_at_permit(&channel) else { return };
        let retry_at = match &error {
            ChannelAuthError::Unauthorized(_) => {
                let credential = std::mem::replace(&mut attempt.credential, Credential::Second);
                self.replace_token(credential).then_some(now)
            }
            ChannelAuthError::Unavailable(_) => {
                self.connection.next_attempt_at(now, attempt.number)
            }
            ChannelAuthError::SignedOut | ChannelAuthError::Forbidden(_) => None,
        };
        self.subscriptions.handle_unpermitted(&channel, attempt, retry_at);
        if retry_at.is_some() {
            self.fault(Fault::ChannelAuth { channel, error });
        } else {
            self.report_unsubscribed(vec![channel], &UnsubscribeReason::NotPermitted(error));
        }
    }

    /// A token was not accepted. Returns whether there is, or can be had, another.
    fn replace_token(&mut self, refused: Credential) -> bool {
        match refused {
            Credential::Current => self.connection.drop_token(),
            Credential::Replaced => true,
            Credential::Second => false,
        }
    }

    fn ask_for_grants(&mut self, channels: Vec<ChannelName>, token: Option<Token>) {
        if let Some(socket_id) = self.socket_id.clone() {
            let request = ChannelAuthRequest { socket_id, channels, token };
            self.outputs.request_channel_auth(request);
        }
    }
}
