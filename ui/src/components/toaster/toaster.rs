use leptos::ev::FocusEvent;
use leptos::html::Section;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{HtmlElement, KeyboardEvent};

use super::focus::Focus;
use super::toast_list::ToastList;
use crate::components::classes;
use crate::derived::Derived;
use crate::labels::{ToasterLabels, Words, fill};
use crate::page::{Layer, use_keys, use_layer};
use crate::store::{Held, Hotkey};
use crate::view::text;
use crate::{ShownToast, ToastDurations, ToastOverflow, ToasterPosition, UseToaster, use_toaster};

/// Classes for the parts of a [`Toaster`], beside their own.
///
/// # Examples
///
/// ```
/// use bellwire_ui::ToasterClasses;
///
/// let classes = ToasterClasses { toast: "rounded-xl shadow-lg", ..ToasterClasses::default() };
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ToasterClasses {
    /// Of the list of toasts in each place.
    pub list: &'static str,
    /// Of each toast.
    pub toast: &'static str,
    /// Of what is in it, without the bar.
    pub body: &'static str,
    /// Of its icon.
    pub icon: &'static str,
    /// Of what is beside its icon.
    pub content: &'static str,
    /// Of its title.
    pub title: &'static str,
    /// Of how often it was shown.
    pub times: &'static str,
    /// Of the line below the title.
    pub description: &'static str,
    /// Of the small line at the end.
    pub detail: &'static str,
    /// Of what is around its buttons.
    pub actions: &'static str,
    /// Of the button that does something.
    pub action: &'static str,
    /// Of the button that leaves things as they are.
    pub cancel: &'static str,
    /// Of the button that dismisses it.
    pub close: &'static str,
    /// Of the bar that runs out.
    pub progress: &'static str,
}

/// How toasts are shown, as the properties of a [`Toaster`] say.
#[derive(Clone)]
pub(super) struct Look {
    pub(super) toaster: UseToaster,
    pub(super) words: Words<ToasterLabels>,
    pub(super) classes: ToasterClasses,
    pub(super) is_always_expanded: bool,
    pub(super) has_close_button: bool,
    pub(super) has_progress: bool,
    pub(super) can_swipe: bool,
    pub(super) pauses_on_hover: bool,
    pub(super) focus: Focus,
}

