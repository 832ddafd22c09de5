use std::fmt;
use std::sync::Arc;

use bellwire_protocol::{ChannelName, Publication};
use futures_channel::mpsc;

use super::callout::call_out;
use super::shared::Shared;
use crate::engine::{Fault, Input, Outcome, RefuseReason};

/// What a driver finds in its mailbox.
#[derive(Debug)]
#[cfg_attr(
    not(any(target_family = "wasm", feature = "native")),
    expect(dead_code, reason = "only drivers read it")
)]
pub(crate) enum Mail {
    /// A callback of the platform has noted a fact.
    Input(Input),
    /// A handle asks for something.
    Request(Request),
    /// Nobody is left who could ask.
    HandlesDropped,
}

/// What a handle asks for.
#[derive(Debug)]
pub(crate) enum Request {
    Connect,
    Disconnect,
    Subscribe {
        id: HolderId,
        channel: ChannelName,
    },
    Unsubscribe {
        id: HolderId,
    },
    Send {
        message: Publication,
        end: End,
    },
    /// To be sent now or never.
    Whisper(Publication),
    /// The permissions that the engine wants are to be asked for.
    AskForChannels,
    /// What the engine did of late.
    #[cfg(feature = "trace")]
    Trace(futures_channel::oneshot::Sender<crate::engine::Trace>),
    /// Something that a handle or a handler found to be wrong.
    Report(Fault),
}

/// What is done when a message meets its end, which every message does.
#[must_use = "a message that is dropped was refused"]
pub(crate) struct End(Option<Box<dyn FnOnce(Outcome) + Send>>);

impl End {
    pub(super) fn new(handler: impl FnOnce(Outcome) + Send + 'static) -> Self {
        Self(Some(Box::new(handler)))
    }

    /// Tells when the application's handler panics.
    pub(super) fn meet(mut self, outcome: Outcome, on_panic: impl Fn(String)) {
        self.call(outcome, on_panic);
    }

    fn call(&mut self, outcome: Outcome, on_panic: impl Fn(String)) {
        if let Some(handler) = self.0.take()
            && let Err(words) = call_out(|| handler(outcome))
        {
            on_panic(words);
        }
    }
}

impl Drop for End {
    fn drop(&mut self) {
        // Nobody is left to tell of a panic.
        self.call(Outcome::Refused(RefuseReason::ClientDropped), |_| ());
    }
}

impl fmt::Debug for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("End")
    }
}

/// A holder of a channel, named before the engine hears of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct HolderId(pub(super) u64);

pub(crate) type MailSender = mpsc::UnboundedSender<Mail>;

pub(crate) type Mailbox = mpsc::UnboundedReceiver<Mail>;

/// What all handles of one client share. When the last one goes, so does the connection.
#[derive(Debug)]
pub(super) struct Handle {
    mail: MailSender,
    pub(super) shared: Arc<Shared>,
}

impl Handle {
    pub(super) fn new(mail: MailSender, shared: Arc<Shared>) -> Self {
        Self { mail, shared }
    }

    pub(super) fn request(&self, request: Request) {
        self.send(Mail::Request(request));
    }

    /// Without a driver, as on a server, nobody reads it, and nothing is to be done.
    fn send(&self, mail: Mail) {
        let _ = self.mail.unbounded_send(mail);
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.send(Mail::HandlesDropped);
    }
}
