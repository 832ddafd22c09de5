use std::future::Future;
use std::pin::Pin;

use bellwire::clock;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::toast_hold::ToastHold;
use crate::announcer::{Announcer, provide_announcer};
use crate::clockwork::{effect, use_alarm};
use crate::labels::{ToasterLabels, Words, fill};
use crate::store::{Announcement, Content, Urgency};
use crate::{
    ReadingTime, Severity, ShownToast, Toast, ToastActionKind, ToastDurations, ToastId,
    ToastOverflow, ToastStore, ToasterPosition, page,
};

/// Shows toasts; see [`use_toaster`].
#[derive(Clone, Copy)]
pub struct UseToaster {
    pub(crate) toasts: RwSignal<ToastStore>,
    settings: RwSignal<Settings>,
    announcer: Announcer,
    /// The key that leads to the toasts, as their toaster says.
    hotkey: StoredValue<String>,
}

/// What the user wants of toasts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Settings {
    is_quiet: bool,
    reading_time: ReadingTime,
}

/// Returns what shows toasts in the [`Toaster`](crate::Toaster).
///
/// # Examples
///
/// ```no_run
/// use bellwire_ui::{Toast, use_toaster};
/// use leptos::prelude::*;
///
/// #[component]
/// fn Save() -> impl IntoView {
///     let toaster = use_toaster();
///     let save = move |_| {
///         toaster.show(Toast::success("Saved"));
///     };
///     view! { <button on:click=save>"Save"</button> }
/// }
/// ```
///
/// # Panics
///
/// Panics outside of [`provide_toaster`](crate::provide_toaster) and
/// [`provide_realtime`](crate::provide_realtime).
#[must_use]
pub fn use_toaster() -> UseToaster {
    expect_context()
}

impl UseToaster {
    pub(crate) fn new() -> Self {
        let toasts = RwSignal::new(ToastStore::default());
        let announcer = provide_announcer();
        let toaster = Self {
            toasts,
            settings: RwSignal::default(),
            announcer,
            hotkey: StoredValue::default(),
        };
        use_alarm(
            move || toasts.with(ToastStore::poll_timeout),
            move || {
                toaster.change(|toasts| toasts.handle_timeout(clock::now()));
            },
        );
        toaster.hold_while(page::use_page_left());
        toaster.say_aloud();
        toaster
    }

    /// Shows a toast, or queues it while all places are taken. One that says the same as a toast that is
    /// there already is counted there.
    pub fn show(&self, toast: Toast) -> ToastId {
        // Nothing is shown once the provider is gone; the number then is nobody's.
        self.change(|toasts| toasts.show(clock::now(), toast)).unwrap_or_default()
    }

    /// Shows a toast while something is under way, and in its place what has become of it. If the user has
    /// dismissed it meanwhile, the outcome is a toast of its own.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use bellwire_ui::{Toast, UseToaster};
    ///
    /// async fn save() -> Result<(), String> {
    ///     Ok(())
    /// }
    ///
    /// fn on_save(toaster: UseToaster) {
    ///     toaster.promise(Toast::loading("Saving…"), async {
    ///         match save().await {
    ///             Ok(()) => Toast::success("Saved"),
    ///             Err(words) => Toast::error("Not saved").description(words),
    ///         }
    ///     });
    /// }
    /// ```
    pub fn promise(
        &self,
        meanwhile: Toast,
        outcome: impl Future<Output = Toast> + 'static,
    ) -> ToastId {
        let id = self.show(meanwhile);
        let outcome: Pin<Box<dyn Future<Output = Toast>>> = Box::pin(outcome);
        let toaster = *self;
        spawn_local(async move {
            let toast = outcome.await;
            if !toaster.update(id, toast.clone()) {
                toaster.show(toast);
            }
        });
        id
    }

    /// Replaces what a toast says and starts its clock afresh. Returns whether it was still there.
    pub fn update(&self, id: ToastId, toast: Toast) -> bool {
        self.change(|toasts| toasts.update(clock::now(), id, toast)).unwrap_or_default()
    }

    /// Takes a toast off the screen.
    pub fn dismiss(&self, id: ToastId) {
        self.change(|toasts| toasts.dismiss(clock::now(), id));
    }

    /// Does what a button of a toast does when it is pressed: the first one is 0.
    pub fn act(&self, id: ToastId, index: usize) {
        let run = self.change(|toasts| toasts.handle_pressed(clock::now(), id, index)).flatten();
        if let Some(run) = run {
            run.run(());
        }
    }

