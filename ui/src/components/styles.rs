use leptos::nonce::use_nonce;
use leptos::prelude::*;

/// The stylesheet of all components: the text of `styles/bellwire.css`.
///
/// Pages that have their stylesheets in files link that one, and need neither this constant nor
/// [`Styles`].
///
/// # Examples
///
/// ```
/// assert!(bellwire_ui::CSS.contains("@layer bellwire"));
/// ```
pub const CSS: &str = include_str!("../../styles/bellwire.css");

/// The stylesheet of all components, as a `<style>` where it stands.
///
/// Its place is the `<head>` that a server renders: what stands outside of the part that is hydrated
/// costs the WebAssembly nothing. An application that renders in the browser puts it beside its
/// other components.
///
/// # Examples
///
/// ```
/// use bellwire_ui::Styles;
/// use leptos::prelude::*;
///
/// #[component]
/// fn Shell(children: Children) -> impl IntoView {
///     view! {
///         <html lang="en">
///             <head><Styles/></head>
///             <body>{children()}</body>
///         </html>
///     }
/// }
/// ```
#[component]
pub fn Styles(
    /// What the page's Content Security Policy knows it by, as in `style-src 'nonce-…'`; by default
    /// what Leptos knows ([`use_nonce`]), which on a server is the nonce of the response.
    #[prop(optional, into)]
    nonce: Option<String>,
) -> impl IntoView {
    let nonce = nonce.or_else(|| use_nonce().map(|nonce| nonce.to_string()));
    view! { <style nonce=nonce>{CSS}</style> }
}
