use std::any::Any;
use std::fmt;
use std::sync::Arc;

use super::CloseCause;

/// A button of a toast; see [`ToastParts`](crate::ToastParts).
#[derive(Clone, Debug, PartialEq)]
pub struct ToastAction {
    pub(crate) kind: ToastActionKind,
    pub(crate) label: String,
    pub(super) run: Handler<()>,
}

/// What a button of a toast is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ToastActionKind {
    /// It does something, and the toast goes.
    Act,
    /// It does something, and the toast stays.
    Stay,
    /// It leaves things as they are, and the toast goes.
    Cancel,
}

impl ToastActionKind {
    /// Why a toast goes whose button was pressed; `None` where it stays.
    pub(crate) fn cause(self) -> Option<CloseCause> {
        match self {
            Self::Act => Some(CloseCause::Acted),
            Self::Stay => None,
            Self::Cancel => Some(CloseCause::Cancelled),
        }
    }
}

impl ToastAction {
    /// What stands on it.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// What it is for.
    #[must_use]
    pub fn kind(&self) -> ToastActionKind {
        self.kind
    }

    pub(super) fn new(
        kind: ToastActionKind,
        label: impl Into<String>,
        run: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        Self { kind, label: label.into(), run: Handler::new(move |()| run()) }
    }
}

/// A function of the application. Equal to itself alone.
pub(crate) struct Handler<T>(Arc<dyn Fn(T) + Send + Sync>);

impl<T> Handler<T> {
    pub(super) fn new(run: impl Fn(T) + Send + Sync + 'static) -> Self {
        Self(Arc::new(run))
    }

    pub(crate) fn run(&self, with: T) {
        (self.0)(with);
    }
}

impl<T> Clone for Handler<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> PartialEq for Handler<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> fmt::Debug for Handler<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Handler")
    }
}

/// Something that only the component understands, such as a view. Equal to itself alone.
#[derive(Clone)]
pub(crate) struct Opaque(pub(crate) Arc<dyn Any + Send + Sync>);

impl PartialEq for Opaque {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Opaque {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opaque")
    }
}
