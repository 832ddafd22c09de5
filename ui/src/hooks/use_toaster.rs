use bellwire::clock;
use leptos::prelude::*;

use crate::{Toast, ToastId, ToastStore, use_realtime};

/// Shows toasts; see [`use_toaster`].
#[derive(Clone, Copy, Debug)]
pub struct UseToaster {
    toasts: RwSignal<ToastStore>,
}

/// Returns what shows toasts in the [`Toaster`](crate::Toaster).
///
/// # Examples
///
/// ```no_run
/// use bellwire_ui::{Toast, use_toaster};
/// use leptos::prelude::*;
///
/// #[component]
/// fn Save() -> impl IntoView {
///     let toaster = use_toaster();
///     let save = move |_| {
///         toaster.show(Toast::success("Saved"));
///     };
///     view! { <button on:click=save>"Save"</button> }
/// }
/// ```
///
/// # Panics
///
/// Panics outside of [`provide_realtime`](crate::provide_realtime).
#[must_use]
pub fn use_toaster() -> UseToaster {
    UseToaster { toasts: use_realtime().toasts }
}

impl UseToaster {
    /// Shows a toast, or queues it while all places are taken.
    pub fn show(&self, toast: Toast) -> ToastId {
        let shown = self.toasts.try_update(|toasts| toasts.show(clock::now(), toast));
        // Nothing is shown once the provider is gone; the number then is nobody's.
        shown.unwrap_or_default()
    }

    /// Replaces what a toast says and starts its clock afresh. Returns whether it was still there.
    pub fn update(&self, id: ToastId, toast: Toast) -> bool {
        self.toasts.try_update(|toasts| toasts.update(clock::now(), id, toast)).unwrap_or_default()
    }

    /// Takes a toast off the screen.
    pub fn dismiss(&self, id: ToastId) {
        self.toasts.try_update(|toasts| toasts.dismiss(clock::now(), id));
    }

    /// Takes all toasts off the screen.
    pub fn dismiss_all(&self) {
        self.toasts.try_update(|toasts| toasts.dismiss_all(clock::now()));
    }
}
