use std::any::Any;
use std::cell::RefCell;
use std::fmt::Debug;
use std::future::Future;
use std::hash::Hash;
use std::rc::Rc;

use leptos::prelude::*;
use leptos_fetch::{QueryClient, QueryScopeLocal};
use send_wrapper::SendWrapper;

use super::{Invalidation, QueryKey, StaleKeys, StaleListener};
use crate::clockwork::effect;
use crate::store::{ChangeId, Optimistic};

/// The ledgers of all queries that are being changed.
pub(super) type Ledgers = Vec<SendWrapper<OpenLedger>>;

/// A ledger, whatever its query, and what keeps it up to date. That ends with the provider at the
/// latest: leptos-fetch panics where it is asked after its own end.
pub(super) struct OpenLedger {
    key: QueryKey,
    ledger: Rc<dyn Any>,
    _watch: (Owner, StaleListener),
}

impl Invalidation {
    /// Changes a query in the cache of `leptos-fetch` while `request` has the server make the same
    /// change, and returns the request's answer.
    ///
    /// Everybody who looks at the query sees the change at once. When the request succeeds, `key` is
    /// stale, and the change is seen until the query has been fetched; when it fails, or is dropped,
    /// the change is taken back. An answer to an earlier fetch neither hides the change nor is
    /// lost by taking it back. A query that is not in the cache is left alone, and so is every query
    /// once the provider is gone: `queries` lives as long as that does, or longer.
    ///
    /// `change` says what is to be and may be made more than once. `key` is the query's own, as in
    /// [`Invalidation::link_queries`]; what else becomes stale, the caller marks.
    ///
    /// # Errors
    ///
    /// Fails with the request.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use bellwire_ui::{Toast, key, use_realtime, use_toaster};
    /// use leptos::prelude::*;
    /// use leptos::task::spawn_local;
    /// use leptos_fetch::{QueryClient, QueryScopeLocal};
    ///
    /// async fn get_job(id: u64) -> String {
    ///     format!("job {id}")
    /// }
    ///
    /// async fn rename_job(id: u64, title: String) -> Result<(), String> {
    ///     Err("it is taken already".to_owned())
    /// }
    ///
    /// let queries: QueryClient = expect_context();
    /// let (invalidation, toaster) = (use_realtime().invalidation(), use_toaster());
    /// let rename = move |id: u64, title: String| {
    ///     let (scope, name) = (QueryScopeLocal::new(get_job), title.clone());
    ///     let change = move |job: &mut String| job.clone_from(&name);
    ///     let request = rename_job(id, title);
    ///     spawn_local(async move {
    ///         let key = key!["job", id];
    ///         if let Err(words) = invalidation
    ///             .update_query_optimistically(queries, scope, id, key, change, request)
    ///             .await
    ///         {
    ///             toaster.show(Toast::error("Not renamed").description(words));
    ///         }
    ///     });
    /// };
    /// ```
    pub async fn update_query_optimistically<K, V, C, A, E>(
        self,
        queries: QueryClient<C>,
        scope: QueryScopeLocal<K, V>,
        id: K,
        key: QueryKey,
        change: impl Fn(&mut V) + Send + Sync + 'static,
        request: impl Future<Output = Result<A, E>>,
    ) -> Result<A, E>
    where
        K: Debug + Hash + Clone + 'static,
        V: Debug + Clone + PartialEq + 'static,
        C: 'static,
    {
        let query = CachedQuery { invalidation: self, queries, scope, id };
        let pending = self.ledger(key, query).begin(change);
        let answer = request.await?;
        pending.keep();
        Ok(answer)
    }

    /// Changes to one query must know of each other: each is made on what the others leave.
    fn ledger<K, V, C>(self, key: QueryKey, query: CachedQuery<K, V, C>) -> Rc<Ledger<K, V, C>>
    where
        K: Debug + Hash + Clone + 'static,
        V: Debug + Clone + PartialEq + 'static,
        C: 'static,
    {
        let find = |ledgers: &Ledgers| {
            let same_key = ledgers.iter().filter(|open| open.key == key);
            same_key.filter_map(|open| open.ledger.clone().downcast().ok()).next()
        };
        match self.ledgers.try_with_value(find) {
            Some(Some(ledger)) => ledger,
            Some(None) => {
                let ledger = Rc::new(Ledger::new(key.clone(), query));
                let open = OpenLedger { key, _watch: ledger.watch(), ledger: ledger.clone() };
                self.ledgers.try_update_value(|ledgers| ledgers.push(SendWrapper::new(open)));
                ledger
            }
            None => Rc::new(Ledger::new(key, query)),
        }
    }

    fn close_ledger(self, ledger: *const ()) {
        let removed = self.ledgers.try_update_value(|ledgers| {
            let is_it = |open: &SendWrapper<OpenLedger>| Rc::as_ptr(&open.ledger).cast() == ledger;
            let index = ledgers.iter().position(is_it)?;
            Some(ledgers.swap_remove(index))
        });
        // Its end reaches into the owner of all stored values, which is free again only here.
        drop(removed);
    }
}

/// A query, as it is in the cache.
struct CachedQuery<K: 'static, V: 'static, C> {
    invalidation: Invalidation,
    queries: QueryClient<C>,
    scope: QueryScopeLocal<K, V>,
    id: K,
}

/// The changes of a query that is waited for: it is there while there is one.
struct Ledger<K: 'static, V: 'static, C> {
    key: QueryKey,
    query: CachedQuery<K, V, C>,
    entries: RefCell<Entries<V>>,
}

