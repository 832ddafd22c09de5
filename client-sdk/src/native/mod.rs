//! The driver for everything that is no browser: one tokio task that owns the engine, its timer and
//! its socket, which has a task of its own.

#[cfg(feature = "http")]
mod channel_auth;
mod socket;
#[cfg(feature = "native-tls")]
mod tls;

use std::future::pending;
use std::{io, thread};

use futures_util::StreamExt;
use tokio::runtime::{Builder, Handle};
use tokio::time::sleep;

use self::socket::Sockets;
use crate::client::{Chore, Mail, MailSender, Mailbox, Switchboard};
use crate::clock;
use crate::engine::{Deadline, Input};

/// Starts the driver on the runtime at hand, or on a thread of its own. It ends, and takes
/// everything it opened with it, when the last handle is dropped.
pub(crate) fn spawn(
    switchboard: Switchboard,
    mail: MailSender,
    mailbox: Mailbox,
    max_frame: usize,
) -> io::Result<()> {
    let driver = drive(switchboard, mail, mailbox, max_frame);
    if let Ok(runtime) = Handle::try_current() {
        runtime.spawn(driver);
        return Ok(());
    }
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let thread = thread::Builder::new().name("bellwire".to_owned());
    thread.spawn(move || runtime.block_on(driver)).map(drop)
}

async fn drive(
    mut switchboard: Switchboard,
    mail: MailSender,
    mut mailbox: Mailbox,
    max_frame: usize,
) {
    let mut sockets = Sockets::new(Notes(mail), max_frame);
    loop {
        while let Some(chore) = switchboard.poll_chore() {
            match chore {
                Chore::Transport(id, action) => sockets.perform(id, action),
            }
        }
        let mail = tokio::select! {
            mail = mailbox.next() => mail,
            () = wake(switchboard.poll_timeout()) => Some(Mail::Input(Input::Timeout)),
        };
        let Some(mail) = mail else { break };
        if !matches!(mail, Mail::Input(Input::Transport { .. }))
            && let Some(ending) = sockets.ending()
        {
            switchboard.handle_input(clock::now(), ending);
        }
        match mail {
            Mail::Input(input) => switchboard.handle_input(clock::now(), input),
            Mail::Request(request) => switchboard.handle_request(clock::now(), request),
            Mail::HandlesDropped => break,
        }
    }
    sockets.end().await;
}

async fn wake(deadline: Option<Deadline>) {
    match deadline {
        Some(Deadline { at, .. }) => sleep(at.since(clock::now())).await,
        None => pending().await,
    }
}

/// Where the socket's task leaves its notes.
#[derive(Clone)]
struct Notes(MailSender);

impl Notes {
    fn leave(&self, input: Input) {
        // A driver that has ended has no use for it.
        let _ = self.0.unbounded_send(Mail::Input(input));
    }
}
