use std::borrow::Cow::Borrowed;

use bellwire::{Cause, ConnectionStatus, FailReason};

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
#[derive(Clone, Debug)]
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
    /// The button that lets the user sign in.
    pub sign_in: Label,
    /// Said aloud when messages flow again.
    pub back: Label,
    /// What the details behind the badge are called, for those who do not see them.
    pub details: Label,
    /// What the connection does and why, in a sentence.
    pub explain: fn(&ConnectionStatus) -> String,
    /// What the details call how often it was tried.
    pub attempt: Label,
    /// What the details call the time of a message there and back.
    pub round_trip: Label,
    /// That time, in milliseconds.
    pub milliseconds: Plural,
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
            sign_in: Borrowed("Sign in"),
            back: Borrowed("Back online"),
            details: Borrowed("Connection details"),
            explain: explain_in_english,
            attempt: Borrowed("Attempt"),
            round_trip: Borrowed("Round trip"),
            milliseconds: Plural::one_other("{n} ms", "{n} ms"),
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
            sign_in: Borrowed("Anmelden"),
            back: Borrowed("Wieder verbunden"),
            details: Borrowed("Einzelheiten zur Verbindung"),
            explain: explain_in_german,
            attempt: Borrowed("Versuch"),
            round_trip: Borrowed("Hin und zurück"),
            milliseconds: Plural::one_other("{n} ms", "{n} ms"),
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
            sign_in: Borrowed("تسجيل الدخول"),
            back: Borrowed("عاد الاتصال"),
            details: Borrowed("تفاصيل الاتصال"),
            explain: explain_in_arabic,
            attempt: Borrowed("المحاولة"),
            round_trip: Borrowed("زمن الذهاب والإياب"),
            milliseconds: Plural::one_other("{n} م.ث", "{n} م.ث"),
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

    /// The words of PayChain's example: "Connected", or "Offline".
    #[must_use]
    pub fn connected() -> Self {
        Self { connected: Borrowed("Connected"), ..Self::live() }
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

fn explain_in_english(status: &ConnectionStatus) -> String {
    match status {
        ConnectionStatus::Connected => "Connected to the server".to_owned(),
        ConnectionStatus::Connecting => "Connecting to the server".to_owned(),
        ConnectionStatus::Reconnecting { cause, .. } => format!("The connection was lost: {cause}"),
        ConnectionStatus::Offline => "The device is offline".to_owned(),
        ConnectionStatus::Failed { reason: FailReason::AttemptsExhausted { last } } => {
            format!("Gave up: {last}")
        }
        ConnectionStatus::Failed { reason } => reason.to_string(),
        ConnectionStatus::Idle | _ => "Not connected".to_owned(),
    }
}

fn explain_in_german(status: &ConnectionStatus) -> String {
    let text = match status {
        ConnectionStatus::Connected => "Mit dem Server verbunden",
        ConnectionStatus::Connecting => "Die Verbindung zum Server wird aufgebaut",
        ConnectionStatus::Reconnecting { cause, .. } => {
            return because("Die Verbindung zum Server ist abgebrochen", cause, cause_in_german);
        }
        ConnectionStatus::Offline => "Das Gerät ist nicht im Netz",
        ConnectionStatus::Failed { reason } => match reason {
            FailReason::AttemptsExhausted { last } => {
                return because("Der Server ist nicht zu erreichen", last, cause_in_german);
            }
            FailReason::SignedOut => "Niemand ist angemeldet",
            FailReason::Unauthorized(_) => "Die Anmeldung gilt nicht mehr",
            FailReason::Forbidden(_) | FailReason::Rejected(_) | _ => {
                "Der Server nimmt die Verbindung nicht an"
            }
        },
        ConnectionStatus::Idle | _ => "Nicht verbunden",
    };
    text.to_owned()
}

fn explain_in_arabic(status: &ConnectionStatus) -> String {
    let text = match status {
        ConnectionStatus::Connected => "متصل بالخادم",
        ConnectionStatus::Connecting => "جارٍ الاتصال بالخادم",
        ConnectionStatus::Reconnecting { cause, .. } => {
            return because("انقطع الاتصال بالخادم", cause, cause_in_arabic);
        }
        ConnectionStatus::Offline => "الجهاز غير متصل بالشبكة",
        ConnectionStatus::Failed { reason } => match reason {
            FailReason::AttemptsExhausted { last } => {
                return because("تعذّر الوصول إلى الخادم", last, cause_in_arabic);
            }
            FailReason::SignedOut => "لم يسجّل أحد الدخول",
            FailReason::Unauthorized(_) => "انتهت صلاحية تسجيل الدخول",
            FailReason::Forbidden(_) | FailReason::Rejected(_) | _ => "رفض الخادم الاتصال",
        },
        ConnectionStatus::Idle | _ => "غير متصل",
    };
    text.to_owned()
}

/// What has happened, and why, where somebody can make something of that.
fn because(what: &str, cause: &Cause, said: fn(&Cause) -> &'static str) -> String {
    match (said(cause), cause) {
        ("", _) => what.to_owned(),
        // A server's own words would be in a language of their own; its number is not.
        (why, Cause::Closed(close)) => format!("{what}: {why} ({})", close.code),
        (why, _) => format!("{what}: {why}"),
    }
}

fn cause_in_german(cause: &Cause) -> &'static str {
    match cause {
        Cause::ConnectTimedOut => "der Server hat sich nicht gemeldet",
        Cause::Closed(_) => "sie wurde geschlossen",
        Cause::Refused { .. } => "sie kam nicht zustande",
        Cause::NoToken(_) => "die Anmeldung fehlt",
        Cause::HeartbeatTimedOut => "der Server antwortet nicht mehr",
        Cause::NetworkLost => "das Gerät ist nicht im Netz",
        Cause::Requested
        | Cause::Opened
        | Cause::WaitOver
        | Cause::NetworkReturned
        | Cause::PageReturned
        | _ => "",
    }
}

