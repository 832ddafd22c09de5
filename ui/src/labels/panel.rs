use std::borrow::Cow::Borrowed;

use super::vocabulary::vocabulary;
use super::{Label, Plural};

/// The words of a [`NotificationBell`](crate::NotificationBell) and its panel.
///
/// # Examples
///
/// ```
/// use bellwire_ui::BellLabels;
///
/// let labels = BellLabels { empty: "All quiet.".into(), ..BellLabels::english() };
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BellLabels {
    /// The title of the panel, and the bell's name while nothing is unread.
    pub title: Label,
    /// The bell's name while some are unread.
    pub title_with_unread: Plural,
    /// What is said aloud when some have come that no toast has shown.
    pub arrived: Plural,
    /// The button that marks all as read.
    pub mark_all_read: Label,
    /// Stands in the panel while there is nothing.
    pub empty: Label,
    /// Said before the title of one that is unread.
    pub unread: Label,
    /// What a high priority is called.
    pub high: Label,
    /// What the highest priority is called.
    pub urgent: Label,
}

impl BellLabels {
    /// In English.
    #[must_use]
    pub const fn english() -> Self {
        Self {
            title: Borrowed("Notifications"),
            title_with_unread: Plural::one_other(
                "Notifications, {n} unread",
                "Notifications, {n} unread",
            ),
            arrived: Plural::one_other("{n} new notification", "{n} new notifications"),
            mark_all_read: Borrowed("Mark all read"),
            empty: Borrowed("Nothing yet. What happens shows up here."),
            unread: Borrowed("Unread:"),
            high: Borrowed("High priority"),
            urgent: Borrowed("Urgent"),
        }
    }

    /// In German.
    #[must_use]
    pub const fn german() -> Self {
        Self {
            title: Borrowed("Benachrichtigungen"),
            title_with_unread: Plural::one_other(
                "Benachrichtigungen, {n} ungelesen",
                "Benachrichtigungen, {n} ungelesen",
            ),
            arrived: Plural::one_other("{n} neue Benachrichtigung", "{n} neue Benachrichtigungen"),
            mark_all_read: Borrowed("Alle gelesen"),
            empty: Borrowed("Noch nichts. Was geschieht, steht dann hier."),
            unread: Borrowed("Ungelesen:"),
            high: Borrowed("Wichtig"),
            urgent: Borrowed("Dringend"),
        }
    }

    /// In Arabic.
    #[must_use]
    pub const fn arabic() -> Self {
        Self {
            title: Borrowed("الإشعارات"),
            title_with_unread: Plural::of([
                "الإشعارات",
                "الإشعارات، واحد غير مقروء",
                "الإشعارات، اثنان غير مقروءين",
                "الإشعارات، {n} غير مقروءة",
                "الإشعارات، {n} غير مقروء",
                "الإشعارات، {n} غير مقروء",
            ]),
            arrived: Plural::of([
                "لا إشعارات جديدة",
                "إشعار جديد",
                "إشعاران جديدان",
                "{n} إشعارات جديدة",
                "{n} إشعارًا جديدًا",
                "{n} إشعار جديد",
            ]),
            mark_all_read: Borrowed("تعليم الكل كمقروء"),
            empty: Borrowed("لا شيء بعد. سيظهر هنا كل جديد."),
            unread: Borrowed("غير مقروء:"),
            high: Borrowed("أولوية عالية"),
            urgent: Borrowed("عاجل"),
        }
    }
}

vocabulary!(BellLabels, bell);
