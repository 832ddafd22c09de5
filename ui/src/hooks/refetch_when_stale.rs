use std::fmt::Debug;

use leptos::prelude::*;
use leptos::server::codee::{Decoder, Encoder};
use leptos::server::{FromEncodedStr, IntoEncodedString};

use crate::invalidation::QueryKey;
use crate::use_refetch;

/// Fetches a resource again when its data has become stale.
///
/// # Examples
///
/// ```no_run
/// use bellwire_ui::{key, RefetchWhenStale};
/// use leptos::prelude::*;
///
/// async fn get_jobs() -> Vec<String> {
///     Vec::new()
/// }
///
/// #[component]
/// fn Jobs() -> impl IntoView {
///     let jobs = LocalResource::new(get_jobs).refetch_when_stale(key!["jobs"]);
///     view! { <Suspense>{move || jobs.get()}</Suspense> }
/// }
/// ```
pub trait RefetchWhenStale: Sized {
    /// Fetches the resource again when the data of a key has become stale, for as long as the
    /// component lives. The key may change with what the resource depends on.
    ///
    /// # Panics
    ///
    /// Panics outside of [`provide_realtime`](crate::provide_realtime).
    #[must_use]
    fn refetch_when_stale(self, key: impl Into<Signal<QueryKey>>) -> Self;
}

impl<T: 'static> RefetchWhenStale for LocalResource<T> {
    fn refetch_when_stale(self, key: impl Into<Signal<QueryKey>>) -> Self {
        use_refetch(key, move || self.refetch());
        self
    }
}

/// Whatever a resource that is fetched on the server can be written with.
impl<T, Codec> RefetchWhenStale for Resource<T, Codec>
where
    T: Send + Sync + 'static,
    Codec: Encoder<T> + Decoder<T> + 'static,
    <Codec as Encoder<T>>::Error: Debug,
    <Codec as Decoder<T>>::Error: Debug,
    <<Codec as Decoder<T>>::Encoded as FromEncodedStr>::DecodingError: Debug,
    <Codec as Encoder<T>>::Encoded: IntoEncodedString,
    <Codec as Decoder<T>>::Encoded: FromEncodedStr,
{
    fn refetch_when_stale(self, key: impl Into<Signal<QueryKey>>) -> Self {
        use_refetch(key, move || self.refetch());
        self
    }
}
