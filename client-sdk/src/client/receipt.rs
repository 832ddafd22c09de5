use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_channel::oneshot;

use crate::engine::{Outcome, RefuseReason};

/// The end of a message, as a future. It may be dropped; the message goes on.
///
/// # Examples
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use bellwire::engine::RefuseReason;
/// use bellwire::{Client, Outcome};
///
/// let client = Client::builder("ws://localhost:8080/ws").build()?;
/// let receipt = client.publish("chat", None, "hello")?;
/// drop(client);
/// assert_eq!(receipt.await, Outcome::Refused(RefuseReason::ClientDropped));
/// # Ok(())
/// # }
/// ```
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
