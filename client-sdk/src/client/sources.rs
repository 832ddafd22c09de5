use bellwire_protocol::ChannelName;

use super::channel_authorizer::ChannelAuthorizer;
use super::mailbox::MailSender;
use super::token_provider::TokenProvider;
use crate::engine::{ChannelAuth, ChannelAuthError, ChannelAuthRequest, Input};

/// What the application is asked for while the client runs.
#[derive(Debug, Default)]
pub(super) struct Sources {
    pub(super) tokens: Option<TokenProvider>,
    pub(super) channel_auth: Option<ChannelAuthorizer>,
}

impl Sources {
    pub(super) fn ask_for_token(&self, mail: &MailSender) {
        if let Some(provider) = &self.tokens {
            provider.ask(mail);
        }
    }

    pub(super) fn ask_for_channels(&self, request: ChannelAuthRequest, mail: &MailSender) {
        if let Some(authorizer) = &self.channel_auth {
            authorizer.ask(request, mail);
        }
    }

    /// Returns the answer to a request where nobody can be asked.
    pub(super) fn refusal(&self, request: &ChannelAuthRequest) -> Option<Input> {
        if self.channel_auth.is_some() {
            return None;
        }
        let words = "the client was built without a `channel_auth`";
        let refuse = |channel: &ChannelName| {
            (channel.clone(), Err(ChannelAuthError::Forbidden(words.to_owned())))
        };
        let answers = request.channels.iter().map(refuse).collect();
        let socket_id = request.socket_id.clone();
        Some(Input::ChannelAuth(ChannelAuth { socket_id, answers }))
    }
}
