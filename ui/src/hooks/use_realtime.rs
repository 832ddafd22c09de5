use leptos::prelude::use_context;

use crate::Realtime;

/// Returns what [`provide_realtime`](crate::provide_realtime) has made available.
///
/// # Panics
///
/// Panics when no component above has called it: there is nothing sensible to show then, and
/// the mistake shows at the first look at the page.
#[must_use]
#[expect(clippy::expect_used, reason = "a component outside of its provider is a mistake in code")]
pub fn use_realtime() -> Realtime {
    use_context().expect("call `provide_realtime` in a component above this one")
}
