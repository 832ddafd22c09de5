use bellwire::engine::CloseFrame;
use bellwire::{Cause, ConnectionStatus, FailReason};
use bellwire_ui::ConnectionBadge;
use leptos::prelude::*;

#[component]
pub fn Failed() -> impl IntoView {
    let closed = |code, reason: &str| CloseFrame { code, reason: reason.to_owned() };
    let reasons = [
        FailReason::AttemptsExhausted { last: Cause::ConnectTimedOut },
        FailReason::SignedOut,
        FailReason::Unauthorized(closed(4001, "the token has expired")),
        FailReason::Forbidden(closed(4003, "not your job")),
    ];
    let badges = reasons.map(|reason| {
        let status = Signal::stored(ConnectionStatus::Failed { reason });
        view! { <li><ConnectionBadge status/></li> }
    });
    view! { <ul class="list">{badges.collect_view()}</ul> }
}
