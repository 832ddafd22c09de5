use bellwire::clock;
use leptos::ev::FocusEvent;
use leptos::html::Section;
use leptos::prelude::*;
use leptos::web_sys::Element;

use super::announcer::Announcer;
use super::classes;
use super::icons::{CHECK, CROSS, INFO, STOP, TRIANGLE, icon};
use crate::realtime::hold_while;
use crate::store::{ShownToast, Stage};
use crate::view::{dynamic, text};
use crate::{Severity, Toast, ToastId, ToastStore, use_realtime};

/// Where on the screen toasts appear. On narrow screens they take the full width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ToasterPosition {
    /// Above, at the end of the line.
    TopEnd,
    /// Below, at the end of the line.
    #[default]
    BottomEnd,
}

impl ToasterPosition {
    fn as_str(self) -> &'static str {
        match self {
            Self::TopEnd => "top-end",
            Self::BottomEnd => "bottom-end",
        }
    }
}

/// Shows toasts, three at a time; the others wait. A pointer or the keyboard on them, and a hidden
/// page, stop their clocks.
///
/// Parts: `bw-toaster` (with `data-position`), `bw-toast` (with `data-severity` and
/// `data-state`), `bw-toast-icon`, `bw-toast-title`, `bw-toast-description`, `bw-toast-detail`,
/// `bw-toast-close`. Escape dismisses the toast that has the focus.
///
/// # Panics
///
/// Panics outside of [`provide_realtime`](crate::provide_realtime).
#[component]
pub fn Toaster(
    /// Where on the screen.
    #[prop(optional)]
    position: ToasterPosition,
    /// A class beside its own.
    #[prop(optional, into)]
    class: String,
) -> impl IntoView {
    let toasts = use_realtime().toasts;
    let shown = Memo::new(move |_| toasts.with(ToastStore::shown));
    let region = NodeRef::<Section>::new();
    let is_pointed_at = RwSignal::new(false);
    let is_focused = RwSignal::new(false);
    // A toast that goes from under the pointer takes the leave event with it.
    let is_attended = Signal::derive(move || {
        !shown.with(Vec::is_empty) && (is_pointed_at.get() || is_focused.get())
    });
    hold_while(is_attended, toasts);

    let dismiss = move |id| {
        toasts.update(|toasts| toasts.dismiss(clock::now(), id));
        // The button that was pressed goes away; the focus stays close by.
        if is_focused.get_untracked()
            && let Some(region) = region.get_untracked()
        {
            let _ = region.focus();
        }
    };
    view! {
        <section
            node_ref=region
            class=classes("bw-toaster", &class)
            data-position=position.as_str()
            aria-label="Notifications"
            tabindex="-1"
            on:pointerenter=move |_| is_pointed_at.set(true)
            on:pointerleave=move |_| is_pointed_at.set(false)
            on:focusin=move |event| is_focused.set(is_reading(&event))
            on:focusout=move |_| is_focused.set(false)
        >
            <ol class="bw-toaster-list">
                <For each=move || shown.get() key=|shown| shown.id let:first>
                    <Item first shown dismiss/>
                </For>
            </ol>
        </section>
        <Announcer toasts/>
    }
}

/// Whether somebody is among the toasts with the keyboard. A mouse leaves the focus behind where it
/// pressed a button, and a toast that was dismissed leaves it to the region.
fn is_reading(event: &FocusEvent) -> bool {
    use leptos::wasm_bindgen::JsCast;

    event.target().and_then(|target| target.dyn_into::<Element>().ok()).is_some_and(|element| {
        element.matches(":focus-visible:not(.bw-toaster)").unwrap_or_default()
    })
}

#[component]
fn Item(
    first: ShownToast,
    shown: Memo<Vec<ShownToast>>,
    dismiss: impl Fn(ToastId) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let id = first.id;
    // Its own entry of the list; the last one known once it has left the list.
    let this = Memo::new(move |last: Option<&ShownToast>| {
        shown
            .with(|shown| shown.iter().find(|shown| shown.id == id).cloned())
            .or_else(|| last.cloned())
            .unwrap_or_else(|| first.clone())
    });
    view! {
        <li
            class="bw-toast"
            data-severity=text(move || this.with(|this| this.toast.severity.as_str()))
            data-state=text(move || match this.with(|this| this.stage) {
                Stage::Present => "present",
                Stage::Leaving => "leaving",
            })
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    dismiss(id);
                }
            }
        >
            {dynamic(move || content(this.get().toast, move || dismiss(id)))}
            <button
                type="button"
                class="bw-toast-close"
                aria-label=text(move || this.with(|this| format!("Dismiss: {}", this.toast.title)))
                on:click=move |_| dismiss(id)
            >
                {icon(CROSS)}
            </button>
        </li>
    }
}

fn content(toast: Toast, follow: impl Fn() + 'static) -> impl IntoView {
    let picture = match toast.icon {
        Some(text) => text.into_any(),
        None => icon(severity_icon(toast.severity)).into_any(),
    };
    let title = match toast.link {
        Some(link) => {
            view! { <a href=link on:click=move |_| follow()>{toast.title}</a> }.into_any()
        }
        None => toast.title.into_any(),
    };
    view! {
        <span class="bw-toast-icon" aria-hidden="true">{picture}</span>
        <div class="bw-toast-content">
            <p class="bw-toast-title">{title}</p>
            {toast.description.map(|text| view! { <p class="bw-toast-description">{text}</p> })}
            {toast.detail.map(|text| view! { <p class="bw-toast-detail">{text}</p> })}
        </div>
    }
}

pub(super) fn severity_icon(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => INFO,
        Severity::Success => CHECK,
        Severity::Warning => TRIANGLE,
        Severity::Error => STOP,
    }
}
