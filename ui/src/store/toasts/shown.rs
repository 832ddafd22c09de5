use std::sync::Arc;
use std::time::Duration;

use super::{Patience, Severity, Toast, ToastDuration, ToastId, ToasterPosition};

/// A toast that is on the screen; see [`UseToaster::shown`](crate::UseToaster::shown).
#[derive(Clone, Debug)]
pub struct ShownToast {
    pub(crate) id: ToastId,
    pub(crate) content: Content,
    pub(crate) times: usize,
    pub(crate) revision: u64,
    pub(crate) lifetime: Option<Duration>,
    pub(crate) position: ToasterPosition,
    pub(crate) stage: ToastStage,
}

/// Whether a toast stays or goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ToastStage {
    /// It is there.
    Present,
    /// It goes, in 200 milliseconds, for good or to make room for another one.
    Leaving,
}

impl ShownToast {
    /// Its number.
    #[must_use]
    pub fn id(&self) -> ToastId {
        self.id
    }

    /// What it says; `None` where it only counts others.
    #[must_use]
    pub fn toast(&self) -> Option<&Toast> {
        match &self.content {
            Content::Toast(toast) => Some(toast),
            Content::Burst { .. } => None,
        }
    }

    /// How many others it counts; `None` where it says something itself.
    #[must_use]
    pub fn burst(&self) -> Option<usize> {
        match self.content {
            Content::Toast(_) => None,
            Content::Burst { count, .. } => Some(count),
        }
    }

    /// How serious it is, or the most serious of those that it counts.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.content.severity()
    }

    /// A class of its own; empty unless it has one.
    pub(crate) fn class(&self) -> &str {
        self.toast().map_or("", |toast| &toast.class)
    }

    /// How often it was shown.
    #[must_use]
    pub fn times(&self) -> usize {
        self.times
    }

    /// Where on the screen.
    #[must_use]
    pub fn position(&self) -> ToasterPosition {
        self.position
    }

    /// Whether it stays or goes.
    #[must_use]
    pub fn stage(&self) -> ToastStage {
        self.stage
    }

    /// How long it is there, not counting the time in which it is held; `None` is until it is dismissed.
    #[must_use]
    pub fn lifetime(&self) -> Option<Duration> {
        self.lifetime
    }

    /// Grows with each change of what it says, and whenever its clock begins again.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }
}

impl ToastStage {
    /// The name that styles know.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Leaving => "leaving",
        }
    }
}

impl PartialEq for ShownToast {
    /// Whatever else changes, changes the revision.
    fn eq(&self, other: &Self) -> bool {
        (self.id, self.revision, self.stage, self.position)
            == (other.id, other.revision, other.stage, other.position)
    }
}

/// What an entry of the screen says.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Toast(Arc<Toast>),
    /// So many that they are only counted.
    Burst {
        count: usize,
        severity: Severity,
        position: Option<ToasterPosition>,
    },
}

impl Content {
    pub(super) fn position(&self) -> Option<ToasterPosition> {
        match self {
            Self::Toast(toast) => toast.position,
            Self::Burst { position, .. } => *position,
        }
    }

    pub(super) fn lifetime(&self, patience: Patience) -> Option<Duration> {
        match self {
            Self::Toast(toast) => toast.lifetime(patience),
            Self::Burst { severity, .. } => ToastDuration::BySeverity.lifetime(*severity, patience),
        }
    }

    /// Whether nobody who hears it would hear a difference.
    pub(super) fn says_the_same_as(&self, other: &Toast) -> bool {
        let Self::Toast(toast) = self else { return false };
        (toast.severity, toast.is_loading) == (other.severity, other.is_loading)
            && toast.to_sentence() == other.to_sentence()
    }

    pub(crate) fn is_dismissible(&self) -> bool {
        !matches!(self, Self::Toast(toast) if !toast.is_dismissible)
    }

    pub(crate) fn severity(&self) -> Severity {
        match self {
            Self::Toast(toast) => toast.severity,
            Self::Burst { severity, .. } => *severity,
        }
    }
}
