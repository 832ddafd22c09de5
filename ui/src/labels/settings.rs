use std::borrow::Cow::Borrowed;

use super::vocabulary::vocabulary;
use super::{Label, Plural};

/// The words of a [`SettingsPanel`](crate::SettingsPanel).
///
/// # Examples
///
/// ```
/// use bellwire_ui::SettingsLabels;
///
/// let labels = SettingsLabels { title: "How you hear of us".into(), ..SettingsLabels::english() };
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsLabels {
    /// The title of the panel.
    pub title: Label,
    /// The switch for not being disturbed.
    pub quiet: Label,
    /// What that means.
    pub quiet_hint: Label,
    /// What the choice is about how long toasts stay.
    pub reading_time: Label,
    /// The choice of the usual time.
    pub usual: Label,
    /// The choice of `{n}` times the usual time.
    pub times: Plural,
    /// The choice that toasts stay until they are dismissed.
    pub unlimited: Label,
    /// The switch for sound.
    pub sound: Label,
    /// What that means.
    pub sound_hint: Label,
    /// The switch for the browser's notifications.
    pub browser: Label,
    /// What that means.
    pub browser_hint: Label,
    /// What to do where the browser has been told to show none.
    pub browser_denied: Label,
    /// Stands there where the browser can show none.
    pub browser_unsupported: Label,
}

impl SettingsLabels {
    /// In English.
    #[must_use]
    pub const fn english() -> Self {
        Self {
            title: Borrowed("Notification settings"),
            quiet: Borrowed("Do not disturb"),
            quiet_hint: Borrowed("What is new waits in the bell, without a sound."),
            reading_time: Borrowed("Messages stay"),
            usual: Borrowed("as usual"),
            times: Plural::one_other("{n} times as long", "{n} times as long"),
            unlimited: Borrowed("until I close them"),
            sound: Borrowed("Sound"),
            sound_hint: Borrowed("A soft tone when something is new."),
            browser: Borrowed("Browser notifications"),
            browser_hint: Borrowed("While you look at another page or app."),
            browser_denied: Borrowed(
                "Your browser blocks them. Allow notifications in the site settings beside the \
                 address, then switch them on here.",
            ),
            browser_unsupported: Borrowed("This browser cannot show them for this page."),
        }
    }

    /// In German.
    #[must_use]
    pub const fn german() -> Self {
        Self {
            title: Borrowed("Einstellungen für Benachrichtigungen"),
            quiet: Borrowed("Nicht stören"),
            quiet_hint: Borrowed("Neues wartet still in der Glocke."),
            reading_time: Borrowed("Meldungen bleiben"),
            usual: Borrowed("wie üblich"),
            times: Plural::one_other("{n}-mal so lange", "{n}-mal so lange"),
            unlimited: Borrowed("bis ich sie schließe"),
            sound: Borrowed("Ton"),
            sound_hint: Borrowed("Ein leiser Ton, wenn es Neues gibt."),
            browser: Borrowed("Benachrichtigungen des Browsers"),
            browser_hint: Borrowed("Während Sie eine andere Seite oder App ansehen."),
            browser_denied: Borrowed(
                "Ihr Browser blockiert sie. Erlauben Sie Benachrichtigungen in den Einstellungen \
                 dieser Website neben der Adresse und schalten Sie sie dann hier ein.",
            ),
            browser_unsupported: Borrowed("Dieser Browser kann sie für diese Seite nicht zeigen."),
        }
    }

    /// In Arabic.
    #[must_use]
    pub const fn arabic() -> Self {
        Self {
            title: Borrowed("إعدادات الإشعارات"),
            quiet: Borrowed("عدم الإزعاج"),
            quiet_hint: Borrowed("ينتظر الجديد في الجرس بصمت."),
            reading_time: Borrowed("مدة بقاء الرسائل"),
            usual: Borrowed("المدة المعتادة"),
            times: Plural::of([
                "المدة المعتادة",
                "المدة المعتادة",
                "ضعف المدة",
                "{n} أضعاف المدة",
                "{n} ضعفًا للمدة",
                "{n} ضعف المدة",
            ]),
            unlimited: Borrowed("حتى أغلقها"),
            sound: Borrowed("الصوت"),
            sound_hint: Borrowed("نغمة خافتة عند وصول جديد."),
            browser: Borrowed("إشعارات المتصفح"),
            browser_hint: Borrowed("أثناء تصفحك صفحة أخرى أو تطبيقًا آخر."),
            browser_denied: Borrowed(
                "يحظرها متصفحك. اسمح بالإشعارات في إعدادات الموقع بجانب العنوان، ثم شغّلها هنا.",
            ),
            browser_unsupported: Borrowed("لا يستطيع هذا المتصفح عرضها لهذه الصفحة."),
        }
    }
}

vocabulary!(SettingsLabels, settings);
