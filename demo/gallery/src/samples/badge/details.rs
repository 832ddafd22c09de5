use std::time::Duration;

use bellwire::engine::CloseFrame;
use bellwire::{Cause, ConnectionStatus, clock};
use bellwire_ui::ConnectionBadge;
use leptos::prelude::*;

#[component]
pub fn Details() -> impl IntoView {
    let closed = CloseFrame { code: CloseFrame::ABNORMAL, reason: String::new() };
    let status = ConnectionStatus::Reconnecting {
        attempt: 3,
        retry_at: clock::now() + Duration::from_secs(20),
        cause: Cause::Closed(closed),
    };
    view! { <ConnectionBadge status=Signal::stored(status)/> }
}
