use std::rc::Rc;
use std::time::Duration;

use bellwire::engine::ClientEvent;
use bellwire::{Client, Gap, GapReason, clock};
use leptos::prelude::*;
use send_wrapper::SendWrapper;

#[cfg(feature = "leptos-fetch")]
use super::optimistic_queries::Ledgers;
use super::{InvalidationBus, QueryKey, Stale, StaleKeys};
use crate::clockwork::{effect, use_alarm};
use crate::page;
use crate::realtime::until_cleanup;

/// Tells whoever holds data that it is stale.
///
/// A handle: copying it is free. Get it from [`use_invalidation`](crate::use_invalidation) or
/// from [`Realtime::invalidation`](crate::Realtime::invalidation).
#[derive(Clone, Copy, Debug)]
pub struct Invalidation {
    bus: RwSignal<InvalidationBus>,
    listeners: StoredValue<Vec<(u64, Handler)>>,
    last_listener: StoredValue<u64>,
    #[cfg(feature = "leptos-fetch")]
    pub(super) ledgers: StoredValue<Ledgers>,
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
    pub(crate) fn new(client: &Client, page_hidden: Signal<bool>) -> Self {
        let bus = RwSignal::new(InvalidationBus::default());
        let invalidation = Self {
            bus,
            listeners: StoredValue::new(Vec::new()),
            last_listener: StoredValue::new(0),
            #[cfg(feature = "leptos-fetch")]
            ledgers: StoredValue::new(Vec::new()),
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
        follow_reconnects(client, bus);
        invalidation
    }

    /// Marks the queries at and below a key as stale: for what the application changes itself.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_ui::{invalidation::Invalidation, key};
    ///
    /// fn accepted(invalidation: Invalidation, job: u64) {
    ///     invalidation.mark_stale(key!["job", job]);
    ///     invalidation.mark_stale_exact(key!["jobs"]);
    ///     invalidation.mark_stale_where(|key| key.ends_with(&key!["totals"]));
    /// }
    /// ```
    pub fn mark_stale(&self, key: QueryKey) {
        self.mark(key.into(), Duration::ZERO);
    }

    /// Marks the query of a key as stale, and none below it.
    pub fn mark_stale_exact(&self, key: QueryKey) {
        self.mark(Stale::Exact(key), Duration::ZERO);
    }

    /// Marks the queries as stale whose keys meet a condition.
    pub fn mark_stale_where(&self, condition: impl Fn(&QueryKey) -> bool + Send + Sync + 'static) {
        self.mark(Stale::matching(condition), Duration::ZERO);
    }

    /// Marks everything as stale: when somebody else has signed in, for instance.
    pub fn mark_all_stale(&self) {
        self.mark(Stale::everything(), Duration::ZERO);
    }

    /// Marks something as stale, on one of the pages that are to spread over a while.
    pub(crate) fn mark(&self, stale: Stale, spread: Duration) {
        let now = clock::now();
        self.bus.try_update(|bus| {
            if spread.is_zero() {
                bus.mark_stale(now, stale);
            } else {
                bus.mark_stale_spread(now, stale, spread, page::random());
            }
        });
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

    /// How often the data of a key has become stale, counted while the component lives; reactive. As
    /// a source of a resource, it makes it fetch again. The key may change.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use bellwire_ui::{key, use_realtime};
    /// use leptos::prelude::*;
    ///
    /// async fn get_jobs(page: u32) -> Vec<String> {
    ///     vec![format!("job {page}")]
    /// }
    ///
    /// #[component]
    /// fn Jobs(#[prop(into)] page: Signal<u32>) -> impl IntoView {
    ///     let version = use_realtime().invalidation().version(key!["jobs"]);
    ///     let jobs = Resource::new(
    ///         move || (page.get(), version.get()),
    ///         |(page, _)| get_jobs(page),
    ///     );
    ///     view! { <Suspense>{move || jobs.get()}</Suspense> }
    /// }
    /// ```
    #[must_use]
    pub fn version(&self, key: impl Into<Signal<QueryKey>>) -> Signal<u64> {
        let version = RwSignal::new(0);
        self.refetch(key.into(), move || version.update(|version| *version += 1));
        version.into()
    }

    /// Calls `refetch` when a key is stale, for as long as the component lives.
    pub(crate) fn refetch(&self, key: Signal<QueryKey>, refetch: impl Fn() + 'static) {
        let listener = self.on_stale(move |stale| {
            if key.with_untracked(|key| stale.contains(key)) {
                refetch();
            }
        });
        on_cleanup(move || drop(listener));
    }

    /// A handler may add and remove handlers; that concerns the next round.
    fn tell(&self, stale: &StaleKeys) {
        for (_, handler) in self.listeners.try_get_value().unwrap_or_default() {
            handler(stale);
        }
    }
}

/// Holds the passes of a reconnect until every channel has been answered for.
fn follow_reconnects(client: &Client, bus: RwSignal<InvalidationBus>) {
    let asker = client.clone();
    until_cleanup([client.on_client_event(move |event| {
        // This is told once on each connection after the first, before the channels' own gaps.
        let everywhere = Gap { channel: None, reason: GapReason::NoRecovery };
        let is_back = matches!(event, ClientEvent::Gap(gap) if *gap == everywhere);
        let is_answer =
            matches!(event, ClientEvent::Subscribed(_) | ClientEvent::Unsubscribed { .. });
        if is_back {
            bus.try_update(|bus| bus.handle_reconnected(clock::now()));
        }
        if (is_back || is_answer) && asker.awaited_channels() == 0 {
            bus.try_update(InvalidationBus::handle_settled);
        }
    })]);
}

impl Drop for StaleListener {
    fn drop(&mut self) {
        self.invalidation
            .listeners
            .try_update_value(|listeners| listeners.retain(|(id, _)| *id != self.id));
    }
}