    /// Takes a toast off the screen whose link the user follows.
    pub fn follow(&self, id: ToastId) {
        self.change(|toasts| toasts.handle_acted(clock::now(), id));
    }

    /// Takes all toasts off the screen.
    pub fn dismiss_all(&self) {
        self.change(|toasts| toasts.dismiss_all(clock::now()));
    }

    /// All toasts that are there, shown or waiting, oldest first; reactive.
    #[must_use]
    pub fn all(&self) -> Vec<(ToastId, Toast)> {
        self.toasts.with(|toasts| toasts.iter().map(|(id, toast)| (id, toast.clone())).collect())
    }

    /// The toasts that are on the screen, newest first, for those who draw them without a
    /// [`Toaster`](crate::Toaster); reactive.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use bellwire_ui::use_toaster;
    /// use leptos::prelude::*;
    ///
    /// #[component]
    /// fn Titles() -> impl IntoView {
    ///     let toaster = use_toaster();
    ///     move || {
    ///         let shown = toaster.shown();
    ///         let titles = shown.iter().filter_map(|shown| Some(shown.toast()?.to_sentence()));
    ///         titles.collect_view()
    ///     }
    /// }
    /// ```
    #[must_use]
    pub fn shown(&self) -> Vec<ShownToast> {
        self.toasts.with(ToastStore::shown)
    }

    /// Stops the clocks of all toasts until what it returns is dropped, as while the pointer is on them.
    pub fn hold(&self) -> ToastHold {
        ToastHold::new(self.toasts)
    }

    /// Where toasts appear that say nothing of it, and how many at once in a place. A
    /// [`Toaster`](crate::Toaster) says so with its properties.
    pub fn set_layout(&self, position: ToasterPosition, visible: usize) {
        self.change(|toasts| toasts.set_layout(clock::now(), position, visible));
    }

    /// What becomes of toasts that stay until they are dismissed, while others wait. A
    /// [`Toaster`](crate::Toaster) says so with its properties.
    pub fn set_overflow(&self, overflow: ToastOverflow) {
        self.change(|toasts| toasts.set_overflow(clock::now(), overflow));
    }

    /// How long toasts stay that do not say it themselves; counts for toasts that come from now on. A
    /// [`Toaster`](crate::Toaster) says so with its properties.
    pub fn set_durations(&self, durations: ToastDurations) {
        self.toasts.try_update(|toasts| toasts.set_durations(durations));
    }

    /// Whether the user is not to be disturbed; reactive.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.settings.with(|settings| settings.is_quiet)
    }

    /// Do not disturb: events are shown in the bell alone while this is so, and nothing is said of them.
    /// Toasts that the application shows itself, in answer to what the user does, still appear.
    pub fn set_quiet(&self, is_quiet: bool) {
        self.announcer.set_quiet(is_quiet);
        self.settings.try_update(|settings| settings.is_quiet = is_quiet);
        self.toasts.try_update(|toasts| toasts.set_quiet(is_quiet));
    }

    /// How much time the user wants for reading; reactive.
    #[must_use]
    pub fn reading_time(&self) -> ReadingTime {
        self.settings.with(|settings| settings.reading_time)
    }

    /// Gives the user more time for reading. It counts for toasts that come from now on.
    pub fn set_reading_time(&self, reading_time: ReadingTime) {
        self.settings.try_update(|settings| settings.reading_time = reading_time);
        self.toasts.try_update(|toasts| toasts.set_reading_time(reading_time));
    }

    /// Shows a toast about something that has happened elsewhere, unless the user does not want to be
    /// disturbed; then nothing is said of it either.
    pub(crate) fn show_news(&self, toast: Toast) {
        self.change(|toasts| toasts.show_news(clock::now(), toast));
    }

    /// Tells the key that leads to the toasts, for as long as the component lives that listens to it.
    pub(crate) fn lead_here(self, hotkey: String) {
        self.hotkey.set_value(hotkey);
        on_cleanup(move || {
            self.hotkey.try_update_value(String::clear);
        });
    }

    /// Changes the toasts, and tells whoever has asked which of them have gone.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut ToastStore) -> T) -> Option<T> {
        let (result, closed) =
            self.toasts.try_update(|toasts| (change(toasts), toasts.take_closed()))?;
        for (told, cause) in closed {
            told.run(cause);
        }
        Some(result)
    }

    /// Stops the toasts' clocks while a condition holds.
    pub(crate) fn hold_while(self, condition: Signal<bool>) {
        let hold = StoredValue::new(None);
        effect(move || {
            let is_held = hold.with_value(Option::is_some);
            if condition.get() != is_held {
                hold.set_value((!is_held).then(|| self.hold()));
            }
        });
    }

    fn say_aloud(self) {
        let mut last = 0;
        let mut words = None;
        effect(move || {
            // Whoever provides words may do so after us.
            let words = words.get_or_insert_with(|| Words::<ToasterLabels>::new(None));
            let key = self.hotkey.try_get_value().unwrap_or_default();
            let said: Vec<_> = self.toasts.with(|toasts| {
                let (revision, changed) = toasts.changed_since(last);
                last = revision;
                changed
                    .map(|(id, content, times)| speech(words, &key, id, content, times))
                    .collect()
            });
            for (urgency, announcement) in said {
                self.announcer.say(urgency, announcement);
            }
        });
    }
}

