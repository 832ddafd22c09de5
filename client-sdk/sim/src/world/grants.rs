//! The application's own server, which permits channels, and does not always answer.

use std::time::Duration;

use bellwire::engine::{ChannelAuth, ChannelAuthError, ChannelAuthRequest, Grant, Input};

use super::{Happening, World};
use crate::dialect::signature;
use crate::oracle::Checked;
use crate::plan::UNREST;

/// How many channels there are, each asked for once and answered within a time-out.
const MOST_QUESTIONS: usize = 16;

impl World<'_> {
    /// The engine asks whether it may have some channels.
    pub(super) fn fetch_grants(&mut self, request: ChannelAuthRequest) -> Checked {
        self.questions += 1;
        let connected = self.engine.socket_id().map(str::to_owned);
        if connected.as_deref() != Some(&*request.socket_id) {
            return Err(("permissions are for the connection at hand", format!("{request:?}")));
        }
        if request.channels.len() > MOST_QUESTIONS {
            return Err(("each channel is asked for once", format!("{request:?}")));
        }
        self.check_grant_token(request.token.as_ref())?;
        let is_good = self.is_good_for_grants(request.token.as_ref());
        let is_kind = self.now >= UNREST;
        let mut answers = Vec::new();
        for channel in request.channels {
            let luck = self.rng.u8(..32);
            let answer = match luck {
                _ if !is_good => Err(ChannelAuthError::Unauthorized("401".to_owned())),
                0..4 if !is_kind => Err(ChannelAuthError::Unavailable("503".to_owned())),
                4 if !is_kind => Err(ChannelAuthError::Forbidden("403".to_owned())),
                5 if !is_kind => continue,
                _ => Ok(Grant {
                    auth: signature(&request.socket_id, &channel),
                    channel_data: None,
                    shared_secret: None,
                }),
            };
            answers.push((channel, answer));
        }
        // Each by itself, as from an endpoint that takes one at a time.
        for answer in answers {
            let wait = Duration::from_millis(self.rng.u64(1..1_200));
            let auth = ChannelAuth { socket_id: request.socket_id.clone(), answers: vec![answer] };
            self.after(wait, Happening::Granted(self.life, auth));
        }
        Ok(())
    }

    pub(super) fn answer_grants(&mut self, life: u32, auth: ChannelAuth) {
        // A page that is gone hears nothing.
        if life == self.life {
            self.tell_of_ending();
            self.input(Input::ChannelAuth(auth));
        }
    }
}
