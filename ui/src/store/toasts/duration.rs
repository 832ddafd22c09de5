use std::time::Duration;

use super::Severity;

/// How long a toast stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ToastDuration {
    /// As [`ToastDurations`] has it for its severity; whatever asks for an answer or is under way stays
    /// until it is dismissed.
    #[default]
    BySeverity,
    /// So long, not counting the time during which it is held.
    For(Duration),
    /// Until it is dismissed.
    UntilDismissed,
}

/// How long toasts of each severity stay that do not say it themselves; `None` is until they are
/// dismissed.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use bellwire_ui::ToastDurations;
///
/// let durations =
///     ToastDurations { error: Some(Duration::from_secs(20)), ..ToastDurations::default() };
/// assert_eq!(durations.success, Some(Duration::from_secs(5)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToastDurations {
    /// Five seconds unless given.
    pub info: Option<Duration>,
    /// Five seconds unless given.
    pub success: Option<Duration>,
    /// Eight seconds unless given.
    pub warning: Option<Duration>,
    /// Until it is dismissed, unless given.
    pub error: Option<Duration>,
}

impl Default for ToastDurations {
    fn default() -> Self {
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        Self { info: seconds(5), success: seconds(5), warning: seconds(8), error: None }
    }
}

/// How much time toasts have, as the application and the user say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::store) struct Patience {
    pub(super) durations: ToastDurations,
    pub(super) reading: ReadingTime,
}

/// How much time a user wants for reading: everybody may have ten times as long, or for ever (WCAG 2.2,
/// 2.2.1).
///
/// # Examples
///
/// ```
/// use bellwire_ui::ReadingTime;
///
/// assert_eq!(ReadingTime::default(), ReadingTime::Times(1));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadingTime {
    /// So many times what a toast has by itself.
    Times(u32),
    /// Toasts stay until they are dismissed.
    Unlimited,
}

impl Default for ReadingTime {
    fn default() -> Self {
        Self::Times(1)
    }
}

impl ToastDuration {
    /// How long a toast of a severity stays; `None` is until it is dismissed.
    pub(super) fn lifetime(self, severity: Severity, patience: Patience) -> Option<Duration> {
        let Patience { durations, reading } = patience;
        let usual = match (self, severity) {
            (Self::For(duration), _) => duration,
            (Self::BySeverity, Severity::Info) => durations.info?,
            (Self::BySeverity, Severity::Success) => durations.success?,
            (Self::BySeverity, Severity::Warning) => durations.warning?,
            (Self::BySeverity, Severity::Error) => durations.error?,
            (Self::UntilDismissed, _) => return None,
        };
        reading.of(usual)
    }
}

impl ReadingTime {
    /// So much for whoever reads as usual is so much for this user; `None` is without an end.
    pub(super) fn of(self, usual: Duration) -> Option<Duration> {
        match self {
            Self::Times(times) => Some(usual.saturating_mul(times.max(1))),
            Self::Unlimited => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn errors_stay_until_they_are_dismissed() {
        let by_severity =
            |severity| ToastDuration::BySeverity.lifetime(severity, Patience::default());
        assert_eq!(by_severity(Severity::Error), None);
        assert_eq!(by_severity(Severity::Warning), Some(8 * SECOND));
        assert_eq!(by_severity(Severity::Success), Some(5 * SECOND));
        let given = ToastDuration::For(SECOND);
        assert_eq!(given.lifetime(Severity::Error, Patience::default()), Some(SECOND));
    }

    #[test]
    fn an_application_has_durations_of_its_own() {
        let durations = ToastDurations { error: Some(SECOND), info: None, ..Default::default() };
        let patience = Patience { durations, reading: ReadingTime::Times(2) };
        let lifetime = |severity| ToastDuration::BySeverity.lifetime(severity, patience);
        assert_eq!(lifetime(Severity::Error), Some(2 * SECOND));
        assert_eq!(lifetime(Severity::Info), None);
        assert_eq!(lifetime(Severity::Warning), Some(16 * SECOND));
    }

    #[test]
    fn whoever_reads_slowly_has_longer() {
        let given = ToastDuration::For(SECOND);
        let lifetime =
            |reading| given.lifetime(Severity::Info, Patience { reading, ..Patience::default() });
        assert_eq!(lifetime(ReadingTime::Times(10)), Some(10 * SECOND));
        assert_eq!(lifetime(ReadingTime::Times(0)), Some(SECOND), "nobody has less");
        assert_eq!(lifetime(ReadingTime::Unlimited), None);
    }
}
