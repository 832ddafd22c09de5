use std::time::Duration;

use bellwire::{Cause, ConnectionStatus, clock};
use bellwire_ui::ConnectionBadge;
use leptos::prelude::*;

#[component]
pub fn States() -> impl IntoView {
    let reconnecting = |wait| ConnectionStatus::Reconnecting {
        attempt: 2,
        retry_at: clock::now() + wait,
        cause: Cause::HeartbeatTimedOut,
    };
    let badges = [
        ConnectionStatus::Idle,
        ConnectionStatus::Connecting,
        ConnectionStatus::Connected,
        reconnecting(Duration::from_secs(30)),
        reconnecting(Duration::ZERO),
        ConnectionStatus::Offline,
    ];
    let badges = badges.map(|status| {
        let status = Signal::stored(status);
        view! { <li><ConnectionBadge status/></li> }
    });
    view! { <ul class="list">{badges.collect_view()}</ul> }
}
