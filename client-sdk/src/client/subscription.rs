use std::sync::Arc;

use super::mailbox::{Handle, HolderId, Request};

/// Keeps a channel subscribed; dropping the last one of a channel unsubscribes after a short
/// linger, so that a component which comes right back costs nothing.
///
/// # Examples
///
/// ```
/// use bellwire::{Client, Subscription};
///
/// struct JobList {
///     _jobs: Subscription,
/// }
///
/// let client = Client::builder("ws://localhost:8080/ws").build()?;
/// let list = JobList { _jobs: client.subscribe("jobs") };
/// drop(list);
/// # Ok::<(), bellwire::ConfigError>(())
/// ```
#[derive(Debug)]
#[must_use = "a subscription ends when it is dropped"]
pub struct Subscription {
    id: HolderId,
    handle: Arc<Handle>,
}

impl Subscription {
    pub(super) fn new(id: HolderId, handle: Arc<Handle>) -> Self {
        Self { id, handle }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.handle.request(Request::Unsubscribe { id: self.id });
    }
}
