use std::sync::Arc;

use leptos::html::{Button, Div};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlDialogElement;

use super::panel::Panel;
use crate::components::icons::{BELL, icon};
use crate::components::{classes, unique_id, while_open};
use crate::derived::Derived;
use crate::labels::Words;
use crate::notifications::Filter;
use crate::page::{self, use_press_outside};
use crate::view::{DynamicText, dynamic, pressed, text};
use crate::{
    BellLabels, Notification, NotificationId, Plural, UseNotifications, use_notifications,
};

/// Which notifications a [`NotificationBell`] counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadgeCount {
    /// Those that are unread.
    #[default]
    Unread,
    /// Those that have not been before the user's eyes: opening the panel takes the count away.
    Unseen,
    /// All that are in the inbox, as far as that is known.
    All,
}

/// What somebody does about a notification with one of its own buttons.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BellAction {
    /// What the application calls it.
    pub name: String,
    /// What it is about.
    pub notification: Notification,
}

/// Classes for the parts of a [`NotificationBell`], beside their own.
///
/// # Examples
///
/// ```
/// use bellwire_ui::BellClasses;
///
/// let classes = BellClasses { panel: "shadow-2xl", ..BellClasses::default() };
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BellClasses {
    /// Of the button.
    pub button: &'static str,
    /// Of the count on it.
    pub count: &'static str,
    /// Of the panel.
    pub panel: &'static str,
    /// Of what is above the list: the title and the buttons beside it.
    pub header: &'static str,
    /// Of the title.
    pub title: &'static str,
    /// Of each button that is about a whole list.
    pub action: &'static str,
    /// Of the button that closes a sheet.
    pub close: &'static str,
    /// Of the lists by name.
    pub tabs: &'static str,
    /// Of each of them.
    pub tab: &'static str,
    /// Of the list in it.
    pub list: &'static str,
    /// Of the number of those that have come.
    pub pill: &'static str,
    /// Of each day's heading.
    pub day: &'static str,
    /// Of each notification.
    pub row: &'static str,
    /// Of the link or button that is most of it.
    pub main: &'static str,
    /// Of each of its buttons with words.
    pub row_action: &'static str,
    /// Of each of its buttons with a picture.
    pub tool: &'static str,
    /// Of what stands in a list without any.
    pub empty: &'static str,
    /// Of each error.
    pub error: &'static str,
}

/// How a panel is, as the properties of its bell say.
#[derive(Clone)]
pub(super) struct Look {
    pub(super) notifications: UseNotifications,
    pub(super) words: Words<BellLabels>,
    pub(super) classes: BellClasses,
    pub(super) tabs: Arc<[Filter]>,
    pub(super) max_count: usize,
    pub(super) by_day: bool,
    pub(super) by_subject: bool,
    pub(super) on_action: Option<Callback<BellAction>>,
    /// Those of which it was said that the server could not be told.
    pub(super) failures_said: StoredValue<Vec<NotificationId>>,
    pub(super) close: Callback<()>,
}

