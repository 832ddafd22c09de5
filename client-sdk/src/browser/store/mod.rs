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

use self::shelf::Shelf;
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
            if let Err(error) = keep(&name, &notes, queue).await {
                let reason = error.to_string();
                notes.report(Fault::StorageUnavailable { reason });
            }
        });
        Self { orders }
    }

    pub(super) fn perform(&self, action: StoreAction) {
        // Where storage is denied nobody takes orders, and messages are in memory only.
        let _ = self.orders.unbounded_send(action);
    }
}

async fn keep(
    name: &str,
    notes: &Notes,
    mut queue: mpsc::UnboundedReceiver<StoreAction>,
) -> Result<(), idb::Error> {
    let opened = async {
        let mut shelf = Shelf::open(name).await?;
        let left = shelf.adopt().await?;
        Ok((shelf, left))
    };
    let mut shelf = match opened.await {
        Ok((shelf, left)) => {
            notes.leave(Input::Restored(left));
            shelf
        }
        Err(error) => {
            // Nothing waits for what will not come.
            notes.leave(Input::Restored(Vec::new()));
            return Err(error);
        }
    };
    loop {
        let actions = next_actions(&mut queue).await;
        if actions.is_empty() {
            return Ok(());
        }
        shelf.write(actions).await?;
    }
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
