use leptos::html::Div;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};
use send_wrapper::SendWrapper;

use super::notification_bell::Look;
use super::reader::{Drawn, Reader};
use super::row_content::{day, group, notification};
use crate::clockwork::effect;
use crate::components::classes;
use crate::derived::Derived;
use crate::notifications::{Row, RowKey};
use crate::page::{self, Resizes};
use crate::view::{Dynamic, dynamic, text};
use crate::{Notification, NotificationId};

/// What of a row takes the focus.
pub(super) const MAIN: &str = ".bw-row-main";

/// What rows share.
#[derive(Clone)]
pub(super) struct RowPlace {
    pub(super) reader: Reader,
    pub(super) resizes: Resizes,
    pub(super) minute: RwSignal<()>,
}

/// What is in the list's item of a row.
#[component]
pub(super) fn ListRow(
    first: Drawn,
    item: SendWrapper<HtmlElement>,
    drawn: Derived<Vec<Drawn>>,
    place: RowPlace,
    look: Look,
) -> impl IntoView {
    let inside = NodeRef::<Div>::new();
    let reader = place.reader;
    let key = first.row.key();
    // Its own entry among what is drawn; the last one known once it is not drawn any more.
    let this = Derived::new(move |last: Option<&Drawn>| {
        let this = drawn.with(|drawn| drawn.iter().find(|one| one.row.key() == key).copied());
        this.or_else(|| last.copied()).unwrap_or(first)
    });
    put_in_place(item, this, &place);
    take_focus(inside, key, reader);
    let row = Derived::new(move |_| this.get().row);
    let shown = use_shown(row, reader, &look);
    let own_classes = look.classes;
    let class = move || match row.get() {
        Row::Day(_) => classes("bw-day", own_classes.day),
        Row::Group { .. } | Row::Notification { .. } => classes("bw-row", own_classes.row),
    };
    let content = content(row, shown, key, place, look);
    let of_shown = move |look: fn(&Notification) -> &'static str| {
        text(move || shown.with(|shown| shown.as_ref().map_or("", look)))
    };
    view! {
        <div
            node_ref=inside
            class=text(class)
            data-unread=text(move || shown.with(|shown| is_unread(row.get(), shown)))
            data-priority=of_shown(|one| one.priority.as_str())
            data-severity=of_shown(|one| one.severity.as_str())
            data-member=text(move || matches!(row.get(), Row::Notification { is_member: true, .. }))
            on:focusin=move |_| reader.focus(key)
            on:focusout=move |event| {
                // Within the row, the focus may move.
                let to = event.related_target().and_then(|to| to.dyn_into::<Element>().ok());
                let is_inside = inside.get_untracked().is_some_and(|row| row.contains(to.as_deref()));
                if !is_inside && untrack(|| reader.is_focused(key)) {
                    reader.leave();
                }
            }
            on:keydown=move |event| {
                if reader.step(key, &event.key()) {
                    event.prevent_default();
                }
            }
        >
            {content}
        </div>
    }
}

fn content(
    row: Derived<Row>,
    shown: Derived<Option<Notification>>,
    key: RowKey,
    place: RowPlace,
    look: Look,
) -> Dynamic {
    dynamic(move || match row.get() {
        Row::Day(which) => day(which, &place, &look),
        Row::Group { key, count, unread, is_open, .. } => {
            let members = (count, unread, is_open);
            shown.get().map(|latest| group(latest, members, key, &place, &look)).into_any()
        }
        Row::Notification { .. } => {
            shown.get().map(|one| notification(one, key, &place, &look)).into_any()
        }
    })
}

/// What a row is about, as it is now.
fn use_shown(row: Derived<Row>, reader: Reader, look: &Look) -> Derived<Option<Notification>> {
    let notifications = look.notifications;
    Derived::new(move |_| {
        reader.frame.track();
        let id = subject(row.get())?;
        notifications.peek(|all| all.get(id).cloned()).flatten()
    })
}

fn subject(row: Row) -> Option<NotificationId> {
    match row {
        Row::Day(_) => None,
        Row::Group { latest, .. } => Some(latest),
        Row::Notification { id, .. } => Some(id),
    }
}

fn is_unread(row: Row, shown: &Option<Notification>) -> bool {
    match row {
        Row::Day(_) => false,
        Row::Group { unread, .. } => unread > 0,
        Row::Notification { .. } => shown.as_ref().is_some_and(|one| !one.is_read),
    }
}

/// Puts a row where it belongs, and has it measured.
fn put_in_place(item: SendWrapper<HtmlElement>, this: Derived<Drawn>, place: &RowPlace) {
    let RowPlace { reader, resizes, .. } = place.clone();
    resizes.watch(&item);
    let watched = SendWrapper::new((resizes, (*item).clone()));
    on_cleanup(move || watched.0.leave(&watched.1));
    let item = item.take();
    effect(move || {
        let index = this.with(|this| this.index);
        page::set_length(&item, "--bw-top", reader.offset_of(index));
        let length = reader.rows.with(Vec::len);
        for (name, value) in [
            ("data-index", index.to_string()),
            ("aria-posinset", (index + 1).to_string()),
            ("aria-setsize", length.to_string()),
        ] {
            // They are names that any element takes.
            let _ = item.set_attribute(name, &value);
        }
    });
}

/// Takes the focus that is on its way here.
fn take_focus(inside: NodeRef<Div>, key: RowKey, reader: Reader) {
    effect(move || {
        let Some(inside) = inside.get() else { return };
        if !reader.is_focused(key) || has_focus(&inside) {
            return;
        }
        if let Some(main) = page::find_all(&inside, MAIN).first() {
            let _ = main.focus();
        }
    });
}

pub(super) fn has_focus(inside: &HtmlElement) -> bool {
    page::focused().is_some_and(|focused| inside.contains(Some(&focused)))
}
