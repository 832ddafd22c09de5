//! What the components say, in English, German and Arabic, and in whatever language an application
//! adds. Each component has its words in a file of its own, so that a page carries only those that
//! it shows.

mod badge;
mod completion;
mod panel;
mod plural;
mod presence;
mod settings;
mod toaster;
mod vocabulary;

pub use self::badge::BadgeLabels;
pub use self::completion::JobCompletionLabels;
pub use self::panel::BellLabels;
pub(crate) use self::plural::KINDS;
pub use self::plural::Plural;
pub use self::presence::PresenceLabels;
pub use self::settings::SettingsLabels;
pub use self::toaster::ToasterLabels;
pub(crate) use self::vocabulary::{Language, Vocabulary, Words, fill};

use std::borrow::Cow;

use leptos::prelude::*;

/// A text that a component says: yours, or one that is part of the program.
pub type Label = Cow<'static, str>;

/// Every word of every component.
///
/// # Examples
///
/// ```
/// use bellwire_ui::{BellLabels, Labels};
///
/// let labels = Labels {
///     bell: BellLabels { title: "Neuigkeiten".into(), ..BellLabels::german() },
///     ..Labels::german()
/// };
/// assert_eq!(labels.language.as_deref(), Some("de"));
/// ```
#[derive(Clone, Debug)]
pub struct Labels {
    /// The language by whose rules plurals, numbers and times are formed, as BCP 47 names it; that of the
    /// page (`<html lang>`) where there is none.
    pub language: Option<Label>,
    /// The connection badge's.
    pub badge: BadgeLabels,
    /// The bell's and its panel's.
    pub bell: BellLabels,
    /// The toasts', and what screen readers say of them.
    pub toaster: ToasterLabels,
    /// Of the two steps by which a job is done.
    pub completion: JobCompletionLabels,
    /// Of who is there.
    pub presence: PresenceLabels,
    /// Of what the user wants.
    pub settings: SettingsLabels,
}

impl Labels {
    /// In English.
    #[must_use]
    pub fn english() -> Self {
        Self {
            language: Some(Cow::Borrowed("en")),
            badge: BadgeLabels::english(),
            bell: BellLabels::english(),
            toaster: ToasterLabels::english(),
            completion: JobCompletionLabels::english(),
            presence: PresenceLabels::english(),
            settings: SettingsLabels::english(),
        }
    }

    /// In German.
    #[must_use]
    pub fn german() -> Self {
        Self {
            language: Some(Cow::Borrowed("de")),
            badge: BadgeLabels::german(),
            bell: BellLabels::german(),
            toaster: ToasterLabels::german(),
            completion: JobCompletionLabels::german(),
            presence: PresenceLabels::german(),
            settings: SettingsLabels::german(),
        }
    }

    /// In Arabic. The direction is the page's: say `<html dir="rtl">`.
    #[must_use]
    pub fn arabic() -> Self {
        Self {
            language: Some(Cow::Borrowed("ar")),
            badge: BadgeLabels::arabic(),
            bell: BellLabels::arabic(),
            toaster: ToasterLabels::arabic(),
            completion: JobCompletionLabels::arabic(),
            presence: PresenceLabels::arabic(),
            settings: SettingsLabels::arabic(),
        }
    }
}

/// Gives all components below their words. They change with the signal.
///
/// Without it, components speak English; single ones take words as their `labels`.
///
/// # Examples
///
/// ```no_run
/// use bellwire_ui::{Labels, provide_labels};
/// use leptos::prelude::*;
///
/// #[component]
/// fn App() -> impl IntoView {
///     let (is_german, set_german) = signal(false);
///     provide_labels(Signal::derive(move || {
///         if is_german.get() { Labels::german() } else { Labels::english() }
///     }));
///     view! { <button on:click=move |_| set_german.set(true)>"Deutsch"</button> }
/// }
/// ```
pub fn provide_labels(labels: impl Into<Signal<Labels>>) {
    provide_context(vocabulary::Shared(labels.into()));
}
