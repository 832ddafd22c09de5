use std::time::Duration;

use bellwire::clock;
use leptos::html::{Dialog, H2};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Event, EventTarget, HtmlDialogElement};

use super::list::List;
use super::notification_bell::Look;
use super::placement::open;
use super::reader::Reader;
use super::tabs::Tabs;
use crate::clockwork::{effect, use_alarm};
use crate::components::classes;
use crate::components::icons::{CROSS, icon};
use crate::derived::Derived;
use crate::notifications::Filter;
use crate::view::{dynamic, pressed, text};

/// What a bell shows when it is pressed. It lives as long as it is open.
#[component]
pub(super) fn Panel(id: String, look: Look) -> impl IntoView {
    let (dialog, title) = (NodeRef::<Dialog>::new(), NodeRef::<H2>::new());
    let close = look.close;
    open(dialog, title);
    let filter = RwSignal::new(look.tabs.first().cloned().unwrap_or_default());
    let reader = Reader::new(&look, filter, title);
    let (title_id, list_id) = (format!("{id}-title"), format!("{id}-list"));
    let (words, labelled_by) = (look.words.clone(), title_id.clone());
    let tabs = (look.tabs.len() > 1)
        .then(|| view! { <Tabs look=look.clone() filter list_id=list_id.clone() title_id=title_id.clone()/> });
    let slots = look.classes;
    let class = classes("bw-panel", slots.panel);
    let (header, failure) = (header(&look, filter, title), failure_of_all(&look, title));
    view! {
        <dialog
            node_ref=dialog
            id=id
            class=class
            aria-labelledby=labelled_by
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    // Where it is modal, the browser would close it in its own way.
                    event.prevent_default();
                    event.stop_propagation();
                    close.run(());
                }
            }
            on:cancel=move |event: Event| {
                event.prevent_default();
                close.run(());
            }
            on:click=pressed(move |event| {
                // Beside the sheet there is nothing but the dialog itself.
                if is_dialog(event.target()) {
                    close.run(());
                }
            })
        >
            <div class="bw-panel-body">
                <div class=classes("bw-panel-header", slots.header)>
                    <h2 node_ref=title id=title_id class=classes("bw-panel-title", slots.title) tabindex="-1">
                        {text(move || words.say(|labels| &labels.title))}
                    </h2>
                    {header}
                </div>
                {tabs}
                {failure}
                <List id=list_id look reader/>
            </div>
        </dialog>
    }
}

fn is_dialog(target: Option<EventTarget>) -> bool {
    target.is_some_and(|target| target.is_instance_of::<HtmlDialogElement>())
}

fn header(look: &Look, filter: RwSignal<Filter>, title: NodeRef<H2>) -> AnyView {
    let Look { notifications, words, close, classes: slots, .. } = look.clone();
    let offer = Derived::new(move |_| {
        let unread = notifications.unread();
        let is_inbox = !matches!(filter.get(), Filter::Archived | Filter::Snoozed);
        (is_inbox && unread > 0, is_inbox && unread == 0 && notifications.count(&Filter::All) > 0)
    });
    let say = words.clone();
    let action = dynamic(move || match offer.get() {
        (true, _) => Some(
            view! {
                <button
                    type="button"
                    class=classes("bw-panel-action", slots.action)
                    data-action="read-all"
                    on:click=pressed(move |_| {
                        notifications.mark_all_read();
                        stay(title);
                    })
                >
                    {words.say(|labels| &labels.mark_all_read)}
                </button>
            }
            .into_any(),
        ),
        (false, true) => Some(
            view! {
                <button
                    type="button"
                    class=classes("bw-panel-action", slots.action)
                    data-action="archive-read"
                    on:click=pressed(move |_| {
                        notifications.archive_read();
                        stay(title);
                    })
                >
                    {words.say(|labels| &labels.archive_read)}
                </button>
            }
            .into_any(),
        ),
        (false, false) => None,
    });
    view! {
        {action}
        <button
            type="button"
            class=classes("bw-panel-close", slots.close)
            aria-label=text(move || say.say(|labels| &labels.close))
            on:click=pressed(move |_| close.run(()))
        >
            {icon(CROSS)}
        </button>
    }
    .into_any()
}

/// What the server could not be told of all at once.
fn failure_of_all(look: &Look, title: NodeRef<H2>) -> AnyView {
    let Look { notifications, words, classes: slots, .. } = look.clone();
    let failure = Derived::new(move |_| {
        notifications.with(|all| all.failure_of_all().map(|failure| failure.words.clone()))
    });
    let bar = dynamic(move || {
        let reason = failure.get()?;
        let reason = reason.unwrap_or_else(|| words.say(|labels| &labels.not_saved));
        Some(view! {
            <p class=classes("bw-panel-error", slots.error)>
                <span>{reason}</span>
                <button
                    type="button"
                    on:click=pressed(move |_| {
                        stay(title);
                        notifications.retry_all();
                    })
                >
                    {words.say(|labels| &labels.retry)}
                </button>
                <button
                    type="button"
                    on:click=pressed(move |_| {
                        stay(title);
                        notifications.dismiss_failure_of_all();
                    })
                >
                    {words.say(|labels| &labels.dismiss)}
                </button>
            </p>
        })
    });
    bar.into_any()
}

/// What has been pressed goes; the focus stays in the panel.
fn stay(title: NodeRef<H2>) {
    if let Some(title) = title.get_untracked() {
        let _ = title.focus();
    }
}

/// Changes each minute: one clock for all rows, and only while they are looked at. It is right at once
/// when they are looked at again.
pub(super) fn use_minutes(hidden: Signal<bool>) -> RwSignal<()> {
    let minute = RwSignal::new(());
    use_alarm(
        move || {
            minute.track();
            (!hidden.get()).then(|| clock::now() + Duration::from_secs(60))
        },
        move || minute.notify(),
    );
    effect(move || {
        if !hidden.get() {
            minute.notify();
        }
    });
    minute
}
