//! Parts of a view that change, all of one type.
//!
//! Leptos writes the code that updates a part for each type of closure anew, one or two kilobytes
//! of WebAssembly each time. These are written once, however many closures go into them.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// A part of a view that changes.
pub type Dynamic = Box<dyn FnMut() -> AnyView + Send>;

/// A text, or the value of an attribute, that changes.
pub type DynamicText = Box<dyn FnMut() -> String + Send>;

/// What a press does.
pub type Press = Box<dyn FnMut(MouseEvent)>;

/// Shows whatever `view` returns, again whenever a signal in it changes.
///
/// # Examples
///
/// ```
/// use bellwire_ui::view::dynamic;
/// use leptos::prelude::*;
///
/// #[component]
/// fn Greeting(name: RwSignal<Option<String>>) -> impl IntoView {
///     dynamic(move || name.get().map(|name| view! { <p>"Hello " {name}</p> }))
/// }
/// ```
pub fn dynamic<V: IntoView + 'static>(mut view: impl FnMut() -> V + Send + 'static) -> Dynamic {
    Box::new(move || view().into_any())
}

/// Shows whatever `text` returns, again whenever a signal in it changes.
///
/// # Examples
///
/// ```
/// use bellwire_ui::view::text;
/// use leptos::prelude::*;
///
/// #[component]
/// fn Count(count: RwSignal<u32>) -> impl IntoView {
///     view! { <p data-count=text(move || count.get())>{text(move || count.get())}</p> }
/// }
/// ```
pub fn text<T: ToString>(mut text: impl FnMut() -> T + Send + 'static) -> DynamicText {
    Box::new(move || text().to_string())
}

/// Does something when an element is pressed, as the value of `on:click`.
///
/// # Examples
///
/// ```
/// use bellwire_ui::view::pressed;
/// use leptos::prelude::*;
///
/// #[component]
/// fn More(count: RwSignal<u32>) -> impl IntoView {
///     view! { <button on:click=pressed(move |_| count.update(|count| *count += 1))>"More"</button> }
/// }
/// ```
pub fn pressed(then: impl FnMut(MouseEvent) + 'static) -> Press {
    Box::new(then)
}
