use std::time::Duration;

/// What a toast says. Everything is text; nothing is read as HTML.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use bellwire_ui::Toast;
///
/// let toast = Toast::success("New Job Posted!")
///     .icon("💼")
///     .description("Frontend Developer")
///     .detail("$5,000 • development")
///     .duration(Duration::from_secs(5));
/// assert_eq!(toast.to_sentence(), "New Job Posted! Frontend Developer. $5,000 • development");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    pub(crate) severity: Severity,
    pub(crate) icon: Option<String>,
    pub(crate) title: String,
    pub(crate) description: Option<String>,
    pub(crate) detail: Option<String>,
    pub(crate) link: Option<String>,
    pub(crate) duration: ToastDuration,
}

/// How serious a toast is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Severity {
    /// Something happened.
    #[default]
    Info,
    /// Something went well.
    Success,
    /// Something wants to be looked at.
    Warning,
    /// Something went wrong; interrupts a screen reader.
    Error,
}

impl Severity {
    /// The name that styles know.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// How long a toast stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ToastDuration {
    /// Five seconds, eight for a warning, for ever for an error.
    #[default]
    BySeverity,
    /// So long, not counting the time during which it is held.
    For(Duration),
    /// Until it is dismissed.
    UntilDismissed,
}

impl Toast {
    /// A toast of the given severity.
    #[must_use]
    pub fn new(severity: Severity, title: impl Into<String>) -> Self {
        Self {
            severity,
            icon: None,
            title: title.into(),
            description: None,
            detail: None,
            link: None,
            duration: ToastDuration::default(),
        }
    }

    /// Something happened.
    #[must_use]
    pub fn info(title: impl Into<String>) -> Self {
        Self::new(Severity::Info, title)
    }

    /// Something went well.
    #[must_use]
    pub fn success(title: impl Into<String>) -> Self {
        Self::new(Severity::Success, title)
    }

    /// Something wants to be looked at.
    #[must_use]
    pub fn warning(title: impl Into<String>) -> Self {
        Self::new(Severity::Warning, title)
    }

    /// Something went wrong.
    #[must_use]
    pub fn error(title: impl Into<String>) -> Self {
        Self::new(Severity::Error, title)
    }

    /// An emoji, or another short text, in place of the severity's icon.
    #[must_use]
    pub fn icon(mut self, icon: impl Into<String>) -> Self {
        self.icon = Some(icon.into());
        self
    }

    /// The line below the title.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// The small line at the end.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Where a click leads: a path or fragment of the own page, or an `http(s)` address. Anything
    /// else is left out.
    #[must_use]
    pub fn link(mut self, link: impl Into<String>) -> Self {
        self.link = Some(link.into()).filter(|link| is_safe(link));
        self
    }

    /// How long it stays; by severity unless given.
    #[must_use]
    pub fn duration(mut self, duration: Duration) -> Self {
        self.duration = ToastDuration::For(duration);
        self
    }

    /// Stays until it is dismissed.
    #[must_use]
    pub fn until_dismissed(mut self) -> Self {
        self.duration = ToastDuration::UntilDismissed;
        self
    }

    /// The whole text, as a screen reader says it.
    #[must_use]
    pub fn to_sentence(&self) -> String {
        let mut sentence = match self.severity {
            Severity::Info | Severity::Success => String::new(),
            Severity::Warning => "Warning: ".to_owned(),
            Severity::Error => "Error: ".to_owned(),
        };
        sentence.push_str(&self.title);
        for part in [&self.description, &self.detail].into_iter().flatten() {
            let end = if sentence.ends_with(['.', '!', '?', '…']) { " " } else { ". " };
            sentence.push_str(end);
            sentence.push_str(part);
        }
        sentence
    }

    pub(crate) fn lifetime(&self) -> Option<Duration> {
        match (self.duration, self.severity) {
            (ToastDuration::For(duration), _) => Some(duration),
            (ToastDuration::UntilDismissed, _) => None,
            (ToastDuration::BySeverity, Severity::Info | Severity::Success) => {
                Some(Duration::from_secs(5))
            }
            (ToastDuration::BySeverity, Severity::Warning) => Some(Duration::from_secs(8)),
            (ToastDuration::BySeverity, Severity::Error) => None,
        }
    }
}

/// Whether a link leads where a notification may lead: to our own pages, or to the web.
pub(super) fn is_safe(link: &str) -> bool {
    // Browsers drop tabs and line breaks from addresses, and take a backslash for a slash.
    if link.chars().any(|letter| letter.is_control() || letter == '\\') {
        return false;
    }
    let starts_with = |scheme: &str| {
        link.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    let is_own_path = link.starts_with('/') && !link.starts_with("//");
    is_own_path || link.starts_with('#') || starts_with("https://") || starts_with("http://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_our_own_pages_or_to_the_web() {
        for link in ["/jobs/5", "#/jobs/5", "https://example.org", "HTTP://example.org"] {
            assert_eq!(Toast::info("x").link(link).link.as_deref(), Some(link));
        }
        for link in [
            "javascript:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "data:text/html,x",
            "",
        ] {
            assert_eq!(Toast::info("x").link(link).link, None, "{link}");
        }
    }

    #[test]
    fn errors_stay_until_they_are_dismissed() {
        assert_eq!(Toast::error("x").lifetime(), None);
        assert_eq!(Toast::warning("x").lifetime(), Some(Duration::from_secs(8)));
        assert_eq!(Toast::success("x").lifetime(), Some(Duration::from_secs(5)));
        let second = Duration::from_secs(1);
        assert_eq!(Toast::error("x").duration(second).lifetime(), Some(second));
    }

    #[test]
    fn the_spoken_text_names_the_severity_where_it_matters() {
        assert_eq!(Toast::error("No").description("Why").to_sentence(), "Error: No. Why");
        assert_eq!(Toast::info("Yes!").detail("now").to_sentence(), "Yes! now");
    }
}
