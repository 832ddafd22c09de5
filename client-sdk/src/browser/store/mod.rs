//! The messages that outlive their page: a task of its own that writes to IndexedDB, and reads from
//! it once.

mod lock;
mod record;
mod shelf;

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

use futures_channel::{mpsc, oneshot};
use futures_core::Stream;
use gloo_timers::callback::Timeout;

use self::shelf::{Error, Shelf};
use super::Notes;
use crate::engine::{Fault, Input, StoreAction};

/// How long to wait after a write that failed, in milliseconds. It is doubled with each, so often at
/// most.
const PAUSE: u32 = 2_000;
const MOST_DOUBLINGS: u32 = 6;

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
    let (mut waiting, mut failures, mut is_told) = (Vec::new(), 0, false);
    loop {
        let pause = (!waiting.is_empty()).then(|| PAUSE << failures.min(MOST_DOUBLINGS));
        let goes_on = take_actions(&mut queue, &mut waiting, pause).await;
        match shelf.write(&waiting).await {
            Ok(()) => {
                waiting.clear();
                failures = 0;
            }
            Err(error) => {
                failures += 1;
                // What was not kept is in memory. What was kept and has met its end must not come
                // back with the next page.
                waiting.retain(
                    |action| matches!(action, StoreAction::Remove(key) if shelf.keeps(key)),
                );
                if !std::mem::replace(&mut is_told, true) {
                    notes.report(unavailable(&error));
                }
            }
        }
        if !goes_on {
            return;
        }
    }
}

fn unavailable(error: &Error) -> Fault {
    Fault::StorageUnavailable { reason: error.to_string() }
}

/// Takes all actions that wait, at least one unless a pause, in milliseconds, is over before.
/// Returns whether more may come.
async fn take_actions(
    queue: &mut mpsc::UnboundedReceiver<StoreAction>,
    actions: &mut Vec<StoreAction>,
    pause: Option<u32>,
) -> bool {
    let before = actions.len();
    let (over, mut is_over) = oneshot::channel();
    let over = move || {
        let _ = over.send(());
    };
    let _timer = pause.map(|pause| Timeout::new(pause, over));
    poll_fn(|context| {
        loop {
            match Pin::new(&mut *queue).poll_next(context) {
                Poll::Ready(Some(action)) => actions.push(action),
                Poll::Ready(None) => return Poll::Ready(false),
                Poll::Pending if actions.len() > before => return Poll::Ready(true),
                // Without a timer the channel is closed, and would count as an end of the pause.
                Poll::Pending if pause.is_none() => return Poll::Pending,
                Poll::Pending => return Pin::new(&mut is_over).poll(context).map(|_| true),
            }
        }
    })
    .await
}
