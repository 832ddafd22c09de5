use std::borrow::Cow::Borrowed;

use bellwire::ConnectionStatus;

use super::vocabulary::vocabulary;
use super::{Label, Plural};

/// The words of a [`ConnectionBadge`](crate::ConnectionBadge).
///
/// # Examples
///
/// ```
/// use bellwire_ui::BadgeLabels;
///
/// let labels = BadgeLabels { connected: "On air".into(), ..BadgeLabels::english() };
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadgeLabels {
    /// Messages flow.
    pub connected: Label,
    /// The first attempt is under way.
    pub connecting: Label,
    /// The connection is tried again.
    pub reconnecting: Label,
    /// The device has no network.
    pub offline: Label,
    /// Given up, or never asked for.
    pub disconnected: Label,
    /// How long it is until the next attempt, in seconds.
    pub retry_in: Plural,
    /// The attempt is under way.
    pub retrying: Label,
    /// The button that tries at once.
    pub retry: Label,
    /// Said aloud when messages flow again.
    pub back: Label,
    /// The button that shows what is behind the badge.
    pub details: Label,
    /// What the details call why the connection was lost.
    pub cause: Label,
    /// What the details call how often it was tried.
    pub attempt: Label,
    /// What the details call the time of a message there and back.
    pub round_trip: Label,
    /// What the details call the messages that wait to be sent.
    pub queue: Label,
}

impl BadgeLabels {
    /// In English.
    #[must_use]
    pub const fn english() -> Self {
        Self {
            connected: Borrowed("Connected"),
            connecting: Borrowed("Connecting…"),
            reconnecting: Borrowed("Reconnecting…"),
            offline: Borrowed("No network"),
            disconnected: Borrowed("Disconnected"),
            retry_in: Plural::one_other("retrying in {n} s", "retrying in {n} s"),
            retrying: Borrowed("retrying…"),
            retry: Borrowed("Retry now"),
            back: Borrowed("Back online"),
            details: Borrowed("Connection details"),
            cause: Borrowed("Cause"),
            attempt: Borrowed("Attempt"),
            round_trip: Borrowed("Round trip"),
            queue: Borrowed("Waiting to be sent"),
        }
    }

    /// In German.
    #[must_use]
    pub const fn german() -> Self {
        Self {
            connected: Borrowed("Verbunden"),
            connecting: Borrowed("Verbinden…"),
            reconnecting: Borrowed("Wird neu verbunden…"),
            offline: Borrowed("Kein Netz"),
            disconnected: Borrowed("Getrennt"),
            retry_in: Plural::one_other("nächster Versuch in {n} s", "nächster Versuch in {n} s"),
            retrying: Borrowed("neuer Versuch…"),
            retry: Borrowed("Jetzt verbinden"),
            back: Borrowed("Wieder verbunden"),
            details: Borrowed("Einzelheiten zur Verbindung"),
            cause: Borrowed("Ursache"),
            attempt: Borrowed("Versuch"),
            round_trip: Borrowed("Hin und zurück"),
            queue: Borrowed("Noch zu senden"),
        }
    }

    /// In Arabic.
    #[must_use]
    pub const fn arabic() -> Self {
        const RETRY_IN: &str = "إعادة المحاولة خلال {n} ث";
        Self {
            connected: Borrowed("متصل"),
            connecting: Borrowed("جارٍ الاتصال…"),
            reconnecting: Borrowed("جارٍ إعادة الاتصال…"),
            offline: Borrowed("لا توجد شبكة"),
            disconnected: Borrowed("غير متصل"),
            retry_in: Plural::one_other(RETRY_IN, RETRY_IN),
            retrying: Borrowed("جارٍ المحاولة…"),
            retry: Borrowed("أعد المحاولة الآن"),
            back: Borrowed("عاد الاتصال"),
            details: Borrowed("تفاصيل الاتصال"),
            cause: Borrowed("السبب"),
            attempt: Borrowed("المحاولة"),
            round_trip: Borrowed("زمن الذهاب والإياب"),
            queue: Borrowed("بانتظار الإرسال"),
        }
    }

    /// PayChain's words on its dashboard: "Live updates active", or "Offline".
    #[must_use]
    pub fn live_updates() -> Self {
        Self { connected: Borrowed("Live updates active"), ..Self::live() }
    }

    /// PayChain's words on its list of jobs: "Live", or "Offline".
    #[must_use]
    pub fn live() -> Self {
        const OFFLINE: Label = Borrowed("Offline");
        Self {
            connected: Borrowed("Live"),
            connecting: OFFLINE,
            reconnecting: OFFLINE,
            offline: OFFLINE,
            disconnected: OFFLINE,
            ..Self::english()
        }
    }

    pub(crate) fn of_status(&self, status: &ConnectionStatus) -> &Label {
        match status {
            ConnectionStatus::Connected => &self.connected,
            ConnectionStatus::Connecting => &self.connecting,
            ConnectionStatus::Reconnecting { .. } => &self.reconnecting,
            ConnectionStatus::Offline => &self.offline,
            ConnectionStatus::Idle | ConnectionStatus::Failed { .. } | _ => &self.disconnected,
        }
    }
}

vocabulary!(BadgeLabels, badge);

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
            assert_eq!(labels.of_status(&ConnectionStatus::Connected), live);
            for status in [
                ConnectionStatus::Idle,
                ConnectionStatus::Connecting,
                ConnectionStatus::Offline,
                reconnecting.clone(),
            ] {
                assert_eq!(labels.of_status(&status), "Offline");
            }
        }
    }
}
