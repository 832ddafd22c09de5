use std::time::Duration;

use bellwire::{ConnectionStatus, FailReason, clock};
use leptos::prelude::*;

use super::classes;
use super::icons::{WAVES, WAVES_OFF, icon};
use crate::clockwork::use_alarm;
use crate::use_realtime;
use crate::view::{dynamic, text};

/// The words of a [`ConnectionBadge`], one for each thing that a connection can be doing.
///
/// # Examples
///
/// ```
/// use bellwire_ui::BadgeLabels;
///
/// let labels = BadgeLabels { connected: "Verbunden", ..BadgeLabels::default() };
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadgeLabels {
    /// Messages flow.
    pub connected: &'static str,
    /// The first attempt is under way.
    pub connecting: &'static str,
    /// The connection is tried again.
    pub reconnecting: &'static str,
    /// The device has no network.
    pub offline: &'static str,
    /// Given up, or never asked for.
    pub disconnected: &'static str,
}

impl Default for BadgeLabels {
    fn default() -> Self {
        Self {
            connected: "Connected",
            connecting: "Connecting…",
            reconnecting: "Reconnecting…",
            offline: "No network",
            disconnected: "Disconnected",
        }
    }
}

impl BadgeLabels {
    /// PayChain's words on its dashboard: "Live updates active", or "Offline".
    #[must_use]
    pub fn live_updates() -> Self {
        Self { connected: "Live updates active", ..Self::live() }
    }

    /// PayChain's words on its list of jobs: "Live", or "Offline".
    #[must_use]
    pub fn live() -> Self {
        Self {
            connected: "Live",
            connecting: "Offline",
            reconnecting: "Offline",
            offline: "Offline",
            disconnected: "Offline",
        }
    }

    fn of(&self, status: &ConnectionStatus) -> &'static str {
        match status {
            ConnectionStatus::Connected => self.connected,
            ConnectionStatus::Connecting => self.connecting,
            ConnectionStatus::Reconnecting { .. } => self.reconnecting,
            ConnectionStatus::Offline => self.offline,
            ConnectionStatus::Idle | ConnectionStatus::Failed { .. } | _ => self.disconnected,
        }
    }
}

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
    /// Its words.
    #[prop(optional)]
    labels: BadgeLabels,
    /// A class beside its own.
    #[prop(optional, into)]
    class: String,
) -> impl IntoView {
    let realtime = use_realtime();
    let status = realtime.status();
    let detail = use_detail(status);
    let client = realtime.client().clone();
    let picture = dynamic(move || {
        icon(if status.with(ConnectionStatus::is_connected) { WAVES } else { WAVES_OFF })
    });
    let detail = dynamic(move || {
        detail.get().map(|detail| view! { <span class="bw-badge-detail">{detail}</span> })
    });
    let retry = dynamic(move || {
        let client = client.clone();
        status.with(can_retry).then(|| {
            view! {
                <button type="button" class="bw-badge-retry" on:click=move |_| client.connect()>
                    "Retry now"
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
                {text(move || status.with(|status| labels.of(status)))}
            </span>
            {detail}
            {retry}
        </span>
    }
}

/// What is done about a lost connection, counted down second by second.
fn use_detail(status: ReadSignal<ConnectionStatus>) -> Memo<Option<String>> {
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
            Some(wait) => format!("retrying in {} s", whole_seconds(wait)),
            None => "retrying…".to_owned(),
        })
    })
}

/// The seconds that are shown while so much time is left: 1 until it is over.
fn whole_seconds(left: Duration) -> u64 {
    left.as_secs() + u64::from(left.subsec_nanos() > 0)
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

#[cfg(test)]
mod tests {
    use bellwire::{Cause, Instant};

    use super::*;

    #[test]
    fn the_documents_wordings_know_two_states() {
        let reconnecting = ConnectionStatus::Reconnecting {
            attempt: 1,
            retry_at: Instant::ZERO,
            cause: Cause::HeartbeatTimedOut,
        };
        for (labels, live) in
            [(BadgeLabels::live_updates(), "Live updates active"), (BadgeLabels::live(), "Live")]
        {
            assert_eq!(labels.of(&ConnectionStatus::Connected), live);
            for status in [
                ConnectionStatus::Idle,
                ConnectionStatus::Connecting,
                ConnectionStatus::Offline,
                reconnecting.clone(),
            ] {
                assert_eq!(labels.of(&status), "Offline");
            }
        }
    }
}
