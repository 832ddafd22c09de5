use std::borrow::Cow::{self, Borrowed};

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
    /// The title of the panel, and the bell's name while it counts nothing.
    pub title: Label,
    /// The name of a bell that counts what is unread. Let it contain `{n}` in every form, as the number on
    /// the bell is part of its name.
    pub title_with_unread: Plural,
    /// The name of a bell that counts what nobody has seen, with `{n}` likewise.
    pub title_with_unseen: Plural,
    /// The name of a bell that counts all, with `{n}` likewise.
    pub title_with_all: Plural,
    /// The button that marks all as read.
    pub mark_all_read: Label,
    /// The button that closes the panel, where it fills the screen.
    pub close: Label,
    /// The button that puts away what was read.
    pub archive_read: Label,
    /// The list of all that is new or was read.
    pub all: Label,
    /// The list of what is unread.
    pub unread_list: Label,
    /// The list of what comes back.
    pub snoozed_list: Label,
    /// The list of what was put away.
    pub archived_list: Label,
    /// Stands in a list that has nothing, while another has.
    pub empty_list: Label,
    /// Marks one as read.
    pub mark_read: Label,
    /// Marks one as unread.
    pub mark_unread: Label,
    /// Puts one away.
    pub archive: Label,
    /// Takes one back from the archive.
    pub unarchive: Label,
    /// Puts one away for a while.
    pub snooze: Label,
    /// Takes one back before its time.
    pub unsnooze: Label,
    /// For an hour.
    pub in_an_hour: Label,
    /// Until nine tomorrow morning.
    pub tomorrow: Label,
    /// Until nine on Monday morning.
    pub next_week: Label,
    /// Where the server could not be told, and does not say why.
    pub not_saved: Label,
    /// In a toast, where an inbox could not be told what was read.
    pub not_marked_read: Label,
    /// The button that tries again.
    pub retry: Label,
    /// The button that takes an error away.
    pub dismiss: Label,
    /// While notifications are on their way.
    pub loading: Label,
    /// Where they could not be loaded.
    pub not_loaded: Label,
    /// The button that loads older ones, where a list is not filled by itself.
    pub load_older: Label,
    /// What the application's kinds of notifications are called, where a list is of one kind alone.
    pub kinds: Cow<'static, [(Label, Label)]>,
    /// How many have come while somebody reads; a press shows them.
    pub new: Plural,
    /// How many are about the same.
    pub group: Plural,
    /// Marks those as read that are about the same.
    pub mark_group_read: Plural,
    /// Puts those away that are about the same.
    pub archive_group: Plural,
    /// Stands in the panel while there is nothing.
    pub empty: Label,
    /// Said before the title of one that is unread.
    pub unread: Label,
    /// Said before the title of a success, where its icon shows that it is one.
    pub success: Label,
    /// Said before the title of a warning.
    pub warning: Label,
    /// Said before the title of an error.
    pub error: Label,
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
            title_with_unseen: Plural::one_other(
                "Notifications, {n} new",
                "Notifications, {n} new",
            ),
            title_with_all: Plural::one_other("Notifications, {n}", "Notifications, {n}"),
            mark_all_read: Borrowed("Mark all read"),
            close: Borrowed("Close"),
            archive_read: Borrowed("Archive read"),
            all: Borrowed("All"),
            unread_list: Borrowed("Unread"),
            snoozed_list: Borrowed("Snoozed"),
            archived_list: Borrowed("Archived"),
            empty_list: Borrowed("Nothing here."),
            mark_read: Borrowed("Mark as read"),
            mark_unread: Borrowed("Mark as unread"),
            archive: Borrowed("Archive"),
            unarchive: Borrowed("Move to inbox"),
            snooze: Borrowed("Snooze"),
            unsnooze: Borrowed("Bring back now"),
            in_an_hour: Borrowed("In an hour"),
            tomorrow: Borrowed("Tomorrow"),
            next_week: Borrowed("Next week"),
            not_saved: Borrowed("That could not be saved."),
            not_marked_read: Borrowed(
                "That could not be marked as read: the server was not reached.",
            ),
            retry: Borrowed("Try again"),
            dismiss: Borrowed("Dismiss"),
            loading: Borrowed("Loading notifications"),
            not_loaded: Borrowed("Notifications could not be loaded."),
            load_older: Borrowed("Load older"),
            kinds: Borrowed(&[]),
            new: Plural::one_other("{n} new", "{n} new"),
            group: Plural::one_other("{n} notification", "{n} notifications"),
            mark_group_read: Plural::one_other("Mark {n} as read", "Mark {n} as read"),
            archive_group: Plural::one_other("Archive {n}", "Archive {n}"),
            empty: Borrowed("Nothing yet. What happens shows up here."),
            unread: Borrowed("Unread:"),
            success: Borrowed("Success:"),
            warning: Borrowed("Warning:"),
            error: Borrowed("Error:"),
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
            title_with_unseen: Plural::one_other(
                "Benachrichtigungen, {n} neu",
                "Benachrichtigungen, {n} neu",
            ),
            title_with_all: Plural::one_other("Benachrichtigungen, {n}", "Benachrichtigungen, {n}"),
            mark_all_read: Borrowed("Alle gelesen"),
            close: Borrowed("Schließen"),
            archive_read: Borrowed("Gelesene archivieren"),
            all: Borrowed("Alle"),
            unread_list: Borrowed("Ungelesen"),
            snoozed_list: Borrowed("Später"),
            archived_list: Borrowed("Archiv"),
            empty_list: Borrowed("Hier ist nichts."),
            mark_read: Borrowed("Als gelesen markieren"),
            mark_unread: Borrowed("Als ungelesen markieren"),
            archive: Borrowed("Archivieren"),
            unarchive: Borrowed("Zurückholen"),
            snooze: Borrowed("Später erinnern"),
            unsnooze: Borrowed("Jetzt zurückholen"),
            in_an_hour: Borrowed("In einer Stunde"),
            tomorrow: Borrowed("Morgen"),
            next_week: Borrowed("Nächste Woche"),
            not_saved: Borrowed("Das konnte nicht gespeichert werden."),
            not_marked_read: Borrowed(
                "Das konnte nicht als gelesen markiert werden: Der Server war nicht zu erreichen.",
            ),
            retry: Borrowed("Noch einmal"),
            dismiss: Borrowed("Verwerfen"),
            loading: Borrowed("Benachrichtigungen werden geladen"),
            not_loaded: Borrowed("Benachrichtigungen konnten nicht geladen werden."),
            load_older: Borrowed("Ältere laden"),
            kinds: Borrowed(&[]),
            new: Plural::one_other("{n} neue", "{n} neue"),
            group: Plural::one_other("{n} Benachrichtigung", "{n} Benachrichtigungen"),
            mark_group_read: Plural::one_other(
                "{n} als gelesen markieren",
                "{n} als gelesen markieren",
            ),
            archive_group: Plural::one_other("{n} archivieren", "{n} archivieren"),
            empty: Borrowed("Noch nichts. Was geschieht, steht dann hier."),
            unread: Borrowed("Ungelesen:"),
            success: Borrowed("Erfolg:"),
            warning: Borrowed("Warnung:"),
            error: Borrowed("Fehler:"),
            high: Borrowed("Wichtig"),
            urgent: Borrowed("Dringend"),
        }
    }

    /// In Arabic.
    #[must_use]
    pub const fn arabic() -> Self {
        Self {
            title: Borrowed("الإشعارات"),
            title_with_unread: ARABIC_UNREAD,
            title_with_unseen: ARABIC_UNSEEN,
            title_with_all: Plural::one_other("الإشعارات، {n}", "الإشعارات، {n}"),
            mark_all_read: Borrowed("تعليم الكل كمقروء"),
            close: Borrowed("إغلاق"),
            archive_read: Borrowed("أرشفة المقروء"),
            all: Borrowed("الكل"),
            unread_list: Borrowed("غير المقروء"),
            snoozed_list: Borrowed("المؤجل"),
            archived_list: Borrowed("الأرشيف"),
            empty_list: Borrowed("لا شيء هنا."),
            mark_read: Borrowed("تعليم كمقروء"),
            mark_unread: Borrowed("تعليم كغير مقروء"),
            archive: Borrowed("أرشفة"),
            unarchive: Borrowed("إعادة إلى الوارد"),
            snooze: Borrowed("تأجيل"),
            unsnooze: Borrowed("إعادة الآن"),
            in_an_hour: Borrowed("بعد ساعة"),
            tomorrow: Borrowed("غدًا"),
            next_week: Borrowed("الأسبوع القادم"),
            not_saved: Borrowed("تعذّر الحفظ."),
            not_marked_read: Borrowed("تعذّر التعليم كمقروء: لم يمكن الوصول إلى الخادم."),
            retry: Borrowed("حاول مجددًا"),
            dismiss: Borrowed("تجاهل"),
            loading: Borrowed("جارٍ تحميل الإشعارات"),
            not_loaded: Borrowed("تعذّر تحميل الإشعارات."),
            load_older: Borrowed("تحميل الأقدم"),
            kinds: Borrowed(&[]),
            new: Plural::of([
                "",
                "إشعار جديد",
                "إشعاران جديدان",
                "{n} جديدة",
                "{n} جديدًا",
                "{n} جديد",
            ]),
            group: Plural::of([
                "لا إشعارات",
                "إشعار واحد",
                "إشعاران",
                "{n} إشعارات",
                "{n} إشعارًا",
                "{n} إشعار",
            ]),
            mark_group_read: Plural::one_other("تعليم {n} كمقروءة", "تعليم {n} كمقروءة"),
            archive_group: Plural::one_other("أرشفة {n}", "أرشفة {n}"),
            empty: Borrowed("لا شيء بعد. سيظهر هنا كل جديد."),
            unread: Borrowed("غير مقروء:"),
            success: Borrowed("نجاح:"),
            warning: Borrowed("تحذير:"),
            error: Borrowed("خطأ:"),
            high: Borrowed("أولوية عالية"),
            urgent: Borrowed("عاجل"),
        }
    }
}

vocabulary!(BellLabels, bell);

const ARABIC_UNREAD: Plural = Plural::of([
    "الإشعارات",
    "الإشعارات، {n} غير مقروء",
    "الإشعارات، {n} غير مقروءين",
    "الإشعارات، {n} غير مقروءة",
    "الإشعارات، {n} غير مقروء",
    "الإشعارات، {n} غير مقروء",
]);

const ARABIC_UNSEEN: Plural = Plural::of([
    "الإشعارات",
    "الإشعارات، {n} جديد",
    "الإشعارات، {n} جديدان",
    "الإشعارات، {n} جديدة",
    "الإشعارات، {n} جديدًا",
    "الإشعارات، {n} جديد",
]);
