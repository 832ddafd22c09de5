use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bellwire_protocol::{ChannelName, Member};

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
    pub(super) awaited_channels: usize,
    /// The event that told of it.
    pub(super) last_fault: Option<Arc<ClientEvent>>,
    pub(super) socket_id: Option<Box<str>>,
    /// Who is in each channel that tells.
    members: Vec<(ChannelName, Vec<Member>)>,
}

impl Snapshot {
    pub(super) fn members(&self, channel: &str) -> &[Member] {
        let found = self.members.iter().find(|(name, _)| name.as_str() == channel);
        found.map_or(&[], |(_, members)| members)
    }

    /// Forgets who is in channels of which nobody tells any more.
    pub(super) fn forget_members(&mut self, is_over: impl Fn(&ChannelName) -> bool) {
        self.members.retain(|(channel, _)| !is_over(channel));
    }

    pub(super) fn set_members(&mut self, channel: &ChannelName, members: Vec<Member>) {
        self.members.retain(|(name, _)| name != channel);
        self.members.push((channel.clone(), members));
    }
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

    /// Tells of an event.
    pub(super) fn tell(&self, event: &ClientEvent) {
        self.listeners.emit(event, &|words| self.report_panic(name_of(event), words));
    }

    /// Tells of a handler that panicked.
    pub(super) fn report_panic(&self, event: &str, words: String) {
        self.report(Fault::HandlerFailed { event: event.to_owned(), error: words });
    }

    pub(super) fn report(&self, fault: Fault) {
        let event = Arc::new(ClientEvent::Fault(fault));
        self.update(|snapshot| snapshot.last_fault = Some(event.clone()));
        // Should a handler of faults fail, nobody is left to tell.
        if !self.listeners.emit(&event, &|_| ()) {
            warn(&event);
        }
    }
}

fn name_of(event: &ClientEvent) -> &str {
    match event {
        ClientEvent::Received(publication) => &publication.event,
        ClientEvent::StatusChanged(_) => "status",
        ClientEvent::Subscribed(_) | ClientEvent::Unsubscribed { .. } => "subscription",
        ClientEvent::Presence { .. } => "presence",
        ClientEvent::Gap(_) => "gap",
        ClientEvent::Settled { .. } => "outcome",
        ClientEvent::Fault(_) => "fault",
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
