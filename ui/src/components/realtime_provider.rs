use bellwire::Client;
use leptos::prelude::*;

use crate::provide_realtime;

/// Makes a client available to its children: [`provide_realtime`] as a component.
///
/// # Examples
///
/// ```no_run
/// use bellwire::Client;
/// use bellwire_ui::{ConnectionBadge, RealtimeProvider};
/// use leptos::prelude::*;
///
/// #[component]
/// fn App(client: Client) -> impl IntoView {
///     view! { <RealtimeProvider client><ConnectionBadge/></RealtimeProvider> }
/// }
/// ```
#[component(transparent)]
pub fn RealtimeProvider(
    /// The client.
    client: Client,
    /// What sees it.
    children: Children,
) -> impl IntoView {
    provide_realtime(client);
    children()
}
