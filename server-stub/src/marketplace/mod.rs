//! The Job Service that the demo needs: sign-in, jobs, wallets, and the conversation about a job.
//! It tells what happens, as PayChain's Job Service tells its WebSocket server and SharedJox tells
//! Reverb.

mod announcement;
mod conversations;
mod market;
mod routes;
mod session;
mod signed_in;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bellwire_demo_api::{JobId, JobMessage, User, job_channel};
use bellwire_protocol::{ChannelName, Event, Publication};

use self::conversations::Conversations;
use self::market::{Market, is_party};
pub(crate) use self::routes::routes;
use self::session::Sessions;
pub(crate) use self::signed_in::SignedIn;

/// The demo's backend.
#[derive(Debug)]
pub(crate) struct Marketplace {
    sessions: Sessions,
    market: Mutex<Market>,
    conversations: Mutex<Conversations>,
}

/// What becomes of a message that a client has sent to a channel.
#[derive(Debug)]
pub(crate) enum Heard {
    /// Everybody on the channel is to hear it.
    Announce(Publication),
    /// The marketplace has no use for it.
    NotOurs(Publication),
    /// It was heard before.
    Nothing,
    /// It makes no sense, for the reason given.
    Refused(String),
}

impl Marketplace {
    pub(crate) fn new(jwt_secret: &str) -> Self {
        Self {
            sessions: Sessions::new(jwt_secret),
            market: Mutex::new(Market::with_examples()),
            conversations: Mutex::default(),
        }
    }

    /// For how long a token is good; none when it is none of ours or has expired.
    pub(crate) fn time_left(&self, token: &str) -> Option<Duration> {
        self.sessions.time_left(token)
    }

    /// Listens to a client's message.
    pub(crate) fn hear(&self, publication: Publication) -> Heard {
        if publication.event != JobMessage::NAME {
            return Heard::NotOurs(publication);
        }
        let message = match publication.data.read::<JobMessage>() {
            Ok(message) => message,
            Err(error) => return Heard::Refused(format!("that is no message: {error}")),
        };
        if self.market().job(message.job_id).is_err() {
            return Heard::Refused(format!("there is no job {}", message.job_id));
        }
        let channel = job_channel(message.job_id);
        if publication.channel.as_ref().map(ChannelName::as_str) != Some(channel.as_str()) {
            return Heard::Refused(format!("messages on job {} go to `{channel}`", message.job_id));
        }
        match self.conversations().add(message) {
            Ok(true) => Heard::Announce(publication),
            Ok(false) => Heard::Nothing,
            Err(words) => Heard::Refused(words.to_owned()),
        }
    }

    /// Whether a user has posted a job or taken it.
    pub(crate) fn is_party(&self, user: &User, job: JobId) -> bool {
        self.market().job(job).is_ok_and(|job| is_party(user, job))
    }

    fn messages(&self, job: JobId) -> Vec<JobMessage> {
        self.conversations().of(job)
    }

    fn market(&self) -> MutexGuard<'_, Market> {
        self.market.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn conversations(&self) -> MutexGuard<'_, Conversations> {
        self.conversations.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
