use leptos::html::Div;
use leptos::prelude::*;

use super::notification_bell::Look;
use crate::components::classes;
use crate::derived::Derived;
use crate::labels::{Label, Words};
use crate::notifications::Filter;
use crate::page;
use crate::view::{dynamic, pressed, text};
use crate::{BellLabels, NotificationStore};

/// The lists of a panel, by name and with their counts.
#[component]
pub(super) fn Tabs(
    look: Look,
    filter: RwSignal<Filter>,
    list_id: String,
    title_id: String,
) -> impl IntoView {
    let root = NodeRef::<Div>::new();
    let all = look.tabs.clone();
    let tabs = all.iter().enumerate();
    let tabs = tabs.map(|(index, tab)| one((index, tab.clone()), &look, filter, list_id.clone()));
    let tabs = tabs.collect_view();
    let step = move |event: &leptos::ev::KeyboardEvent| {
        let present = all.iter().position(|tab| filter.with_untracked(|filter| tab == filter));
        let (Some(present), Some(root)) = (present, root.get_untracked()) else { return };
        let forward = if page::is_rtl(&root) { "ArrowLeft" } else { "ArrowRight" };
        let next = match event.key().as_str() {
            key if key == forward => (present + 1) % all.len(),
            "ArrowLeft" | "ArrowRight" => (present + all.len() - 1) % all.len(),
            "Home" => 0,
            "End" => all.len() - 1,
            _ => return,
        };
        event.prevent_default();
        if let (Some(tab), Some(element)) =
            (all.get(next), page::find_all(&root, "[role=tab]").into_iter().nth(next))
        {
            filter.set(tab.clone());
            let _ = element.focus();
        }
    };
    view! {
        <div
            node_ref=root
            class=classes("bw-tabs", look.classes.tabs)
            role="tablist"
            aria-labelledby=title_id
            on:keydown=move |event| step(&event)
        >
            {tabs}
        </div>
    }
}

/// What the tab of a list is called on the page.
pub(super) fn tab_id(list_id: &str, index: usize) -> String {
    format!("{list_id}-tab-{index}")
}

fn one(
    (index, tab): (usize, Filter),
    look: &Look,
    filter: RwSignal<Filter>,
    list_id: String,
) -> AnyView {
    let Look { notifications, words, max_count, .. } = look.clone();
    let count = {
        let tab = tab.clone();
        let count = move |all: &NotificationStore| match tab == Filter::Unread {
            true => all.unread(),
            // What is here says nothing of how many there are while the server has more.
            false if all.may_have_more() => 0,
            false => all.count(&tab),
        };
        Derived::new(move |_| notifications.with(&count))
    };
    let is_chosen = {
        let tab = tab.clone();
        move || filter.with(|filter| *filter == tab)
    };
    let (is_reached, chosen, say) = (is_chosen.clone(), tab.clone(), words.clone());
    let number = dynamic(move || {
        let count = Some(count.get()).filter(|&count| count > 0)?;
        Some(view! { <span class="bw-tab-count">{words.capped(count, max_count)}</span> })
    });
    view! {
        <button
            type="button"
            id=tab_id(&list_id, index)
            class=classes("bw-tab", look.classes.tab)
            role="tab"
            aria-selected=text(is_chosen)
            aria-controls=list_id
            tabindex=text(move || if is_reached() { "0" } else { "-1" })
            on:click=pressed(move |_| filter.set(chosen.clone()))
        >
            <span>{text(move || name(&tab, &say))}</span>
            {number}
        </button>
    }
    .into_any()
}

fn name(tab: &Filter, words: &Words<BellLabels>) -> String {
    let label: fn(&BellLabels) -> &Label = match tab {
        Filter::All => |labels| &labels.all,
        Filter::Unread => |labels| &labels.unread_list,
        Filter::Snoozed => |labels| &labels.snoozed_list,
        Filter::Archived => |labels| &labels.archived_list,
        // The application's word, which it may have named.
        Filter::Kind(kind) => {
            let named =
                words.with(|labels| labels.kinds.iter().find(|(of, _)| of == kind).cloned());
            return named.map_or_else(|| kind.clone(), |(_, name)| name.into_owned());
        }
    };
    words.say(label)
}
