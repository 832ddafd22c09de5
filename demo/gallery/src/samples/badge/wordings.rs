use bellwire::ConnectionStatus;
use bellwire_ui::{BadgeLabels, ConnectionBadge};
use leptos::prelude::*;

#[component]
pub fn Wordings() -> impl IntoView {
    let badges = [
        BadgeLabels::english(),
        BadgeLabels::live_updates(),
        BadgeLabels::live(),
        BadgeLabels::connected(),
        BadgeLabels { connected: "On air".into(), ..BadgeLabels::english() },
    ];
    let badges = badges.map(|labels| {
        let (up, down) = (ConnectionStatus::Connected, ConnectionStatus::Offline);
        view! {
            <li>
                <ConnectionBadge labels=labels.clone() status=Signal::stored(up)/>
                <ConnectionBadge labels status=Signal::stored(down)/>
            </li>
        }
    });
    view! { <ul class="list pairs">{badges.collect_view()}</ul> }
}
