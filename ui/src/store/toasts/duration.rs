use std::time::Duration;

use super::Severity;

/// How long a toast stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ToastDuration {
    /// Five seconds, eight for a warning; an error, and whatever asks for an answer or is under way,
    /// stays until it is dismissed.
    #[default]
    BySeverity,
    /// So long, not counting the time during which it is held.
    For(Duration),
    /// Until it is dismissed.
    UntilDismissed,
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
    pub(super) fn lifetime(self, severity: Severity, reading: ReadingTime) -> Option<Duration> {
        let usual = match (self, severity) {
            (Self::For(duration), _) => duration,
            (Self::BySeverity, Severity::Info | Severity::Success) => Duration::from_secs(5),
            (Self::BySeverity, Severity::Warning) => Duration::from_secs(8),
            (Self::BySeverity, Severity::Error) | (Self::UntilDismissed, _) => return None,
        };
        match reading {
            ReadingTime::Times(times) => Some(usual.saturating_mul(times.max(1))),
            ReadingTime::Unlimited => None,
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
            |severity| ToastDuration::BySeverity.lifetime(severity, ReadingTime::default());
        assert_eq!(by_severity(Severity::Error), None);
        assert_eq!(by_severity(Severity::Warning), Some(8 * SECOND));
        assert_eq!(by_severity(Severity::Success), Some(5 * SECOND));
        let given = ToastDuration::For(SECOND);
        assert_eq!(given.lifetime(Severity::Error, ReadingTime::default()), Some(SECOND));
    }

    #[test]
    fn whoever_reads_slowly_has_longer() {
        let given = ToastDuration::For(SECOND);
        let lifetime = |reading| given.lifetime(Severity::Info, reading);
        assert_eq!(lifetime(ReadingTime::Times(10)), Some(10 * SECOND));
        assert_eq!(lifetime(ReadingTime::Times(0)), Some(SECOND), "nobody has less");
        assert_eq!(lifetime(ReadingTime::Unlimited), None);
    }
}
