use leptos::html::Div;
use leptos::prelude::*;
use send_wrapper::SendWrapper;

use super::notification_bell::Look;
use super::older::Older;
use super::panel::use_minutes;
use super::reader::Reader;
use super::row::{ListRow, RowPlace};
use super::rows::keep_rows;
use super::tabs::tab_id;
use super::voice::speak;
use crate::clockwork::effect;
use crate::components::classes;
use crate::components::icons::{BELL, icon};
use crate::derived::Derived;
use crate::notifications::Paging;
use crate::page;
use crate::view::{dynamic, pressed, text};

/// How many rows stand for those that are on their way.
const SKELETONS: usize = 4;

/// The notifications of a list, as far as they are on the screen.
#[component]
pub(super) fn List(id: String, look: Look, reader: Reader) -> impl IntoView {
    let space = NodeRef::<Div>::new();
    effect(move || {
        if let Some(space) = space.get() {
            page::set_length(&space, "--bw-total", reader.total());
        }
    });
    let hidden = page::use_page_hidden();
    let place = RowPlace { reader, resizes: reader.measure(), minute: use_minutes(hidden) };
    mark_seen(&look, reader, hidden);
    let older = Older::new(reader);
    let drawn = Derived::new(move |_| reader.drawn());
    speak(&look, reader, older, drawn);
    let (pill, end) = (pill(&look, reader), end_of(&look, reader, older));
    let count = Derived::new(move |_| reader.rows.with(Vec::len));
    let class = classes("bw-list", look.classes.list);
    // Without tabs there is one list, and it is the dialog's.
    let has_tabs = look.tabs.len() > 1;
    let (tabs, list_id) = (look.tabs.clone(), id.clone());
    let name = has_tabs.then(|| {
        text(move || {
            let chosen = reader.filter.with(|filter| tabs.iter().position(|tab| tab == filter));
            tab_id(&list_id, chosen.unwrap_or_default())
        })
    });
    // What has nothing in it to go to is gone to itself.
    let is_bare = Derived::new(move |_| {
        let is_failed = older.paging.with(|paging| matches!(paging, Paging::Failed(_)));
        has_tabs && count.get() == 0 && !is_failed && !older.is_offered.get()
    });
    let rows = NodeRef::new();
    keep_rows(rows, drawn, reader, move |first, item| {
        let (item, place) = (SendWrapper::new(item.clone()), place.clone());
        view! { <ListRow first item drawn place look=look.clone()/> }.into_any()
    });
    view! {
        <div
            id=id
            class="bw-list-frame"
            role=has_tabs.then_some("tabpanel")
            aria-labelledby=name
            tabindex=move || is_bare.get().then(|| "0".to_owned())
        >
            {pill}
            <div node_ref=reader.scroller class=class on:scroll=move |_| reader.handle_scroll()>
                <div node_ref=space class="bw-list-space" hidden=move || count.get() == 0>
                    // Safari takes a list without marks for none.
                    <ul node_ref=rows class="bw-list-rows" role="list"></ul>
                </div>
                {end}
            </div>
        </div>
    }
}

/// What is on the screen has been before the user's eyes.
fn mark_seen(look: &Look, reader: Reader, hidden: Signal<bool>) {
    let notifications = look.notifications;
    effect(move || {
        if !hidden.get() {
            notifications.mark_seen(reader.on_screen());
        }
    });
}

/// How many have come while somebody reads.
fn pill(look: &Look, reader: Reader) -> AnyView {
    let (words, slots) = (look.words.clone(), look.classes);
    let held_back = Derived::new(move |_| reader.held_back());
    let pill = dynamic(move || {
        let count = Some(held_back.get()).filter(|&count| count > 0)?;
        Some(view! {
            <button type="button" class=classes("bw-pill", slots.pill) on:click=pressed(move |_| reader.show_new())>
                {words.count(|labels| &labels.new, count)}
            </button>
        })
    });
    pill.into_any()
}

/// What stands where the list ends: that there is nothing, that more is on its way, why it is not, or
/// that it can be had.
fn end_of(look: &Look, reader: Reader, older: Older) -> AnyView {
    let Look { notifications, words, classes: slots, .. } = look.clone();
    let state = Derived::new(move |_| {
        reader.frame.track();
        let is_empty = reader.rows.with(Vec::is_empty);
        let has_any = notifications.peek(|all| !all.is_empty()).unwrap_or_default();
        (older.paging.get(), is_empty, has_any, older.is_offered.get())
    });
    let load = move || {
        // The button goes; who has pressed it goes on from what is there.
        reader.focus_last();
        older.load_more();
    };
    let end = dynamic(move || match state.get() {
        (Paging::Loading, is_empty, ..) => {
            let count = if is_empty { SKELETONS } else { 1 };
            let rows = (0..count).map(|_| view! { <div class="bw-skeleton"></div> }.into_any());
            view! {
                <div class="bw-list-end">
                    <span class="bw-hidden">{words.say(|labels| &labels.loading)}</span>
                    {rows.collect_view()}
                </div>
            }
            .into_any()
        }
        (Paging::Failed(reason), ..) => view! {
            <p class=classes("bw-panel-error", slots.error)>
                <span>{words.say(|labels| &labels.not_loaded)} " " {reason}</span>
                <button type="button" on:click=pressed(move |_| load())>
                    {words.say(|labels| &labels.retry)}
                </button>
            </p>
        }
        .into_any(),
        (_, is_empty, has_any, is_offered) => {
            let empty = is_empty.then(|| {
                let words =
                    words.say(|labels| if has_any { &labels.empty_list } else { &labels.empty });
                view! { <p class=classes("bw-panel-empty", slots.empty)>{icon(BELL)} {words}</p> }
                    .into_any()
            });
            let more = is_offered.then(|| {
                view! {
                    <button
                        type="button"
                        class=classes("bw-panel-action", slots.action)
                        data-action="load-older"
                        on:click=pressed(move |_| load())
                    >
                        {words.say(|labels| &labels.load_older)}
                    </button>
                }
                .into_any()
            });
            view! { <div class="bw-list-end">{empty} {more}</div> }.into_any()
        }
    });
    end.into_any()
}
