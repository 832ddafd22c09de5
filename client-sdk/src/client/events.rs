use std::pin::Pin;
use std::task::{Context, Poll};

use futures_channel::mpsc;
use futures_core::Stream;

use super::Listener;

/// How many events wait for a reader.
pub(super) const CAPACITY: usize = 1024;

/// The events of one type, as a stream; see [`Client::events`](crate::Client::events).
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "native")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), bellwire::ConfigError> {
/// use bellwire::{Client, Event, Events};
/// use futures_util::StreamExt;
/// use serde::Deserialize;
///
/// #[derive(Deserialize, Event)]
/// struct JobCreated {
///     title: String,
/// }
///
/// let client = Client::builder("ws://localhost:8080/ws").build()?;
/// let mut jobs: Events<JobCreated> = client.events();
/// drop(client);
/// assert!(jobs.next().await.is_none());
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "native"))]
/// # fn main() {}
/// ```
#[derive(Debug)]
#[must_use = "events are left out once 1,024 wait to be read"]
pub struct Events<E> {
    receiver: mpsc::Receiver<E>,
    _listener: Listener,
}

impl<E> Events<E> {
    pub(super) fn new(receiver: mpsc::Receiver<E>, listener: Listener) -> Self {
        Self { receiver, _listener: listener }
    }
}

impl<E> Stream for Events<E> {
    type Item = E;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<E>> {
        Pin::new(&mut self.receiver).poll_next(context)
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::Waker;

    use serde::Deserialize;

    use super::*;
    use crate::{Client, Event};

    #[derive(Debug, PartialEq, Deserialize, Event)]
    struct Tick {}

    #[test]
    fn the_stream_ends_with_its_client() {
        let client = Client::builder("ws://localhost/ws").build().unwrap();
        let mut events = pin!(client.events::<Tick>());
        let mut context = Context::from_waker(Waker::noop());
        assert_eq!(events.as_mut().poll_next(&mut context), Poll::Pending);
        drop(client);
        // A driver, where there is one, ends a little later.
        while events.as_mut().poll_next(&mut context) == Poll::Pending {
            std::thread::yield_now();
        }
        assert_eq!(events.as_mut().poll_next(&mut context), Poll::Ready(None));
    }
}