impl std::fmt::Debug for UseToaster {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UseToaster").field("toasts", &self.toasts).finish_non_exhaustive()
    }
}

/// What is said of a toast, and in how much of a hurry.
fn speech(
    words: &Words<ToasterLabels>,
    key: &str,
    id: ToastId,
    content: &Content,
    times: usize,
) -> (Urgency, Announcement) {
    let urgency = match content.severity() {
        Severity::Info | Severity::Success | Severity::Warning => Urgency::Polite,
        Severity::Error => Urgency::Assertive,
    };
    let text = with_action(words, key, content, in_words(words, content, times));
    let is_burst = matches!(content, Content::Burst { .. });
    (urgency, Announcement::Toast { toast: id.number(), text, is_burst })
}

/// What is said of a toast, and of what it offers to do: who hears of it does not see that it does.
fn with_action(words: &Words<ToasterLabels>, key: &str, content: &Content, text: String) -> String {
    let action = match content {
        Content::Toast(toast) => {
            toast.actions.iter().find(|action| action.kind == ToastActionKind::Act)
        }
        Content::Burst { .. } => None,
    };
    match action {
        Some(action) if !key.is_empty() => {
            let template = words.say(|labels| &labels.with_action);
            fill(&template, &[("text", &text), ("action", &action.label), ("key", key)])
        }
        _ => text,
    }
}

/// A toast in words: what its icon shows is said.
pub(crate) fn in_words(words: &Words<ToasterLabels>, content: &Content, times: usize) -> String {
    let text = match content {
        Content::Toast(toast) if times > 1 => {
            let times = words.count(|labels| &labels.times, times);
            format!("{} ({times})", toast.to_sentence())
        }
        Content::Toast(toast) => toast.to_sentence(),
        Content::Burst { count, .. } => words.count(|labels| &labels.burst, *count),
    };
    match words.with(|labels| labels.of_picture(content).cloned()) {
        Some(template) => fill(&template, &[("text", &text)]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn what_the_icon_shows_is_said() {
        for (toast, times, said) in [
            (Toast::info("Saved"), 1, "Saved"),
            (Toast::success("Saved").description("job.txt"), 1, "Success: Saved. job.txt"),
            (Toast::success("Job posted!").icon("💼"), 1, "Job posted!"),
            (Toast::warning("Slow"), 3, "Warning: Slow (3 times)"),
            (Toast::error("Not saved").icon("💾"), 1, "Error: Not saved"),
            (Toast::loading("Saving…"), 1, "In progress: Saving…"),
        ] {
            let content = Content::Toast(Arc::new(toast));
            assert_eq!(in_words(&Words::English, &content, times), said);
        }
        let burst = Content::Burst { count: 3, severity: Severity::Error, position: None };
        assert_eq!(in_words(&Words::English, &burst, 1), "Error: 3 new notifications");
    }

    #[test]
    fn a_toast_that_offers_something_is_said_with_the_way_to_it() {
        let said = |key, toast| {
            let content = Content::Toast(Arc::new(toast));
            match speech(&Words::English, key, ToastId::default(), &content, 1) {
                (_, Announcement::Toast { text, .. }) => text,
                other => panic!("{other:?}"),
            }
        };
        let deleted = || Toast::info("Deleted").cancel("All right").action("Undo", || ());
        assert_eq!(said("F8", deleted()), "Deleted (Undo: press F8)");
        assert_eq!(said("", deleted()), "Deleted", "no key leads there");
        assert_eq!(said("F8", Toast::info("Deleted").cancel("All right")), "Deleted");
    }
}
