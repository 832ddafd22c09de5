use std::fmt::Debug;
use std::hash::Hash;

use leptos_fetch::{QueryClient, QueryScopeLocal};

use super::{Invalidation, QueryKey, StaleListener};

impl Invalidation {
    /// Invalidates the queries of a `leptos-fetch` scope when their keys have become stale, for
    /// as long as the returned guard lives. `path` gives each of them its [`QueryKey`].
    ///
    /// leptos-fetch has links between queries of its own. They reach a query only while the one
    /// it hangs on is in the cache, and only once until that one is fetched again; here each query
    /// is asked by itself.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use bellwire_ui::{key, use_invalidation, invalidation::InvalidationRules};
    /// use leptos_fetch::{QueryClient, QueryScopeLocal};
    ///
    /// async fn get_job(id: u64) -> String {
    ///     format!("job {id}")
    /// }
    ///
    /// let queries = QueryClient::new().provide();
    /// let invalidation = use_invalidation(InvalidationRules::new());
    /// let link = invalidation
    ///     .link_queries(queries, QueryScopeLocal::new(get_job), |id| key!["job", *id]);
    /// ```
    pub fn link_queries<K, V, C>(
        &self,
        queries: QueryClient<C>,
        scope: QueryScopeLocal<K, V>,
        path: impl Fn(&K) -> QueryKey + 'static,
    ) -> StaleListener
    where
        K: Debug + Hash + Clone + 'static,
        V: Debug + Clone + 'static,
        C: 'static,
    {
        self.on_stale(move |stale| {
            queries
                .invalidate_queries_with_predicate(scope.clone(), |key| stale.contains(&path(key)));
        })
    }
}
