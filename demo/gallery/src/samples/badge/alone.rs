use bellwire::ConnectionStatus;
use bellwire_ui::ConnectionBadge;
use leptos::prelude::*;

#[component]
pub fn Alone() -> impl IntoView {
    view! { <ConnectionBadge details=false status=Signal::stored(ConnectionStatus::Connected)/> }
}
