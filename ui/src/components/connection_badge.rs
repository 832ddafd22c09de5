use std::time::Duration;

use bellwire::{ConnectionStatus, FailReason, clock};
use leptos::prelude::*;

use super::classes;
use super::icons::{WAVES, WAVES_OFF, icon};
use crate::clockwork::use_alarm;
use crate::labels::Words;

use crate::view::{dynamic, text};
use crate::{BadgeLabels, use_realtime};

/// Says whether messages flow, and if not, what is done about it.
///
/// Parts: `bw-badge` (with `data-state`), `bw-badge-icon`, `bw-badge-label`, `bw-badge-detail`,
/// `bw-badge-retry`. The label is a live region; the countdown is not.
///
/// # Panics
///
/// Panics outside of [`provide_realtime`](crate::provide_realtime).
#[component]
pub fn ConnectionBadge(
    /// Its words; those of [`provide_labels`](crate::provide_labels) unless given, or else English ones.
    #[prop(optional)]
    labels: Option<BadgeLabels>,
    /// A class beside its own.
    #[prop(optional, into)]
    class: String,
) -> impl IntoView {
    let realtime = use_realtime();
    let status = realtime.status();
    let words = Words::new(labels);
    let detail = use_detail(status, words.clone());
    let client = realtime.client().clone();
    let picture = dynamic(move || {
        icon(if status.with(ConnectionStatus::is_connected) { WAVES } else { WAVES_OFF })
    });
    let detail = dynamic(move || {
        detail.get().map(|detail| view! { <span class="bw-badge-detail">{detail}</span> })
    });
    let say_retry = words.clone();
    let retry = dynamic(move || {
        let client = client.clone();
        status.with(can_retry).then(|| {
            view! {
                <button type="button" class="bw-badge-retry" on:click=move |_| client.connect()>
                    {say_retry.say(|labels| &labels.retry)}
                </button>
            }
        })
    });
    view! {
        <span
            class=classes("bw-badge", &class)
            data-state=text(move || status.with(state))
            title=text(move || status.with(explanation))
        >
            <span class="bw-badge-icon">{picture}</span>
            <span class="bw-badge-label" role="status">
                {text(move || status.with(|status| words.say(|labels| labels.of_status(status))))}
            </span>
            {detail}
            {retry}
        </span>
    }
}

/// What is done about a lost connection, counted down second by second.
fn use_detail(
    status: ReadSignal<ConnectionStatus>,
    words: Words<BadgeLabels>,
) -> Memo<Option<String>> {
    let tick = RwSignal::new(());
    let wait = move || status.with(|status| status.retry_in(clock::now()));
    use_alarm(
        move || {
            tick.track();
            status.track();
            Some(clock::now() + wait()?.min(Duration::from_secs(1)))
        },
        move || tick.notify(),
    );
    Memo::new(move |_| {
        tick.track();
        if !matches!(status.get(), ConnectionStatus::Reconnecting { .. }) {
            return None;
        }
        Some(match wait() {
            Some(wait) => words.count(|labels| &labels.retry_in, whole_seconds(wait)),
            None => words.say(|labels| &labels.retrying),
        })
    })
}

/// The seconds that are shown while so much time is left: 1 until it is over.
fn whole_seconds(left: Duration) -> usize {
    left.as_secs() as usize + usize::from(left.subsec_nanos() > 0)
}

fn can_retry(status: &ConnectionStatus) -> bool {
    matches!(
        status,
        ConnectionStatus::Reconnecting { .. }
            | ConnectionStatus::Offline
            | ConnectionStatus::Failed { .. }
    )
}

fn state(status: &ConnectionStatus) -> &'static str {
    match status {
        ConnectionStatus::Connected => "connected",
        ConnectionStatus::Connecting => "connecting",
        ConnectionStatus::Reconnecting { .. } => "reconnecting",
        ConnectionStatus::Offline => "offline",
        ConnectionStatus::Failed { .. } => "failed",
        ConnectionStatus::Idle | _ => "idle",
    }
}

fn explanation(status: &ConnectionStatus) -> String {
    match status {
        ConnectionStatus::Connected => "Connected to the server".to_owned(),
        ConnectionStatus::Connecting => "Connecting to the server".to_owned(),
        ConnectionStatus::Reconnecting { attempt, cause, .. } => {
            format!("Attempt {attempt} to reconnect: {cause}")
        }
        ConnectionStatus::Offline => "The device is offline".to_owned(),
        ConnectionStatus::Failed { reason: FailReason::AttemptsExhausted { last } } => {
            format!("Gave up: {last}")
        }
        ConnectionStatus::Failed { reason } => reason.to_string(),
        ConnectionStatus::Idle | _ => "Not connected".to_owned(),
    }
}