fn cause_in_arabic(cause: &Cause) -> &'static str {
    match cause {
        Cause::ConnectTimedOut => "لم يردّ الخادم في الوقت المحدد",
        Cause::Closed(_) => "أُغلق الاتصال",
        Cause::Refused { .. } => "تعذّر فتح الاتصال",
        Cause::NoToken(_) => "لا توجد بيانات دخول",
        Cause::HeartbeatTimedOut => "توقف الخادم عن الرد",
        Cause::NetworkLost => "الجهاز غير متصل بالشبكة",
        Cause::Requested
        | Cause::Opened
        | Cause::WaitOver
        | Cause::NetworkReturned
        | Cause::PageReturned
        | _ => "",
    }
}

#[cfg(test)]
mod tests {
    use bellwire::Instant;
    use bellwire::engine::CloseFrame;

    use super::*;

    #[test]
    fn the_documents_wordings_know_two_states() {
        let reconnecting = ConnectionStatus::Reconnecting {
            attempt: 1,
            retry_at: Instant::ZERO,
            cause: Cause::HeartbeatTimedOut,
        };
        for (labels, live) in [
            (BadgeLabels::live_updates(), "Live updates active"),
            (BadgeLabels::live(), "Live"),
            (BadgeLabels::connected(), "Connected"),
        ] {
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

    #[test]
    fn why_a_connection_is_away_is_said_in_the_language_of_the_rest() {
        let lost =
            |cause| ConnectionStatus::Reconnecting { attempt: 1, retry_at: Instant::ZERO, cause };
        let closed = CloseFrame { code: 1006, reason: "bye".to_owned() };
        for (cause, german) in [
            (Cause::HeartbeatTimedOut, ": der Server antwortet nicht mehr"),
            (Cause::Closed(closed), ": sie wurde geschlossen (1006)"),
            (Cause::Requested, ""),
        ] {
            let said = (BadgeLabels::german().explain)(&lost(cause));
            assert_eq!(said, format!("Die Verbindung zum Server ist abgebrochen{german}"));
        }
        let last = Cause::ConnectTimedOut;
        let failed = ConnectionStatus::Failed { reason: FailReason::AttemptsExhausted { last } };
        let said = (BadgeLabels::arabic().explain)(&failed);
        assert_eq!(said, "تعذّر الوصول إلى الخادم: لم يردّ الخادم في الوقت المحدد");
    }
}
