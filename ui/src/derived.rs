use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::*;

/// A value that is computed from others, once for all who look at it, and that changes for them only
/// where it is another one: a [`Memo`], whose code is there once, whatever the value is. It would be
/// there for each kind of value anew, six kilobytes of WebAssembly each time.
pub(crate) struct Derived<T> {
    memo: Memo<Shared>,
    kind: PhantomData<fn() -> T>,
}

/// A value of some kind, and how two of them are compared.
#[derive(Clone)]
struct Shared {
    value: Arc<dyn Any + Send + Sync>,
    is_same: fn(&dyn Any, &dyn Any) -> bool,
}

impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        (self.is_same)(&*self.value, &*other.value)
    }
}

type Compute = Box<dyn Fn(Option<&Shared>) -> Shared + Send + Sync>;

impl<T: PartialEq + Send + Sync + 'static> Derived<T> {
    /// `compute` is told the value before, and is reactive.
    pub(crate) fn new(compute: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self {
        let compute: Compute = Box::new(move |last| Shared {
            value: Arc::new(compute(last.and_then(|last| last.value.downcast_ref()))),
            is_same: |a, b| a.downcast_ref::<T>() == b.downcast_ref::<T>(),
        });
        Self { memo: memo(compute), kind: PhantomData }
    }

    /// Looks at the value; reactive.
    pub(crate) fn with<U>(self, look: impl FnOnce(&T) -> U) -> U {
        look_at(&self.memo.get(), look)
    }

    /// Looks at the value from outside of the view.
    pub(crate) fn with_untracked<U>(self, look: impl FnOnce(&T) -> U) -> U {
        look_at(&self.memo.get_untracked(), look)
    }

    /// The value; reactive.
    pub(crate) fn get(self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// Follows the value without looking at it.
    pub(crate) fn track(self) {
        self.memo.track();
    }
}

fn memo(compute: Compute) -> Memo<Shared> {
    Memo::new(move |last: Option<&Shared>| compute(last))
}

#[expect(clippy::expect_used, reason = "a value is of the kind of which it was made")]
fn look_at<T: 'static, U>(shared: &Shared, look: impl FnOnce(&T) -> U) -> U {
    look(shared.value.downcast_ref().expect("made as one of these"))
}

impl<T> Clone for Derived<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Derived<T> {}
