use std::sync::Arc;

use crate::invalidation::{Invalidation, InvalidationRules};
use crate::realtime::until_cleanup;
use crate::use_realtime;

/// Lets events make data stale, by rules, for as long as the component lives.
///
/// Wherever messages may have been missed, all that the rules could have made stale is stale.
///
/// # Panics
///
/// Panics outside of [`provide_realtime`](crate::provide_realtime).
pub fn use_invalidation(rules: InvalidationRules) -> Invalidation {
    let realtime = use_realtime();
    let invalidation = realtime.invalidation();
    let mark_stale: crate::invalidation::MarkStale =
        Arc::new(move |stale, spread| invalidation.mark(stale, spread));
    until_cleanup(rules.attach(realtime.client(), &mark_stale));
    invalidation
}
