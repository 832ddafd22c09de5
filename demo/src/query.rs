use std::future::Future;
use std::rc::Rc;

use bellwire_ui::invalidation::QueryKey;
use bellwire_ui::use_refetch;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Data that is fetched, kept while the component lives, and fetched again when it is stale.
///
/// An application of any size takes leptos-fetch, to which the bus has an adapter. Its 45 KB
/// would be half of this page.
pub(crate) struct Query<T: 'static> {
    data: RwSignal<Option<T>>,
    error: RwSignal<Option<String>>,
    refetch: StoredValue<Rc<dyn Fn()>, LocalStorage>,
}

/// What is under way.
#[derive(Clone, Copy, PartialEq)]
enum Flight {
    None,
    Fetching,
    /// The data became stale while it was fetched; the answer may be from before.
    FetchAgain,
}

/// Fetches the data of a key now, and again whenever the key is stale.
pub(crate) fn use_query<T, F>(key: QueryKey, fetch: impl Fn() -> F + 'static) -> Query<T>
where
    T: Send + Sync + 'static,
    F: Future<Output = Result<T, String>> + 'static,
{
    let data = RwSignal::new(None);
    let error = RwSignal::new(None);
    let flight = StoredValue::new(Flight::None);
    let fetch = Rc::new(fetch);
    let refetch: Rc<dyn Fn()> = Rc::new(move || {
        if flight.get_value() != Flight::None {
            flight.set_value(Flight::FetchAgain);
            return;
        }
        flight.set_value(Flight::Fetching);
        let fetch = fetch.clone();
        spawn_local(async move {
            loop {
                let answer = fetch().await;
                // The component may be gone by now.
                match flight.try_get_value() {
                    None => return,
                    Some(Flight::FetchAgain) => {
                        flight.set_value(Flight::Fetching);
                        continue;
                    }
                    Some(Flight::Fetching | Flight::None) => flight.set_value(Flight::None),
                }
                match answer {
                    Ok(answer) => {
                        data.set(Some(answer));
                        error.set(None);
                    }
                    Err(words) => error.set(Some(words)),
                }
                return;
            }
        });
    });
    refetch();
    let again = refetch.clone();
    use_refetch(key, move || again());
    Query { data, error, refetch: StoredValue::new_local(refetch) }
}

impl<T: Send + Sync> Query<T> {
    /// Looks at the data, if there is any; reactive.
    pub(crate) fn with<U>(self, look: impl FnOnce(&T) -> U) -> Option<U> {
        self.data.with(|data| data.as_ref().map(look))
    }

    /// Looks at the data from outside of the view.
    pub(crate) fn peek<U>(self, look: impl FnOnce(&T) -> U) -> Option<U> {
        self.data.try_with_untracked(|data| data.as_ref().map(look)).flatten()
    }

    /// Why the last fetch failed; reactive.
    pub(crate) fn error(self) -> Option<String> {
        self.error.get()
    }

    pub(crate) fn refetch(self) {
        if let Some(refetch) = self.refetch.try_get_value() {
            refetch();
        }
    }

    /// Changes the data in place, where an event says all there is to know.
    pub(crate) fn patch(self, change: impl FnOnce(&mut T)) {
        self.data.try_update(|data| {
            if let Some(data) = data {
                change(data);
            }
        });
    }
}

impl<T> Clone for Query<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Query<T> {}
