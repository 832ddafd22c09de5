use std::any::Any;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use bellwire_ui::invalidation::QueryKey;
use bellwire_ui::use_refetch;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Data that is fetched, kept while the component lives, and fetched again when it is stale.
///
/// An application of any size takes leptos-fetch, to which the bus has an adapter. Its 45 KB
/// would be a quarter more for this page to load.
pub(crate) struct Query<T> {
    cell: Cell,
    data: PhantomData<fn() -> T>,
}

/// A query without its type, so that the code below is there once and not once for each type.
#[derive(Clone, Copy)]
struct Cell {
    data: RwSignal<Option<Shared>>,
    error: RwSignal<Option<String>>,
    flight: StoredValue<Flight>,
    fetch: StoredValue<Fetch, LocalStorage>,
}

type Shared = Arc<dyn Any + Send + Sync>;
type Answer = Result<Shared, String>;
type Fetch = Rc<dyn Fn() -> Pin<Box<dyn Future<Output = Answer>>>>;

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
    let fetch: Fetch = Rc::new(move || {
        let answer = fetch();
        Box::pin(async move { answer.await.map(|data| Arc::new(data) as Shared) })
    });
    let cell = Cell {
        data: RwSignal::new(None),
        error: RwSignal::new(None),
        flight: StoredValue::new(Flight::None),
        fetch: StoredValue::new_local(fetch),
    };
    cell.refetch();
    use_refetch(key, move || cell.refetch());
    Query { cell, data: PhantomData }
}

impl Cell {
    fn refetch(self) {
        match self.flight.try_get_value() {
            None => {}
            Some(Flight::None) => {
                self.flight.set_value(Flight::Fetching);
                spawn_local(self.fly());
            }
            Some(Flight::Fetching | Flight::FetchAgain) => {
                self.flight.set_value(Flight::FetchAgain);
            }
        }
    }

    async fn fly(self) {
        // The component may be gone whenever an answer comes.
        while let Some(fetch) = self.fetch.try_get_value() {
            let answer = fetch().await;
            match self.flight.try_get_value() {
                Some(Flight::FetchAgain) => self.flight.set_value(Flight::Fetching),
                Some(Flight::Fetching | Flight::None) => {
                    self.flight.set_value(Flight::None);
                    return self.land(answer);
                }
                None => return,
            }
        }
    }

    fn land(self, answer: Answer) {
        match answer {
            Ok(data) => {
                self.data.set(Some(data));
                self.error.set(None);
            }
            Err(words) => self.error.set(Some(words)),
        }
    }
}

impl<T: Clone + Send + Sync + 'static> Query<T> {
    /// Looks at the data, if there is any; reactive.
    pub(crate) fn with<U>(self, look: impl FnOnce(&T) -> U) -> Option<U> {
        self.cell.data.get().and_then(|data| data.downcast_ref().map(look))
    }

    /// Looks at the data from outside of the view.
    pub(crate) fn peek<U>(self, look: impl FnOnce(&T) -> U) -> Option<U> {
        self.cell.data.try_get_untracked().flatten().and_then(|data| data.downcast_ref().map(look))
    }

    /// Why the last fetch failed; reactive.
    pub(crate) fn error(self) -> Option<String> {
        self.cell.error.get()
    }

    pub(crate) fn refetch(self) {
        self.cell.refetch();
    }

    /// Changes the data, where an event says all there is to know.
    pub(crate) fn patch(self, change: impl FnOnce(&mut T)) {
        if let Some(mut data) = self.peek(T::clone) {
            change(&mut data);
            self.cell.data.set(Some(Arc::new(data)));
        }
    }
}

impl<T> Clone for Query<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Query<T> {}
