use std::borrow::Cow::Borrowed;

use super::vocabulary::vocabulary;
use super::{Label, Plural};

/// The words of [`PresenceAvatars`](crate::PresenceAvatars).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresenceLabels {
    /// What the list is called for those who do not see it.
    pub list: Label,
    /// How many there are beyond those that are shown, for those who do not see it.
    pub more: Plural,
}

impl PresenceLabels {
    /// In English.
    #[must_use]
    pub const fn english() -> Self {
        Self { list: Borrowed("Here now"), more: Plural::one_other("and {n} more", "and {n} more") }
    }

    /// In German.
    #[must_use]
    pub const fn german() -> Self {
        Self {
            list: Borrowed("Gerade hier"),
            more: Plural::one_other("und noch jemand", "und {n} weitere"),
        }
    }

    /// In Arabic.
    #[must_use]
    pub const fn arabic() -> Self {
        Self {
            list: Borrowed("المتواجدون الآن"),
            more: Plural::of([
                "ولا أحد غيرهم",
                "وشخص آخر",
                "وشخصان آخران",
                "و{n} آخرون",
                "و{n} آخر",
                "و{n} آخر",
            ]),
        }
    }
}

vocabulary!(PresenceLabels, presence);
