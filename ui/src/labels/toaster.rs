use std::borrow::Cow::Borrowed;

use super::vocabulary::vocabulary;
use super::{Label, Plural};
use crate::Severity;
use crate::store::Content;

/// The words of a [`Toaster`](crate::Toaster), and what screen readers say of toasts.
///
/// `{text}`, `{title}`, `{action}` and `{key}` stand for what is put there.
///
/// # Examples
///
/// ```
/// use bellwire_ui::ToasterLabels;
///
/// let labels = ToasterLabels { region: "Messages".into(), ..ToasterLabels::english() };
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToasterLabels {
    /// What the place on the page is called where toasts appear.
    pub region: Label,
    /// The same, with the key that leads there.
    pub region_with_key: Label,
    /// The button that dismisses a toast.
    pub dismiss: Label,
    /// How a success is said aloud, where its icon shows that it is one.
    pub success: Label,
    /// How a warning is said aloud.
    pub warning: Label,
    /// How an error is said aloud.
    pub error: Label,
    /// How something that takes its time is said aloud.
    pub loading: Label,
    /// How a toast is said aloud that has a button, with the key that leads to it.
    pub with_action: Label,
    /// Many at once, in one toast; and what is said aloud of those that no toast has shown.
    pub burst: Plural,
    /// Said aloud of toasts that have come faster than they can be said.
    pub more: Plural,
    /// The same, of errors.
    pub more_errors: Plural,
    /// How often a toast was shown, as part of its text for those who do not see the number; `{n}` is it.
    pub times: Plural,
}

impl ToasterLabels {
    /// In English.
    #[must_use]
    pub const fn english() -> Self {
        Self {
            region: Borrowed("Notifications"),
            region_with_key: Borrowed("Notifications ({key})"),
            dismiss: Borrowed("Dismiss: {title}"),
            success: Borrowed("Success: {text}"),
            warning: Borrowed("Warning: {text}"),
            error: Borrowed("Error: {text}"),
            loading: Borrowed("In progress: {text}"),
            with_action: Borrowed("{text} ({action}: press {key})"),
            burst: Plural::one_other("{n} new notification", "{n} new notifications"),
            more: Plural::one_other("{n} more message", "{n} more messages"),
            more_errors: Plural::one_other("{n} more error", "{n} more errors"),
            times: Plural::one_other("once", "{n} times"),
        }
    }

    /// In German.
    #[must_use]
    pub const fn german() -> Self {
        Self {
            region: Borrowed("Benachrichtigungen"),
            region_with_key: Borrowed("Benachrichtigungen ({key})"),
            dismiss: Borrowed("Schließen: {title}"),
            success: Borrowed("Erfolg: {text}"),
            warning: Borrowed("Warnung: {text}"),
            error: Borrowed("Fehler: {text}"),
            loading: Borrowed("In Arbeit: {text}"),
            with_action: Borrowed("{text} ({action}: Taste {key})"),
            burst: Plural::one_other("{n} neue Benachrichtigung", "{n} neue Benachrichtigungen"),
            more: Plural::one_other("{n} weitere Meldung", "{n} weitere Meldungen"),
            more_errors: Plural::one_other("{n} weiterer Fehler", "{n} weitere Fehler"),
            times: Plural::one_other("einmal", "{n}-mal"),
        }
    }

    /// In Arabic.
    #[must_use]
    pub const fn arabic() -> Self {
        Self {
            region: Borrowed("الإشعارات"),
            region_with_key: Borrowed("الإشعارات ({key})"),
            dismiss: Borrowed("إغلاق: {title}"),
            success: Borrowed("نجاح: {text}"),
            warning: Borrowed("تحذير: {text}"),
            error: Borrowed("خطأ: {text}"),
            loading: Borrowed("قيد التنفيذ: {text}"),
            with_action: Borrowed("{text} ({action}: اضغط {key})"),
            burst: Plural::of([
                "لا إشعارات جديدة",
                "إشعار جديد",
                "إشعاران جديدان",
                "{n} إشعارات جديدة",
                "{n} إشعارًا جديدًا",
                "{n} إشعار جديد",
            ]),
            more: Plural::of([
                "لا رسائل أخرى",
                "رسالة أخرى",
                "رسالتان أخريان",
                "{n} رسائل أخرى",
                "{n} رسالة أخرى",
                "{n} رسالة أخرى",
            ]),
            more_errors: Plural::of([
                "لا أخطاء أخرى",
                "خطأ آخر",
                "خطآن آخران",
                "{n} أخطاء أخرى",
                "{n} خطأً آخر",
                "{n} خطأ آخر",
            ]),
            times: Plural::of(["", "مرة واحدة", "مرتين", "{n} مرات", "{n} مرة", "{n} مرة"]),
        }
    }
}

impl ToasterLabels {
    /// How what an icon shows is said: nothing of what is neither good nor bad, and nothing of a success
    /// whose icon the application has chosen, which says what has succeeded.
    pub(crate) fn of_picture(&self, content: &Content) -> Option<&Label> {
        let has_own_icon = match content {
            Content::Toast(toast) if toast.is_loading => return Some(&self.loading),
            Content::Toast(toast) => toast.icon.is_some(),
            Content::Burst { .. } => false,
        };
        match content.severity() {
            Severity::Success if !has_own_icon => Some(&self.success),
            Severity::Warning => Some(&self.warning),
            Severity::Error => Some(&self.error),
            Severity::Success | Severity::Info => None,
        }
    }
}

vocabulary!(ToasterLabels, toaster);
