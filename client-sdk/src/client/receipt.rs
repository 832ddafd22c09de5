use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_channel::oneshot;

use crate::engine::{Outcome, RefuseReason};

/// The end of a message, as a future. It may be dropped; the message goes on.
#[derive(Debug)]
pub struct Receipt {
    outcome: oneshot::Receiver<Outcome>,
}

impl Receipt {
    pub(super) fn new(outcome: oneshot::Receiver<Outcome>) -> Self {
        Self { outcome }
    }
}

impl Future for Receipt {
    type Output = Outcome;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome> {
        Pin::new(&mut self.outcome)
            .poll(context)
            .map(|outcome| outcome.unwrap_or(Outcome::Refused(RefuseReason::ClientDropped)))
    }
}
