use bellwire::Client;
use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;

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
    // What is provided reaches all that comes later under the same owner: the children get their own.
    let owner = Owner::current().map_or_else(Owner::new, |owner| owner.child());
    let children = owner.with(|| {
        provide_realtime(client);
        children()
    });
    OwnedView::new_with_owner(children, owner)
}
