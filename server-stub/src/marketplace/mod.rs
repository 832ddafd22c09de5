//! The Job Service that the demo needs: sign-in, jobs, bids, wallets, and the conversation about a
//! job. It tells what happens, as PayChain's Job Service tells its WebSocket server, SharedJox tells
//! Reverb, and Django tells its consumers.

mod announcement;
mod conversations;
mod market;
mod members;
mod routes;
mod session;
mod signed_in;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bellwire_demo_api::{Job, JobId, JobMessage, Role, User, job_channel};
use bellwire_protocol::{ChannelName, Event, Payload, Publication};

pub(crate) use self::announcement::Announcer;
use self::conversations::Conversations;
use self::market::{Market, MarketError, is_employer, is_party, is_worker};
use self::members::Members;
pub(crate) use self::routes::routes;
use self::session::Sessions;
pub(crate) use self::signed_in::SignedIn;

/// The demo's backend.
#[derive(Debug)]
pub(crate) struct Marketplace {
    sessions: Sessions,
    /// Held by whoever changes the market, until all is told.
    turn: Mutex<()>,
    market: Mutex<Market>,
    conversations: Mutex<Conversations>,
    members: Mutex<Members>,
}

/// What becomes of a message that a client has sent to a channel.
#[derive(Debug)]
pub(crate) enum Heard {
    /// Everybody on the channel is to hear it.
    Announce(Box<Said>),
    /// The marketplace has no use for it.
    NotOurs(Publication),
    /// It was heard before.
    Nothing,
    /// It makes no sense, for the reason given.
    Refused(String),
}

/// A new line of the conversation about a job.
#[derive(Debug)]
pub(crate) struct Said {
    publication: Publication,
    message: JobMessage,
    /// Whom it is news for, wherever they are.
    reader: Option<User>,
}

impl Marketplace {
    pub(crate) fn new(jwt_secret: &str) -> Self {
        Self {
            sessions: Sessions::new(jwt_secret),
            turn: Mutex::default(),
            market: Mutex::new(Market::with_examples()),
            conversations: Mutex::default(),
            members: Mutex::default(),
        }
    }

    /// Returns whose token it is, if it is one of ours and has not expired.
    pub(crate) fn user(&self, token: &str) -> Option<User> {
        let user = self.sessions.user(token)?;
        self.members().meet(&user);
        Some(user)
    }

    /// For how long a token is good; none when it is none of ours or has expired.
    pub(crate) fn time_left(&self, token: &str) -> Option<Duration> {
        self.sessions.time_left(token)
    }

    /// Changes the market, and tells of it before it changes again: of two figures that are told of
    /// a wallet, the later one is taken for what there is.
    fn change<T>(
        &self,
        change: impl FnOnce(&mut Market) -> Result<T, MarketError>,
        tell: impl FnOnce(&T),
    ) -> Result<T, MarketError> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = change(&mut self.market())?;
        tell(&changed);
        Ok(changed)
    }

    /// Listens to a client's message, whose sender is known where there was a token.
    pub(crate) fn hear(&self, publication: Publication, speaker: Option<&User>) -> Heard {
        if publication.event != JobMessage::NAME {
            return Heard::NotOurs(publication);
        }
        let message = match publication.data.read::<JobMessage>() {
            Ok(message) => message,
            Err(error) => return Heard::Refused(format!("that is no message: {error}")),
        };
        let Ok(job) = self.market().job(message.job_id).cloned() else {
            return Heard::Refused(format!("there is no job {}", message.job_id));
        };
        let channel = job_channel(message.job_id);
        if publication.channel.as_ref().map(ChannelName::as_str) != Some(channel.as_str()) {
            return Heard::Refused(format!("messages on job {} go to `{channel}`", message.job_id));
        }
        if let Some(User { name, .. }) = speaker.filter(|user| user.name != message.author) {
            return Heard::Refused(format!("your token says that you are {name}; write as {name}"));
        }
        match self.add(publication, message, reader(&job, speaker)) {
            Ok(Some(said)) => Heard::Announce(Box::new(said)),
            Ok(None) => Heard::Nothing,
            Err(words) => Heard::Refused(words.to_owned()),
        }
    }

    /// Adds a line to the conversation about a job, as if its writer had sent it to the channel.
    fn say(
        &self,
        job: &Job,
        speaker: &User,
        message: JobMessage,
    ) -> Result<Option<Said>, &'static str> {
        let channel = ChannelName::try_from(job_channel(job.id).as_str()).ok();
        let data = Payload::encode(&message).unwrap_or_else(|_| Payload::null());
        let publication = Publication::new(JobMessage::NAME, channel, data);
        self.add(publication, message, reader(job, Some(speaker)))
    }

    /// Remembers a line; returns none where it was heard before.
    fn add(
        &self,
        publication: Publication,
        message: JobMessage,
        reader: Option<User>,
    ) -> Result<Option<Said>, &'static str> {
        let is_new = self.conversations().add(message.clone())?;
        Ok(is_new.then_some(Said { publication, message, reader }))
    }

    /// Whether a user has posted a job or taken it.
    pub(crate) fn is_party(&self, user: &User, job: JobId) -> bool {
        self.market().job(job).is_ok_and(|job| is_party(user, job))
    }

    fn messages(&self, job: JobId) -> Vec<JobMessage> {
        self.conversations().of(job)
    }

    fn workers(&self) -> Vec<User> {
        self.members().of_role(Role::Worker)
    }

    fn market(&self) -> MutexGuard<'_, Market> {
        self.market.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn conversations(&self) -> MutexGuard<'_, Conversations> {
        self.conversations.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn members(&self) -> MutexGuard<'_, Members> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The other party of a job, where one of the two has spoken. A line names its writer, but anybody
/// can write a name.
fn reader(job: &Job, speaker: Option<&User>) -> Option<User> {
    let speaker = speaker?;
    if is_employer(speaker, job) {
        return job.worker.clone();
    }
    is_worker(speaker, job).then(|| job.employer.clone())
}
