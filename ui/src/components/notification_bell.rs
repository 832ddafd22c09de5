use std::time::Duration;

use bellwire::clock;
use bellwire::inbox::Priority;
use leptos::html::{Button, Div, H2};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use super::icons::{BELL, icon};
use super::toaster::severity_icon;
use super::{classes, unique_id, while_open};
use crate::clockwork::{effect, use_alarm};
use crate::page::{time_ago, use_press_outside};
use crate::view::{dynamic, text};
use crate::{Notification, UseNotifications, use_notifications};

/// The largest count that is shown as it is.
const MAX_COUNT: usize = 99;

/// Counts what is unread, and shows what happened when it is pressed.
///
/// Parts: `bw-bell`, `bw-bell-button`, `bw-bell-count`, `bw-panel`, `bw-panel-header`,
/// `bw-panel-title`, `bw-panel-action`, `bw-panel-empty`, `bw-row` (with `data-unread` and
/// `data-priority`), `bw-row-icon`, `bw-row-title`, `bw-row-description`, `bw-row-priority`,
/// `bw-row-detail`, `bw-row-time`.
///
/// Keyboard: Enter or Space opens the panel and moves the focus to its title; Escape closes it and
/// moves the focus back.
///
/// # Panics
///
/// Panics outside of [`provide_realtime`](crate::provide_realtime).
#[component]
pub fn NotificationBell(
    /// A class beside its own.
    #[prop(optional, into)]
    class: String,
) -> impl IntoView {
    let notifications = use_notifications();
    let is_open = RwSignal::new(false);
    let root = NodeRef::<Div>::new();
    let button = NodeRef::<Button>::new();
    let unread = Memo::new(move |_| notifications.unread());
    let panel_id = unique_id("bw-panel");

    let inside = move || root.get_untracked().map(|root| root.unchecked_into());
    use_press_outside(inside, is_open.into(), move || is_open.set(false));
    let close = move || {
        is_open.set(false);
        if let Some(button) = button.get_untracked() {
            let _ = button.focus();
        }
    };
    let count = dynamic(move || {
        badge(unread.get())
            .map(|count| view! { <span class="bw-bell-count" aria-hidden="true">{count}</span> })
    });
    let controls = while_open(is_open, &panel_id);
    let panel = dynamic(move || {
        is_open.get().then(|| view! { <Panel id=panel_id.clone() notifications is_open/> })
    });
    view! {
        <div
            node_ref=root
            class=classes("bw-bell", &class)
            on:keydown=move |event| {
                if event.key() == "Escape" && is_open.get_untracked() {
                    close();
                }
            }
        >
            <button
                node_ref=button
                type="button"
                class="bw-bell-button"
                aria-label=text(move || button_name(unread.get()))
                aria-haspopup="dialog"
                aria-expanded=text(move || is_open.get())
                aria-controls=controls
                on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
            >
                {icon(BELL)}
                {count}
            </button>
            {panel}
        </div>
    }
}

#[component]
fn Panel(id: String, notifications: UseNotifications, is_open: RwSignal<bool>) -> impl IntoView {
    let title = NodeRef::<H2>::new();
    effect(move || {
        if let Some(title) = title.get() {
            let _ = title.focus();
        }
    });
    let minute = use_minutes();
    let title_id = format!("{id}-title");
    let labelled_by = title_id.clone();
    let mark_all = dynamic(move || {
        (notifications.unread() > 0).then(|| {
            view! {
                <button
                    type="button"
                    class="bw-panel-action"
                    on:click=move |_| {
                        notifications.mark_all_read();
                        // The button goes; the focus stays in the panel.
                        if let Some(title) = title.get_untracked() {
                            let _ = title.focus();
                        }
                    }
                >
                    "Mark all read"
                </button>
            }
        })
    });
    let list = dynamic(move || match notifications.all() {
        all if all.is_empty() => view! {
            <p class="bw-panel-empty">{icon(BELL)} "Nothing yet. What happens shows up here."</p>
        }
        .into_any(),
        all => {
            let rows =
                all.into_iter().map(|one| row(one, notifications, is_open, minute).into_any());
            view! { <ul class="bw-panel-list">{rows.collect_view()}</ul> }.into_any()
        }
    });
    view! {
        <div id=id class="bw-panel" role="dialog" aria-labelledby=labelled_by>
            <div class="bw-panel-header">
                <h2 node_ref=title id=title_id class="bw-panel-title" tabindex="-1">
                    "Notifications"
                </h2>
                {mark_all}
            </div>
            {list}
        </div>
    }
}

fn row(
    notification: Notification,
    notifications: UseNotifications,
    is_open: RwSignal<bool>,
    minute: RwSignal<()>,
) -> impl IntoView {
    let Notification { id, received_at, is_read, link, .. } = notification;
    let picture = match notification.icon {
        Some(text) => text.into_any(),
        None => icon(severity_icon(notification.severity)).into_any(),
    };
    let time = text(move || {
        minute.track();
        time_ago(&None, received_at)
    });
    let content = view! {
        <span class="bw-row-icon" aria-hidden="true">{picture}</span>
        <span class="bw-row-content">
            <span class="bw-row-title">
                {(!is_read).then(|| view! { <span class="bw-hidden">"Unread: "</span> })}
                {notification.title}
            </span>
            {notification.description.map(|text| view! { <span class="bw-row-description">{text}</span> })}
            {priority_label(notification.priority).map(|text| view! { <span class="bw-row-priority">{text}</span> })}
            {notification.detail.map(|text| view! { <span class="bw-row-detail">{text}</span> })}
        </span>
        <span class="bw-row-time">{time}</span>
    };
    let main = match link {
        Some(link) => view! {
            <a
                class="bw-row-main"
                href=link
                on:click=move |_| {
                    notifications.mark_read(id);
                    is_open.set(false);
                }
            >{content}</a>
        }
        .into_any(),
        None => view! {
            <button type="button" class="bw-row-main" on:click=move |_| notifications.mark_read(id)>
                {content}
            </button>
        }
        .into_any(),
    };
    view! {
        <li
            class="bw-row"
            data-unread=(!is_read).to_string()
            data-priority=notification.priority.as_str()
        >
            {main}
        </li>
    }
}

/// Changes each minute: one clock for all rows, and only while they are looked at.
fn use_minutes() -> RwSignal<()> {
    let minute = RwSignal::new(());
    use_alarm(
        move || {
            minute.track();
            Some(clock::now() + Duration::from_secs(60))
        },
        move || minute.notify(),
    );
    minute
}

fn button_name(unread: usize) -> String {
    match unread {
        0 => "Notifications".to_owned(),
        unread => format!("Notifications, {unread} unread"),
    }
}

/// Most are as urgent as others, and say nothing of it.
fn priority_label(priority: Priority) -> Option<&'static str> {
    match priority {
        Priority::Low | Priority::Medium => None,
        Priority::High => Some("High priority"),
        Priority::Urgent => Some("Urgent"),
    }
}

fn badge(unread: usize) -> Option<String> {
    match unread {
        0 => None,
        unread if unread > MAX_COUNT => Some(format!("{MAX_COUNT}+")),
        unread => Some(unread.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_count_ends_at_99() {
        assert_eq!(badge(0), None);
        assert_eq!(badge(99).as_deref(), Some("99"));
        assert_eq!(badge(100).as_deref(), Some("99+"));
        assert_eq!(button_name(100), "Notifications, 100 unread");
    }
}