/// Shows toasts, in six places on the screen: a few at a time, the newest in front of the others. The
/// pointer or the keyboard on them spreads them out and stops their clocks, and so does a page that is
/// hidden or has lost the focus to another window.
///
/// It shows nothing on a server, and lives at the end of the page's body: in the topmost modal dialog
/// while there is one.
///
/// Parts: `bw-layer`, `bw-toaster`, `bw-toasts` (a list, with `data-position`, `data-expanded` and
/// `data-scrolls`), `bw-toast` (with `data-severity`, `data-state`: `present` or `leaving`, `data-front`,
/// `data-swipe`, `data-loading` and `data-turn`), `bw-toast-body`, `bw-toast-icon`, `bw-mark`,
/// `bw-toast-content`, `bw-toast-title`, `bw-toast-times`, `bw-toast-description`, `bw-toast-detail`,
/// `bw-toast-actions`, `bw-toast-action`, `bw-toast-cancel`, `bw-toast-close`, `bw-toast-progress`.
///
/// | key | |
/// |---|---|
/// | F8 | moves the focus to the newest toast |
/// | Tab, Shift+Tab | from toast to toast and through their buttons |
/// | Escape | dismisses the toast that has the focus; after the last one, the focus is where it was before |
///
/// Toasts are said aloud by two live regions of their own, politely, and errors at once. What a toast
/// offers is never the only way: it goes by itself, unless it has a button.
///
/// # Panics
///
/// Panics outside of [`provide_toaster`](crate::provide_toaster) and
/// [`provide_realtime`](crate::provide_realtime).
#[component]
pub fn Toaster(
    /// Where on the screen; below, at the end of the line unless given.
    #[prop(optional)]
    position: ToasterPosition,
    /// How many are shown at once in a place; the others wait.
    #[prop(default = 3)]
    visible: usize,
    /// What becomes of toasts that stay until they are dismissed, while others wait.
    #[prop(optional)]
    overflow: ToastOverflow,
    /// How long toasts of each severity stay that do not say it themselves.
    #[prop(optional)]
    durations: ToastDurations,
    /// Shows them side by side at all times.
    #[prop(optional)]
    expanded: bool,
    /// Whether toasts have a button that dismisses them.
    #[prop(default = true)]
    close_button: bool,
    /// Shows how much of its time a toast has left.
    #[prop(optional)]
    progress: bool,
    /// Whether a swipe dismisses a toast.
    #[prop(default = true)]
    swipe: bool,
    /// Whether a mouse on them stops their clocks. The keyboard and a finger always do.
    #[prop(default = true)]
    pause_on_hover: bool,
    /// The key that leads to the toasts, as in `F8`, `Alt+T` or `Ctrl+Shift+1`; an empty one is none.
    #[prop(default = "F8".to_owned(), into)]
    hotkey: String,
    /// Its words; those of [`provide_labels`](crate::provide_labels) unless given, or else English ones.
    #[prop(optional)]
    labels: Option<ToasterLabels>,
    /// Classes of its parts.
    #[prop(optional)]
    classes: ToasterClasses,
    /// A class beside its own.
    #[prop(optional, into)]
    class: String,
) -> impl IntoView {
    let toaster = use_toaster();
    toaster.set_layout(position, visible);
    toaster.set_overflow(overflow);
    toaster.set_durations(durations);
    toaster.lead_here(hotkey.clone());
    let region = NodeRef::<Section>::new();
    let look = Look {
        toaster,
        words: Words::new(labels),
        classes,
        is_always_expanded: expanded,
        has_close_button: close_button,
        has_progress: progress,
        can_swipe: swipe,
        pauses_on_hover: pause_on_hover,
        focus: Focus::new(region),
    };
    let focus = look.focus;
    if let Some(key) = Hotkey::parse(&hotkey) {
        use_keys(move |event| {
            if is_pressed(&key, event) && focus.enter() {
                event.prevent_default();
            }
        });
    }
    use_layer(move |layer| layer_of(layer, look.clone(), region, &hotkey, &class));
}

/// Whether a key is pressed that leads to the toasts, and nobody is writing with it.
fn is_pressed(hotkey: &Hotkey, event: &KeyboardEvent) -> bool {
    let held = Held {
        alt: event.alt_key(),
        ctrl: event.ctrl_key(),
        meta: event.meta_key(),
        shift: event.shift_key(),
    };
    hotkey.is(held, &event.key(), &event.code()) && !(hotkey.writes() && is_in_text(event))
}

/// Whether keys that are pressed there write, within the shadow of another component as well.
fn is_in_text(event: &KeyboardEvent) -> bool {
    event.composed_path().get(0).dyn_into::<HtmlElement>().is_ok_and(|element| {
        element.is_content_editable()
            || element.matches("input, select, textarea").unwrap_or_default()
    })
}

/// The toaster itself, in a layer above the page.
fn layer_of(
    layer: &Layer,
    look: Look,
    region: NodeRef<Section>,
    hotkey: &str,
    class: &str,
) -> AnyView {
    let shown = Derived::new(move |_| look.toaster.shown());
    raise_with(layer, shown);
    let focus = look.focus;
    let name = {
        let (words, hotkey) = (look.words.clone(), hotkey.to_owned());
        text(move || match hotkey.as_str() {
            "" => words.say(|labels| &labels.region),
            key => fill(&words.say(|labels| &labels.region_with_key), &[("key", key)]),
        })
    };
    let lists = ToasterPosition::ALL
        .map(|position| view! { <ToastList position shown look=look.clone()/> }.into_any());
    view! {
        <section
            node_ref=region
            class=classes("bw-toaster", class)
            aria-label=name
            tabindex="-1"
            on:focusin=move |event: FocusEvent| focus.handle_in(&event)
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    focus.leave();
                }
            }
        >
            {lists.collect_view()}
        </section>
    }
    .into_any()
}

/// Whatever comes is to be seen, also where a dialog has come before it.
fn raise_with(layer: &Layer, shown: Derived<Vec<ShownToast>>) {
    let layer = layer.clone();
    crate::clockwork::effect(move || {
        if shown.with(|shown| !shown.is_empty()) {
            layer.raise();
        }
    });
}
