use bellwire::Client;
use bellwire_ui::provide_realtime;
use leptos::prelude::*;

/// What one request leaves behind until it is answered.
pub(crate) struct Page {
    pub(crate) html: String,
    _owner: Owner,
}

/// Renders a view as a server does for one request.
pub(crate) fn render<V: IntoView + 'static>(view: impl FnOnce() -> V) -> Page {
    let owner = Owner::new();
    let html = owner.with(|| view().into_view().to_html());
    Page { html, _owner: owner }
}

/// Renders what needs a client above it.
pub(crate) fn render_with<V: IntoView + 'static>(
    client: Client,
    view: impl FnOnce() -> V + 'static,
) -> Page {
    render(move || {
        provide_realtime(client);
        view()
    })
}

/// A client as an application builds it, wherever it runs.
pub(crate) fn client() -> Client {
    Client::builder("/ws").build().unwrap()
}
