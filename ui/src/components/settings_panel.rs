use std::sync::Arc;

use leptos::ev::Event;
use leptos::prelude::*;
use leptos::web_sys::HtmlInputElement;

use super::classes;
use crate::labels::{Label, Words};
use crate::view::{dynamic, text};
use crate::{
    NotificationSettings, Permission, ReadingTime, SettingsLabels, UseNotificationSettings,
};

/// Classes for the parts of a [`SettingsPanel`], beside their own.
///
/// # Examples
///
/// ```
/// use bellwire_ui::SettingsClasses;
///
/// let classes = SettingsClasses { switch: "accent", ..SettingsClasses::default() };
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SettingsClasses {
    /// Of its title.
    pub title: &'static str,
    /// Of each switch with what it is for.
    pub row: &'static str,
    /// Of the names of switches, and of the choice of a time.
    pub label: &'static str,
    /// Of what a switch means.
    pub hint: &'static str,
    /// Of each switch.
    pub switch: &'static str,
    /// Of the choice of a time.
    pub times: &'static str,
    /// Of each of the times.
    pub choice: &'static str,
}

/// Lets the user say what they want of notifications: not to be disturbed, how long toasts stay,
/// sound, and the browser's notifications.
///
/// It shows what the application makes use of: the time of toasts where there is a place for them,
/// sound with [`use_notification_sound`](crate::use_notification_sound), and the browser's
/// notifications with [`use_browser_notifications`](crate::use_browser_notifications). The
/// permission for these is asked for when they are switched on, and where the browser has refused,
/// it says what can be done. Sound is heard once when it is switched on.
///
/// Parts: `bw-settings`, `bw-settings-title`, `bw-settings-row`, `bw-settings-label`,
/// `bw-settings-hint`, `bw-settings-switch`, `bw-settings-times`, `bw-settings-choice`.
///
/// | key | |
/// |---|---|
/// | Tab | moves from one setting to the next |
/// | Space | on a switch: switches it |
/// | arrow keys | on the time of toasts: choose another |
///
/// # Examples
///
/// ```no_run
/// use bellwire_ui::{SettingsPanel, Toaster, provide_notification_settings, provide_toaster};
/// use leptos::prelude::*;
///
/// #[component]
/// fn App() -> impl IntoView {
///     provide_toaster();
///     provide_notification_settings(Some("my-app"));
///     view! { <SettingsPanel class="card"/> <Toaster/> }
/// }
/// ```
///
/// # Panics
///
/// Panics outside of [`provide_notification_settings`](crate::provide_notification_settings).
#[component]
pub fn SettingsPanel(
    /// Its words; those of [`provide_labels`](crate::provide_labels) unless given, or else English
    /// ones.
    #[prop(optional)]
    labels: Option<SettingsLabels>,
    /// Classes of its parts.
    #[prop(optional)]
    classes: SettingsClasses,
    /// A class beside its own.
    #[prop(optional, into)]
    class: String,
) -> impl IntoView {
    let here = expect_context::<UseNotificationSettings>();
    let words = Words::new(labels);
    let (name, title) = (words.clone(), words.clone());
    let quiet = Switch {
        label: |labels| &labels.quiet,
        hint: Box::new(|labels| &labels.quiet_hint),
        is_on: Signal::derive(move || here.get().is_quiet),
        is_out_of_order: None,
        turn: Box::new(move |is_quiet| here.update(|settings| settings.is_quiet = is_quiet)),
    };
    let times = here.has_toasts.then(|| reading_times(here, words.clone(), classes));
    view! {
        <form
            class=self::classes("bw-settings", &class)
            aria-label=text(move || name.say(|labels| &labels.title))
            on:submit=|event| event.prevent_default()
        >
            <h2 class=self::classes("bw-settings-title", classes.title)>{text(move || title.say(|labels| &labels.title))}</h2>
            {switch(quiet, words.clone(), classes)}
            {times}
            {sound_row(here, words.clone(), classes)}
            {browser_row(here, words, classes)}
        </form>
    }
}

/// Something that is on or off.
struct Switch {
    label: fn(&SettingsLabels) -> &Label,
    hint: Hint,
    is_on: Signal<bool>,
    /// Whether it stays as it is, where that may be.
    is_out_of_order: Option<Signal<bool>>,
    turn: Box<dyn Fn(bool)>,
}

/// Which of the words says what it is for.
type Hint = Box<dyn Fn(&SettingsLabels) -> &Label + Send + Sync>;

