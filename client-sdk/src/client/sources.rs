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

    /// Returns an answer at once where nobody can be asked.
    pub(super) fn ask_for_channels(
        &self,
        request: ChannelAuthRequest,
        mail: &MailSender,
    ) -> Option<Input> {
        if let Some(authorizer) = &self.channel_auth {
            authorizer.ask(request, mail);
            return None;
        }
        let words = "the client was built without a `channel_auth`";
        let refuse = |channel| (channel, Err(ChannelAuthError::Forbidden(words.to_owned())));
        let answers = request.channels.into_iter().map(refuse).collect();
        Some(Input::ChannelAuth(ChannelAuth { socket_id: request.socket_id, answers }))
    }
}
