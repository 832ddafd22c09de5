use leptos::prelude::*;

use super::use_unread_title::use_unread_count;
use crate::clockwork::effect;
use crate::page;

/// Draws the number of unread notifications on the page's icon, for as long as the component lives;
/// the icon is the page's own while all are read.
///
/// The icon is that of the last `<link rel="icon">`, or `/favicon.ico`. One that cannot be drawn,
/// because it comes from another origin or there is none, is a dot with the number. Its colours are
/// the stylesheet's `--bw-count` and `--bw-count-text`.
///
/// A content security policy has to permit `img-src 'self' data:`, for the icon with its number is
/// a `data:` address. Its place is beside [`provide_realtime`](crate::provide_realtime), once for a
/// page.
///
/// # Examples
///
/// ```no_run
/// use bellwire_ui::{provide_notifications, use_unread_favicon};
/// use leptos::prelude::*;
///
/// #[component]
/// fn App() -> impl IntoView {
///     provide_notifications();
///     use_unread_favicon();
/// }
/// ```
///
/// # Panics
///
/// Panics outside of [`provide_notifications`](crate::provide_notifications) and
/// [`provide_realtime`](crate::provide_realtime).
pub fn use_unread_favicon() {
    let count = use_unread_count();
    // It goes with the component, and not when its effect finds the time.
    let shown = StoredValue::new(None::<page::FaviconCount>);
    effect(move || {
        let count = count.get();
        shown.update_value(|shown| match (count, &*shown) {
            (None, _) => *shown = None,
            (Some(count), Some(shown)) => shown.set(count),
            (Some(count), None) => *shown = page::FaviconCount::new(count),
        });
    });
}
