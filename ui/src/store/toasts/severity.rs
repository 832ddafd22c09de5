/// How serious something is; the more serious is the greater.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
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