/// Counts what is unread, and shows what happened when it is pressed: in a panel beside it, or on a
/// sheet where the screen is narrow.
///
/// What comes while somebody reads does not move what they read: a pill says how many there are. Of a
/// long list, only what is on the screen is drawn; older ones are loaded as they come near (see
/// [`use_notification_source`](crate::use_notification_source)). What the user does shows at once, and
/// where the server could not be told, the row says so and tries again. Times are told by one clock, which
/// ticks while they are looked at.
///
/// Parts: `bw-bell`, `bw-bell-button`, `bw-bell-count`, `bw-panel` (a dialog), `bw-panel-header`,
/// `bw-panel-title`, `bw-panel-action`, `bw-tabs`, `bw-tab`, `bw-list`, `bw-pill`, `bw-day`, `bw-row` (with
/// `data-unread`, `data-priority`, `data-severity` and `data-member`), `bw-row-main`, `bw-row-icon`,
/// `bw-mark`, `bw-row-title`, `bw-row-description`, `bw-row-priority`, `bw-row-detail`, `bw-row-time`,
/// `bw-row-action`, `bw-row-tool`, `bw-row-error`, `bw-skeleton`, `bw-panel-empty`, `bw-panel-error`.
///
/// | key | |
/// |---|---|
/// | Enter, Space | on the bell: opens the panel and moves the focus to its title, or closes it |
/// | Escape | closes the panel and moves the focus back to the bell |
/// | Left, Right, Home, End | on the tabs: from list to list |
/// | Up, Down, Page Up, Page Down, Home, End | on the notifications: to the next, by a screenful, and to the first and last |
/// | Tab | through the buttons of a notification |
///
/// The count is part of the bell's name. That something has come is said aloud politely, every ten
/// seconds at most, unless a toast has said so. On a narrow screen the panel is modal.
///
/// # Examples
///
/// ```no_run
/// use bellwire_ui::{BellAction, NotificationBell, provide_notifications};
/// use leptos::prelude::*;
///
/// #[component]
/// fn Bell() -> impl IntoView {
///     provide_notifications();
///     let on_action = Callback::new(|BellAction { name, notification, .. }| {
///         leptos::logging::log!("{name}: {}", notification.title);
///     });
///     view! { <NotificationBell on_action/> }
/// }
/// ```
///
/// # Panics
///
/// Panics outside of [`provide_notifications`](crate::provide_notifications) and
/// [`provide_realtime`](crate::provide_realtime).
#[component]
pub fn NotificationBell(
    /// What is counted; what is unread unless given.
    #[prop(optional)]
    count: BadgeCount,
    /// The largest count that is shown as it is, on the bell and on the tabs: `99+` stands for more.
    #[prop(default = 99)]
    max_count: usize,
    /// The lists that the panel has, each with a tab; without any there is one list and no tabs.
    #[prop(default = vec![Filter::All, Filter::Unread, Filter::Snoozed, Filter::Archived], into)]
    tabs: Vec<Filter>,
    /// Puts a heading above each day.
    #[prop(default = true)]
    by_day: bool,
    /// Puts those of a day that are about the same into one row that opens.
    #[prop(default = true)]
    by_subject: bool,
    /// Called when a notification's own button is pressed.
    #[prop(optional, into)]
    on_action: Option<Callback<BellAction>>,
    /// Its words; those of [`provide_labels`](crate::provide_labels) unless given, or else English ones.
    #[prop(optional)]
    labels: Option<BellLabels>,
    /// Classes of its parts.
    #[prop(optional)]
    classes: BellClasses,
    /// A class beside its own.
    #[prop(optional, into)]
    class: String,
) -> impl IntoView {
    let notifications = use_notifications();
    let is_open = RwSignal::new(false);
    let (root, button) = (NodeRef::<Div>::new(), NodeRef::<Button>::new());
    let inside = move || root.get_untracked().map(|root| root.unchecked_into());
    use_press_outside(inside, is_open.into(), move || is_open.set(false));
    let close = Callback::new(move |()| close(is_open, root, button));
    let words = Words::new(labels);
    let tabs = tabs.into();
    let look = Look {
        notifications,
        words,
        classes,
        tabs,
        max_count,
        by_day,
        by_subject,
        on_action,
        failures_said: StoredValue::default(),
        close,
    };
    let panel_id = unique_id("bw-panel");
    let counted = Derived::new(move |_| match count {
        BadgeCount::Unread => notifications.unread(),
        BadgeCount::Unseen => notifications.unseen(),
        // What is unread may be the server's alone.
        BadgeCount::All => notifications.count(&Filter::All).max(notifications.unread()),
    });
    let (face, name) = (face(counted, &look), name(count, counted, &look));
    let own_class = self::classes("bw-bell", &class);
    let button_class = self::classes("bw-bell-button", classes.button);
    let controls = while_open(is_open, &panel_id);
    let panel = dynamic(move || {
        is_open.get().then(|| view! { <Panel id=panel_id.clone() look=look.clone()/> })
    });
    view! {
        <div node_ref=root class=own_class>
            <button
                node_ref=button
                type="button"
                class=button_class
                aria-label=name
                aria-haspopup="dialog"
                aria-expanded=text(move || is_open.get())
                aria-controls=controls
                on:click=pressed(move |_| is_open.update(|is_open| *is_open = !*is_open))
                on:keydown=move |event| {
                    if event.key() == "Escape" && is_open.get_untracked() {
                        close.run(());
                    }
                }
            >
                {face}
            </button>
            {panel}
        </div>
    }
}

/// Closes the panel, and moves the focus back to the bell.
fn close(is_open: RwSignal<bool>, root: NodeRef<Div>, button: NodeRef<Button>) {
    is_open.set(false);
    // A sheet keeps the focus from all that is outside of it for as long as it is open.
    let panels = root.get_untracked().map(|root| page::find_all(&root, "dialog"));
    for panel in panels.into_iter().flatten() {
        panel.unchecked_into::<HtmlDialogElement>().close();
    }
    if let Some(button) = button.get_untracked() {
        let _ = button.focus();
    }
}

/// The picture, and the count on it.
fn face(counted: Derived<usize>, look: &Look) -> AnyView {
    let Look { words, max_count, classes: BellClasses { count: class, .. }, .. } = look.clone();
    let class = classes("bw-bell-count", class);
    // What is animated does not begin again by itself: two animations take turns.
    let counted = Derived::new(move |last: Option<&(usize, bool)>| {
        let ((before, turn), count) = (last.copied().unwrap_or_default(), counted.get());
        (count, turn != (count > before))
    });
    let number = dynamic(move || {
        let (count, turn) = counted.get();
        let (class, turn) = (class.clone(), turn.to_string());
        let count = (count > 0).then(|| words.capped(count, max_count))?;
        Some(view! { <span class=class data-turn=turn aria-hidden="true">{count}</span> })
    });
    view! { {icon(BELL)} {number} }.into_any()
}

/// The number is part of the name as it is on the bell: who speaks to the page says what they see.
fn name(count: BadgeCount, counted: Derived<usize>, look: &Look) -> DynamicText {
    let (words, max_count) = (look.words.clone(), look.max_count);
    let with_count: fn(&BellLabels) -> &Plural = match count {
        BadgeCount::Unread => |labels| &labels.title_with_unread,
        BadgeCount::Unseen => |labels| &labels.title_with_unseen,
        BadgeCount::All => |labels| &labels.title_with_all,
    };
    text(move || match counted.get() {
        0 => words.say(|labels| &labels.title),
        counted => words.count_capped(with_count, counted, max_count),
    })
}
