use std::time::Duration;

use bellwire::{Client, ConnectionStatus, clock};
use leptos::prelude::*;

use super::connection_badge::BadgeClasses;
use crate::clockwork::use_alarm;
use crate::components::classes;
use crate::derived::Derived;
use crate::labels::{Label, Words};
use crate::page;
use crate::view::{dynamic, text};
use crate::{BadgeLabels, use_realtime};

/// What is behind a badge, for those who want to know. It is looked at anew each second.
#[component]
pub(super) fn Details(
    id: String,
    shown: Derived<ConnectionStatus>,
    words: Words<BadgeLabels>,
    classes: BadgeClasses,
) -> impl IntoView {
    let client = use_realtime().client().clone();
    let tick = RwSignal::new(());
    use_alarm(
        move || {
            tick.track();
            Some(clock::now() + Duration::from_secs(1))
        },
        move || tick.notify(),
    );
    let (name, cause) = (words.clone(), words.clone());
    let rows = dynamic(move || {
        tick.track();
        let rows = shown.with(|shown| rows(shown, &client, &words));
        rows.into_iter()
            .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }.into_any())
            .collect::<Vec<_>>()
    });
    view! {
        <div
            id=id
            class=self::classes("bw-badge-details", classes.details)
            role="group"
            aria-label=text(move || name.say(|labels| &labels.details))
        >
            <p class=self::classes("bw-badge-cause", classes.cause)>{text(move || shown.with(|shown| cause.with(|labels| (labels.explain)(shown))))}</p>
            <dl>{rows}</dl>
        </div>
    }
}

fn rows(
    shown: &ConnectionStatus,
    client: &Client,
    words: &Words<BadgeLabels>,
) -> Vec<(String, String)> {
    let language = words.language();
    let number = |n: u64| page::number(&language, n);
    let attempt = if let ConnectionStatus::Reconnecting { attempt, .. } = shown {
        Some(number(u64::from(*attempt)))
    } else {
        None
    };
    let round_trip = client.rtt().filter(|_| shown.is_connected());
    let round_trip =
        round_trip.map(|rtt| words.count(|labels| &labels.milliseconds, rtt.as_millis() as usize));
    type Name = fn(&BadgeLabels) -> &Label;
    let rows: [(Name, Option<String>); 3] = [
        (|labels| &labels.attempt, attempt),
        (|labels| &labels.round_trip, round_trip),
        (|labels| &labels.queue, Some(number(client.queue_depth() as u64))),
    ];
    rows.into_iter().filter_map(|(name, value)| Some((words.say(name), value?))).collect()
}
