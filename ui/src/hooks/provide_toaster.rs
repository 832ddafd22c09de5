use leptos::prelude::*;

use crate::UseToaster;

/// Makes a place for toasts for all components below, without a connection, and returns what shows
/// them. [`provide_realtime`](crate::provide_realtime) includes it.
///
/// An inner place hides an outer one: a [`Toaster`](crate::Toaster) shows what is shown at its own.
///
/// # Examples
///
/// ```no_run
/// use bellwire_ui::{Toast, Toaster, provide_toaster};
/// use leptos::prelude::*;
///
/// #[component]
/// fn App() -> impl IntoView {
///     let toaster = provide_toaster();
///     let save = move |_| {
///         toaster.show(Toast::success("Saved"));
///     };
///     view! { <button on:click=save>"Save"</button> <Toaster/> }
/// }
/// ```
pub fn provide_toaster() -> UseToaster {
    let toaster = UseToaster::new();
    provide_context(toaster);
    toaster
}
