use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::listeners::{Listeners, lock};
use super::mailbox::HolderId;
use crate::engine::{ClientEvent, ConnectionStatus, Fault};

/// What handles read and the driver writes.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    pub(super) listeners: Listeners,
    snapshot: Mutex<Snapshot>,
    ids: AtomicU64,
}

/// The readable state of a client.
#[derive(Debug, Default)]
pub(super) struct Snapshot {
    pub(super) status: ConnectionStatus,
    pub(super) rtt: Option<Duration>,
    pub(super) queue_depth: usize,
    pub(super) last_fault: Option<Fault>,
}

impl Shared {
    pub(super) fn next_id(&self) -> HolderId {
        HolderId(self.ids.fetch_add(1, Ordering::Relaxed))
    }

    pub(super) fn read<T>(&self, read: impl FnOnce(&Snapshot) -> T) -> T {
        read(&lock(&self.snapshot))
    }

    pub(super) fn update(&self, change: impl FnOnce(&mut Snapshot)) {
        change(&mut lock(&self.snapshot));
    }

    /// Tells of a fault; any other event is none.
    pub(super) fn report(&self, fault: ClientEvent) {
        if !self.listeners.emit(&fault) {
            warn(&fault);
        }
        if let ClientEvent::Fault(fault) = fault {
            self.update(|snapshot| snapshot.last_fault = Some(fault));
        }
    }
}

#[cfg(target_family = "wasm")]
fn warn(event: &ClientEvent) {
    if let ClientEvent::Fault(fault) = event {
        web_sys::console::warn_1(&format!("bellwire: {fault}").into());
    }
}

#[cfg(not(target_family = "wasm"))]
fn warn(_event: &ClientEvent) {
    #[cfg(feature = "tracing")]
    tracing::warn!(event = ?_event);
}
