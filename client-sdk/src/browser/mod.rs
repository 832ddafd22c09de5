//! The driver for browsers: one task that owns the engine, its socket, its timer and its
//! listeners.
//!
//! Callbacks of the browser only put a note into a channel. No code of the application runs within
//! them, so nothing is ever entered twice.

mod alarm;
#[cfg(feature = "http")]
mod channel_auth;
mod listener;
mod page;
mod socket;
#[cfg(feature = "persistence")]
mod store;

use std::future::poll_fn;
use std::pin::Pin;

use futures_core::Stream;

use self::alarm::Alarm;
use self::socket::Sockets;
#[cfg(feature = "persistence")]
use self::store::Store;
#[cfg(feature = "persistence")]
use crate::client::Request;
use crate::client::{Chore, Mail, MailSender, Mailbox, Switchboard};
use crate::clock;
#[cfg(feature = "persistence")]
use crate::engine::Fault;
use crate::engine::Input;

/// Starts the driver. It ends, and takes everything it opened with it, when the last handle is
/// dropped.
pub(crate) fn spawn(
    switchboard: Switchboard,
    mail: MailSender,
    mailbox: Mailbox,
    max_frame: usize,
) {
    wasm_bindgen_futures::spawn_local(drive(switchboard, mail, mailbox, max_frame));
}

async fn drive(
    mut switchboard: Switchboard,
    mail: MailSender,
    mut mailbox: Mailbox,
    max_frame: usize,
) {
    let notes = Notes(mail);
    let _listeners = page::listen(&notes);
    let mut sockets = Sockets::new(notes.clone(), max_frame);
    #[cfg(feature = "persistence")]
    let store = switchboard.persistence().map(|name| Store::open(name, notes.clone()));
    let mut alarm = Alarm::new(notes);
    loop {
        while let Some(chore) = switchboard.poll_chore() {
            match chore {
                Chore::Transport(id, action) => sockets.perform(id, action),
                #[cfg(feature = "persistence")]
                Chore::Store(action) => {
                    if let Some(store) = &store {
                        store.perform(action);
                    }
                }
            }
        }
        alarm.arm(switchboard.poll_timeout(), clock::now());

        let mail = poll_fn(|context| Pin::new(&mut mailbox).poll_next(context)).await;
        let Some(mail) = mail else { return };
        // No event tells of it, and what is sent now would go where nothing arrives.
        if !matches!(mail, Mail::Input(Input::Transport { .. }))
            && let Some(ending) = sockets.ending()
        {
            switchboard.handle_input(clock::now(), ending);
        }
        match mail {
            Mail::Input(input) => {
                if input == Input::Timeout {
                    alarm.disarm();
                }
                switchboard.handle_input(clock::now(), input);
            }
            Mail::Request(request) => switchboard.handle_request(clock::now(), request),
            Mail::HandlesDropped => return,
        }
    }
}

/// Where callbacks leave their notes.
#[derive(Clone)]
struct Notes(MailSender);

impl Notes {
    fn leave(&self, input: Input) {
        // A driver that has ended has no use for it.
        let _ = self.0.unbounded_send(Mail::Input(input));
    }

    #[cfg(feature = "persistence")]
    fn report(&self, fault: Fault) {
        let _ = self.0.unbounded_send(Mail::Request(Request::Report(fault)));
    }
}