fn switch(switch: Switch, words: Words<SettingsLabels>, classes: SettingsClasses) -> AnyView {
    let Switch { label, hint, is_on, is_out_of_order, turn } = switch;
    let (name, description) = (words.clone(), words.clone());
    let hint = Arc::new(hint);
    let described = hint.clone();
    // Why it stays as it is, is said when it comes to be so.
    let role = is_out_of_order.map(|_| "status");
    let is_out_of_order = is_out_of_order.unwrap_or_else(|| Signal::stored(false));
    let press = move |event: Event| {
        let input = event_target::<HtmlInputElement>(&event);
        if !is_out_of_order.get_untracked() {
            turn(input.checked());
        }
        // Whether it is on is not for the browser to say.
        input.set_checked(is_on.get_untracked());
    };
    view! {
        <div class=self::classes("bw-settings-row", classes.row)>
            <label class=self::classes("bw-settings-label", classes.label)>
                <span>{text(move || name.say(label))}</span>
                <input
                    class=self::classes("bw-settings-switch", classes.switch)
                    type="checkbox"
                    role="switch"
                    aria-description=text(move || description.say(&*described))
                    aria-disabled=text(move || is_out_of_order.get())
                    prop:checked=move || is_on.get()
                    on:change=press
                />
            </label>
            <p class=self::classes("bw-settings-hint", classes.hint) role=role>
                {text(move || words.say(&*hint))}
            </p>
        </div>
    }
    .into_any()
}

fn sound_row(
    here: UseNotificationSettings,
    words: Words<SettingsLabels>,
    classes: SettingsClasses,
) -> AnyView {
    let row = dynamic(move || {
        let try_out = here.sound.get()?;
        let sound = Switch {
            label: |labels| &labels.sound,
            hint: Box::new(|labels| &labels.sound_hint),
            is_on: Signal::derive(move || here.get().sound),
            is_out_of_order: None,
            turn: Box::new(move |sound| {
                here.update(|settings| settings.sound = sound);
                if sound {
                    try_out();
                }
            }),
        };
        Some(switch(sound, words.clone(), classes))
    });
    row.into_any()
}

fn browser_row(
    here: UseNotificationSettings,
    words: Words<SettingsLabels>,
    classes: SettingsClasses,
) -> AnyView {
    let row = dynamic(move || {
        let browser = here.browser.get()?;
        let permission = Signal::derive(move || browser.permission());
        let row = Switch {
            label: |labels| &labels.browser,
            hint: Box::new(move |labels| match permission.get() {
                Permission::Default | Permission::Granted => &labels.browser_hint,
                Permission::Denied => &labels.browser_denied,
                Permission::Unsupported => &labels.browser_unsupported,
            }),
            // What the user wants, and may have.
            is_on: Signal::derive(move || {
                here.get().browser && permission.get() == Permission::Granted
            }),
            is_out_of_order: Some(Signal::derive(move || {
                matches!(permission.get(), Permission::Denied | Permission::Unsupported)
            })),
            turn: Box::new(move |wanted| {
                here.update(|settings| settings.browser = wanted);
                if wanted && permission.get_untracked() == Permission::Default {
                    browser.request();
                }
            }),
        };
        Some(switch(row, words.clone(), classes))
    });
    row.into_any()
}

/// The times to choose from: everybody may have ten times as long, or for ever (WCAG 2.2, 2.2.1).
const TIMES: [ReadingTime; 5] = [
    ReadingTime::Times(1),
    ReadingTime::Times(2),
    ReadingTime::Times(5),
    ReadingTime::Times(10),
    ReadingTime::Unlimited,
];

fn reading_times(
    here: UseNotificationSettings,
    words: Words<SettingsLabels>,
    classes: SettingsClasses,
) -> AnyView {
    let legend = words.clone();
    let choices = TIMES.map(|time| {
        let words = words.clone();
        let said = move || match time {
            ReadingTime::Times(1) => words.say(|labels| &labels.usual),
            ReadingTime::Times(times) => words.count(|labels| &labels.times, times as usize),
            ReadingTime::Unlimited => words.say(|labels| &labels.unlimited),
        };
        let choose = move |_| {
            here.update(|settings: &mut NotificationSettings| settings.reading_time = time);
        };
        view! {
            <label class=self::classes("bw-settings-choice", classes.choice)>
                <input
                    type="radio"
                    name="bw-reading-time"
                    prop:checked=move || here.get().reading_time == time
                    on:change=choose
                />
                {text(said)}
            </label>
        }
        .into_any()
    });
    view! {
        <fieldset class=self::classes("bw-settings-times", classes.times)>
            <legend class=self::classes("bw-settings-label", classes.label)>
                {text(move || legend.say(|labels| &labels.reading_time))}
            </legend>
            {Vec::from(choices)}
        </fieldset>
    }
    .into_any()
}
