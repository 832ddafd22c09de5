use std::rc::Rc;

use bellwire::clock;
use leptos::prelude::*;
use send_wrapper::SendWrapper;

use super::{InvalidationBus, QueryKey, StaleKeys};
use crate::clockwork::{effect, use_alarm};
use crate::page;

/// Tells whoever holds data that it is stale.
///
/// A handle: copying it is free. Get it from [`use_invalidation`](crate::use_invalidation) or
/// from [`Realtime::invalidation`](crate::Realtime::invalidation).
#[derive(Clone, Copy, Debug)]
pub struct Invalidation {
    bus: RwSignal<InvalidationBus>,
    listeners: StoredValue<Vec<(u64, Handler)>>,
    last_listener: StoredValue<u64>,
}

type Handler = SendWrapper<Rc<dyn Fn(&StaleKeys)>>;

/// Keeps a callback registered; dropping it removes the callback.
#[derive(Debug)]
#[must_use = "a callback is removed when its listener is dropped"]
pub struct StaleListener {
    id: u64,
    invalidation: Invalidation,
}

impl Invalidation {
    pub(crate) fn new(page_hidden: Signal<bool>) -> Self {
        let bus = RwSignal::new(InvalidationBus::default());
        let invalidation = Self {
            bus,
            listeners: StoredValue::new(Vec::new()),
            last_listener: StoredValue::new(0),
        };
        use_alarm(
            move || bus.with(InvalidationBus::poll_timeout),
            move || {
                if let Some(Some(stale)) = bus.try_update(|bus| bus.handle_timeout(clock::now())) {
                    invalidation.tell(&stale);
                }
            },
        );
        effect(move || {
            let is_hidden = page_hidden.get();
            bus.update(|bus| bus.set_hidden(is_hidden));
        });
        invalidation
    }

    /// Marks the queries at and below a key as stale: for what the application changes itself.
    pub fn mark_stale(&self, key: QueryKey) {
        self.bus.try_update(|bus| bus.mark_stale(clock::now(), key));
    }

    /// Calls `handler` with the keys that have become stale, for as long as the returned guard
    /// lives: the plain adapter, for caches of any kind.
    pub fn on_stale(&self, handler: impl Fn(&StaleKeys) + 'static) -> StaleListener {
        let id = self.last_listener.get_value() + 1;
        self.last_listener.set_value(id);
        // Nothing becomes stale on a server, where what is kept may be dropped on another thread.
        if page::IS_THERE {
            let handler = SendWrapper::new(Rc::new(handler) as Rc<dyn Fn(&StaleKeys)>);
            self.listeners.update_value(|listeners| listeners.push((id, handler)));
        }
        StaleListener { id, invalidation: *self }
    }

    /// A handler may add and remove handlers; that concerns the next round.
    fn tell(&self, stale: &StaleKeys) {
        for (_, handler) in self.listeners.try_get_value().unwrap_or_default() {
            handler(stale);
        }
    }
}

impl Drop for StaleListener {
    fn drop(&mut self) {
        self.invalidation
            .listeners
            .try_update_value(|listeners| listeners.retain(|(id, _)| *id != self.id));
    }
}
