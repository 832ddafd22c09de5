use leptos::prelude::*;

use crate::invalidation::QueryKey;
use crate::use_realtime;

/// Calls `refetch` when the data of a key has become stale, for as long as the component lives: the
/// adapter for everything that can fetch again. The key may change. Resources have
/// [`RefetchWhenStale`](crate::RefetchWhenStale), which does the same in fewer words.
///
/// # Examples
///
/// ```no_run
/// use bellwire_ui::{key, use_refetch};
/// use leptos::prelude::*;
///
/// #[component]
/// fn Job(#[prop(into)] id: Signal<u64>) -> impl IntoView {
///     use_refetch(Signal::derive(move || key!["job", id.get()]), move || {
///         leptos::logging::log!("job {} is to be fetched again", id.get_untracked());
///     });
/// }
/// ```
///
/// # Panics
///
/// Panics outside of [`provide_realtime`](crate::provide_realtime).
pub fn use_refetch(key: impl Into<Signal<QueryKey>>, refetch: impl Fn() + 'static) {
    use_realtime().invalidation().refetch(key.into(), refetch);
}
