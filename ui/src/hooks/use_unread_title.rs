use leptos::prelude::*;

use crate::clockwork::effect;
use crate::derived::Derived;
use crate::store::short_count;
use crate::{page, use_notifications};

/// Puts the number of unread notifications before the page's title, as in `(3) Jobs`, for as long
/// as the component lives; `(99+)` is the most, and nothing while all are read.
///
/// The application sets its title as it likes meanwhile. Its place is beside
/// [`provide_realtime`](crate::provide_realtime), once for a page.
///
/// # Examples
///
/// ```no_run
/// use bellwire_ui::{provide_notifications, use_unread_favicon, use_unread_title};
/// use leptos::prelude::*;
///
/// #[component]
/// fn App() -> impl IntoView {
///     provide_notifications();
///     use_unread_title();
///     use_unread_favicon();
/// }
/// ```
///
/// # Panics
///
/// Panics outside of [`provide_notifications`](crate::provide_notifications) and
/// [`provide_realtime`](crate::provide_realtime).
pub fn use_unread_title() {
    let count = use_unread_count();
    // It goes with the component, and not when its effect finds the time.
    let shown = StoredValue::new(None::<page::TitleCount>);
    effect(move || {
        let count = count.get();
        shown.update_value(|shown| match (count, &*shown) {
            (None, _) => *shown = None,
            (Some(count), Some(shown)) => shown.set(count),
            (Some(count), None) => *shown = page::TitleCount::new(count),
        });
    });
}

/// How many are unread, as it is shown where there is little room. It changes with what is shown.
pub(super) fn use_unread_count() -> Derived<Option<String>> {
    let notifications = use_notifications();
    Derived::new(move |_| short_count(notifications.unread()))
}
