use bellwire::clock;
use leptos::prelude::*;

use crate::ToastStore;

/// Stops the clocks of all toasts until it is dropped; see [`UseToaster::hold`](crate::UseToaster::hold).
#[must_use = "the clocks go on once it is dropped"]
#[derive(Debug)]
pub struct ToastHold {
    toasts: RwSignal<ToastStore>,
}

impl ToastHold {
    pub(super) fn new(toasts: RwSignal<ToastStore>) -> Self {
        toasts.try_update(|toasts| toasts.hold(clock::now()));
        Self { toasts }
    }
}

impl Drop for ToastHold {
    fn drop(&mut self) {
        // The store goes with the provider, which may be going as well.
        self.toasts.try_update(|toasts| toasts.release(clock::now()));
    }
}