struct Entries<V> {
    optimistic: Optimistic<V>,
    /// What was last seen in the cache, or put there; anything else comes from the server.
    seen: Option<V>,
    /// What the server has taken. The fetch that begins with the next pass will know of it; the
    /// answer to an earlier one may not.
    taken: Vec<ChangeId>,
}

/// A change that is on its way; dropping it takes the change back.
struct Pending<
    K: Debug + Hash + Clone + 'static,
    V: Debug + Clone + PartialEq + 'static,
    C: 'static,
> {
    ledger: Rc<Ledger<K, V, C>>,
    id: ChangeId,
}

impl<K, V, C> Ledger<K, V, C>
where
    K: Debug + Hash + Clone + 'static,
    V: Debug + Clone + PartialEq + 'static,
    C: 'static,
{
    fn new(key: QueryKey, query: CachedQuery<K, V, C>) -> Self {
        let seen = query.get();
        let optimistic = Optimistic::new(seen.clone());
        let entries = RefCell::new(Entries { optimistic, seen, taken: Vec::new() });
        Self { key, query, entries }
    }

    fn watch(self: &Rc<Self>) -> (Owner, StaleListener) {
        let CachedQuery { invalidation, queries, scope, id } = &self.query;
        // A change outlives the component that has made it.
        let owner = Owner::default();
        owner.with(|| {
            let id = id.clone();
            let cached = queries.subscribe_value_local(scope.clone(), move || id.clone());
            let ledger = Rc::downgrade(self);
            effect(move || {
                cached.track();
                if let Some(ledger) = ledger.upgrade() {
                    ledger.catch_up();
                }
            });
        });
        let ledger = Rc::downgrade(self);
        let listener = invalidation.on_stale(move |stale| {
            if let Some(ledger) = ledger.upgrade() {
                ledger.handle_stale(stale);
            }
        });
        (owner, listener)
    }

    fn begin(self: Rc<Self>, change: impl Fn(&mut V) + Send + Sync + 'static) -> Pending<K, V, C> {
        self.catch_up();
        let id = self.entries.borrow_mut().optimistic.begin(change);
        self.put();
        Pending { ledger: self, id }
    }

    /// Takes in what the server has said since.
    fn catch_up(&self) {
        let cached = self.query.get();
        let mut entries = self.entries.borrow_mut();
        if entries.seen != cached {
            entries.optimistic.confirm(cached.clone());
            entries.seen = cached;
            drop(entries);
            self.put();
        }
    }

    fn put(&self) {
        let value = self.entries.borrow().optimistic.value();
        if let Some(value) = value {
            self.query.set(value.clone());
            self.entries.borrow_mut().seen = Some(value);
        }
    }

    fn handle_stale(&self, stale: &StaleKeys) {
        if !stale.contains(&self.key) {
            return;
        }
        self.catch_up();
        let taken = std::mem::take(&mut self.entries.borrow_mut().taken);
        if taken.is_empty() {
            return;
        }
        // What is being fetched was asked for before the change.
        self.query.invalidate();
        let optimistic = &mut self.entries.borrow_mut().optimistic;
        taken.into_iter().for_each(|id| optimistic.settle(id));
        if !optimistic.is_pending() {
            self.close();
        }
    }

    fn roll_back(&self, id: ChangeId) {
        self.catch_up();
        self.entries.borrow_mut().optimistic.roll_back(id);
        self.put();
        if !self.entries.borrow().optimistic.is_pending() {
            self.close();
        }
    }

    fn close(&self) {
        self.query.invalidation.close_ledger(std::ptr::from_ref(self).cast());
    }
}

impl<K, V, C> Pending<K, V, C>
where
    K: Debug + Hash + Clone + 'static,
    V: Debug + Clone + PartialEq + 'static,
    C: 'static,
{
    /// The server has taken it.
    fn keep(self) {
        let Ledger { key, query, entries } = &*self.ledger;
        entries.borrow_mut().taken.push(self.id);
        query.invalidation.mark_stale(key.clone());
    }
}

impl<K, V, C> Drop for Pending<K, V, C>
where
    K: Debug + Hash + Clone + 'static,
    V: Debug + Clone + PartialEq + 'static,
    C: 'static,
{
    fn drop(&mut self) {
        let is_taken = self.ledger.entries.borrow().taken.contains(&self.id);
        if !is_taken {
            self.ledger.roll_back(self.id);
        }
    }
}

impl<K, V, C> CachedQuery<K, V, C>
where
    K: Debug + Hash + Clone + 'static,
    V: Debug + Clone + PartialEq + 'static,
    C: 'static,
{
    fn get(&self) -> Option<V> {
        if self.is_over() {
            return None;
        }
        self.queries.get_cached_query(self.scope.clone(), &self.id)
    }

    /// Changes what is shown, and not whether it is stale: a query that is to be fetched is
    /// fetched.
    fn set(&self, value: V) {
        let queries = self.queries;
        if !self.is_over() {
            queries.update_query(self.scope.clone(), &self.id, |cached| match cached {
                Some(cached) if *cached != value => *cached = value,
                Some(_) | None => queries.untrack_update_query(),
            });
        }
    }

    fn invalidate(&self) {
        if !self.is_over() {
            self.queries.invalidate_query(self.scope.clone(), &self.id);
        }
    }

    fn is_over(&self) -> bool {
        self.invalidation.ledgers.try_with_value(|_| ()).is_none()
    }
}
