use std::fmt;
use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::clockwork::effect;
use crate::invalidation::{Invalidation, QueryKey};
use crate::store::{ChangeId, Optimistic};
use crate::use_realtime;

/// Data that shows what the user does to it before the server has taken it; see
/// [`use_optimistic`].
///
/// A handle: copying it is free.
pub struct UseOptimistic<T> {
    store: StoredValue<Optimistic<T>>,
    shown: RwSignal<Option<T>>,
    is_pending: RwSignal<bool>,
    error: RwSignal<Option<String>>,
    invalidation: Invalidation,
}

type Request = Pin<Box<dyn Future<Output = Result<(), String>>>>;

/// Shows data as the user has changed it, before the server has taken the change, and takes it back
/// where the server does not.
///
/// `source` is the data as the server has it: what a resource has fetched, or a query of any kind. What
/// comes from there while changes are on their way is taken in below them: nothing is lost on either
/// side.
///
/// # Examples
///
/// ```no_run
/// use bellwire_ui::{key, use_optimistic, RefetchWhenStale};
/// use leptos::prelude::*;
///
/// async fn get_job() -> String {
///     "open".to_owned()
/// }
///
/// async fn accept_job() -> Result<(), String> {
///     Err("somebody was faster".to_owned())
/// }
///
/// #[component]
/// fn Job() -> impl IntoView {
///     let fetched = LocalResource::new(get_job).refetch_when_stale(key!["job", 5]);
///     let job = use_optimistic(move || fetched.get());
///     let accept = move |_| {
///         job.apply(|job| *job = "accepted".to_owned(), accept_job(), [key!["job", 5]]);
///     };
///     view! {
///         <p>{move || job.value()}</p>
///         <button on:click=accept disabled=move || job.is_pending()>"Accept"</button>
///         <p role="alert">{move || job.error()}</p>
///     }
/// }
/// ```
///
/// # Panics
///
/// Panics outside of [`provide_realtime`](crate::provide_realtime).
pub fn use_optimistic<T>(source: impl Fn() -> Option<T> + 'static) -> UseOptimistic<T>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let confirmed = untrack(&source);
    let optimistic = UseOptimistic {
        store: StoredValue::new(Optimistic::new(confirmed.clone())),
        shown: RwSignal::new(confirmed),
        is_pending: RwSignal::new(false),
        error: RwSignal::new(None),
        invalidation: use_realtime().invalidation(),
    };
    effect(move || {
        let confirmed = source();
        optimistic.update(|store| store.confirm(confirmed));
    });
    optimistic
}

impl<T: Clone + PartialEq + Send + Sync + 'static> UseOptimistic<T> {
    /// What is to be shown, if anything is known; reactive.
    #[must_use]
    pub fn value(&self) -> Option<T> {
        self.shown.get()
    }

    /// Whether the server has yet to take a change; reactive.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.is_pending.get()
    }

    /// Why a change was taken back, until the next one is made; reactive.
    #[must_use]
    pub fn error(&self) -> Option<String> {
        self.error.get()
    }

    /// Makes a change at once, and has the server make it too.
    ///
    /// When `request` succeeds, the keys in `stale` are stale, and the change is seen until the
    /// server's own word replaces it. When it fails, the change is taken back, and its error is
    /// kept. The request goes on when the component is gone.
    ///
    /// `change` says what is to be and may be made more than once: it is made anew on whatever the
    /// server says in the meantime.
    pub fn apply<E: fmt::Display>(
        &self,
        change: impl Fn(&mut T) + Send + Sync + 'static,
        request: impl Future<Output = Result<(), E>> + 'static,
        stale: impl IntoIterator<Item = QueryKey>,
    ) {
        let stale = stale.into_iter().collect();
        let request = async move { request.await.map_err(|error| error.to_string()) };
        self.error.try_set(None);
        // After its component there is nothing to show, and still something to do.
        let id = self.update(|store| store.begin(change));
        spawn_local(self.follow(id, Box::pin(request), stale));
    }

    /// Tells of what has changed, and of nothing else.
    fn update<R>(&self, change: impl FnOnce(&mut Optimistic<T>) -> R) -> Option<R> {
        let (result, shown, is_pending) = self.store.try_update_value(|store| {
            let result = change(store);
            (result, store.value(), store.is_pending())
        })?;
        if self.shown.try_with_untracked(|before| *before != shown)? {
            self.shown.set(shown);
        }
        if self.is_pending.try_get_untracked()? != is_pending {
            self.is_pending.set(is_pending);
        }
        Some(result)
    }

    async fn follow(self, id: Option<ChangeId>, request: Request, stale: Vec<QueryKey>) {
        let answer = request.await;
        if let Some(id) = id {
            self.update(|store| match answer {
                Ok(()) => store.settle(id),
                Err(_) => store.roll_back(id),
            });
        }
        match answer {
            Ok(()) => stale.into_iter().for_each(|key| self.invalidation.mark_stale(key)),
            Err(words) => {
                self.error.try_set(Some(words));
            }
        }
    }
}

impl<T> Clone for UseOptimistic<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for UseOptimistic<T> {}

impl<T> fmt::Debug for UseOptimistic<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UseOptimistic").finish_non_exhaustive()
    }
}
