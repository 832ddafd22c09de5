//! The messages that outlive their page: a task of its own that writes to IndexedDB, and reads from
//! it once.

mod lock;
mod record;
mod shelf;

use futures_channel::mpsc;
use futures_core::Stream;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

use self::shelf::{Error, Shelf};
use super::Notes;
use crate::engine::{Fault, Input, StoreAction};

/// Takes orders for as long as it lives; those that were given are carried out all the same.
pub(super) struct Store {
    orders: mpsc::UnboundedSender<StoreAction>,
}

impl Store {
    /// Opens what is kept under a name. What earlier pages have left there arrives as a note.
    pub(super) fn open(name: &str, notes: Notes) -> Self {
        let (orders, queue) = mpsc::unbounded();
        let name = name.to_owned();
        wasm_bindgen_futures::spawn_local(async move {
            match open(&name, &notes).await {
                Ok(shelf) => keep(shelf, &notes, queue).await,
                Err(error) => notes.report(unavailable(&error)),
            }
        });
        Self { orders }
    }

    pub(super) fn perform(&self, action: StoreAction) {
        // Where storage is denied nobody takes orders, and messages are in memory only.
        let _ = self.orders.unbounded_send(action);
    }
}

async fn open(name: &str, notes: &Notes) -> Result<Shelf, Error> {
    let opened = async {
        let mut shelf = Shelf::open(name).await?;
        let left = shelf.adopt().await?;
        Ok((shelf, left))
    };
    // Nothing waits for what will not come.
    let (shelf, left) = match opened.await {
        Ok((shelf, left)) => (Ok(shelf), left),
        Err(error) => (Err(error), Vec::new()),
    };
    notes.leave(Input::Restored(left));
    shelf
}

async fn keep(mut shelf: Shelf, notes: &Notes, mut queue: mpsc::UnboundedReceiver<StoreAction>) {
    let (mut waiting, mut has_failed) = (Vec::new(), false);
    loop {
        let actions = next_actions(&mut queue).await;
        let is_last = actions.is_empty();
        waiting.extend(actions);
        match shelf.write(&waiting).await {
            Ok(()) => waiting.clear(),
            Err(error) => {
                // What was not kept is in memory. What was kept and has met its end must not come
                // back with the next page.
                waiting.retain(
                    |action| matches!(action, StoreAction::Remove(key) if shelf.keeps(key)),
                );
                if !std::mem::replace(&mut has_failed, true) {
                    notes.report(unavailable(&error));
                }
            }
        }
        if is_last {
            return;
        }
    }
}

fn unavailable(error: &Error) -> Fault {
    Fault::StorageUnavailable { reason: error.to_string() }
}

/// All actions that wait, at least one; none when no more will come.
async fn next_actions(queue: &mut mpsc::UnboundedReceiver<StoreAction>) -> Vec<StoreAction> {
    let mut actions = Vec::new();
    poll_fn(|context| {
        loop {
            match Pin::new(&mut *queue).poll_next(context) {
                Poll::Ready(Some(action)) => actions.push(action),
                Poll::Pending if actions.is_empty() => return Poll::Pending,
                Poll::Ready(None) | Poll::Pending => return Poll::Ready(()),
            }
        }
    })
    .await;
    actions
}
