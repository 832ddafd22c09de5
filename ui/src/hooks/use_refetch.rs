use leptos::prelude::*;

use crate::invalidation::QueryKey;
use crate::use_realtime;

/// Calls `refetch` when the data of a key has become stale, for as long as the component lives: the
/// adapter for Leptos resources and for everything else that can fetch again.
///
/// # Examples
///
/// ```no_run
/// use bellwire_ui::{key, use_refetch};
/// use leptos::prelude::*;
///
/// async fn get_jobs() -> Vec<String> {
///     Vec::new()
/// }
///
/// #[component]
/// fn Jobs() -> impl IntoView {
///     let jobs = LocalResource::new(get_jobs);
///     use_refetch(key!["jobs"], move || jobs.refetch());
/// }
/// ```
///
/// # Panics
///
/// Panics outside of [`provide_realtime`](crate::provide_realtime).
pub fn use_refetch(key: QueryKey, refetch: impl Fn() + 'static) {
    let listener = use_realtime().invalidation().on_stale(move |stale| {
        if stale.contains(&key) {
            refetch();
        }
    });
    on_cleanup(move || drop(listener));
}
