/// What becomes of toasts that stay until they are dismissed, such as errors, when others wait and all
/// places are taken.
///
/// # Examples
///
/// ```
/// use bellwire_ui::{ToastOverflow, Toaster, provide_toaster};
/// use leptos::prelude::*;
///
/// #[component]
/// fn App() -> impl IntoView {
///     provide_toaster();
///     view! { <Toaster overflow=ToastOverflow::Wait/> }
/// }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ToastOverflow {
    /// The one that has been there longest steps back, once there was time to read it: five seconds, or
    /// as many times as long as the user wants for reading. It comes back when a place is free.
    #[default]
    StepBack,
    /// They keep their places, and others wait until they are dismissed.
    Wait,
    /// The one that has been there longest goes for good, once there was time to read it.
    Drop,
}
