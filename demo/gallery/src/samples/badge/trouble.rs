use bellwire::ConnectionStatus;
use bellwire_ui::{BadgeVisibility, ConnectionBadge};
use leptos::prelude::*;

#[component]
pub fn Trouble() -> impl IntoView {
    let status = RwSignal::new(ConnectionStatus::Connected);
    view! {
        <div class="row">
            <button class="button" on:click=move |_| status.set(ConnectionStatus::Offline)>
                "Lose the network"
            </button>
            <button class="button" on:click=move |_| status.set(ConnectionStatus::Connected)>
                "Find it again"
            </button>
        </div>
        <ConnectionBadge visibility=BadgeVisibility::Trouble status/>
    }
}
