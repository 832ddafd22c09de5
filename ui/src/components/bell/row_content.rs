use bellwire::inbox::Priority;
use leptos::prelude::*;

use super::notification_bell::{BellAction, Look};
use super::row::RowPlace;
use super::row_tools::{failure, group_tools, tools};
use crate::components::classes;
use crate::components::icons::{CHEVRON, icon, severity_icon, severity_mark};
use crate::notifications::{Actor, Day, NotificationAction, Place, RowKey};
use crate::page;
use crate::view::{pressed, text};
use crate::{Notification, Severity};

/// The heading of a day.
pub(super) fn day(day: Day, place: &RowPlace, look: &Look) -> AnyView {
    let (minute, words) = (place.minute, look.words.clone());
    let name = text(move || {
        // Today is yesterday after midnight.
        minute.track();
        page::day_name(&words.language(), day)
    });
    view! { <h3 class="bw-day-name">{name}</h3> }.into_any()
}

/// Several that are about the same.
pub(super) fn group(
    latest: Notification,
    (count, unread, is_open): (usize, usize, bool),
    key: RowKey,
    place: &RowPlace,
    look: &Look,
) -> AnyView {
    let reader = place.reader;
    let title = latest.subject_title.clone().unwrap_or_else(|| latest.title.clone());
    let time = time(latest.received_at, place, look);
    let main_class = classes("bw-row-main", look.classes.main);
    let tools = group_tools((count, unread), key, reader, look);
    let unread = (unread > 0).then(|| unread_mark(look));
    view! {
        <button
            type="button"
            class=main_class
            aria-expanded=is_open.to_string()
            on:click=pressed(move |_| reader.toggle(key))
        >
            {picture(&latest, look)}
            <span class="bw-row-content">
                <span class="bw-row-title">{unread} {title}</span>
                <span class="bw-row-description">
                    {look.words.count(|labels| &labels.group, count)}
                </span>
            </span>
            {time}
            <span class="bw-row-chevron">{icon(CHEVRON)}</span>
        </button>
        {tools}
    }
    .into_any()
}

/// A notification, with what can be done about it.
pub(super) fn notification(
    one: Notification,
    key: RowKey,
    place: &RowPlace,
    look: &Look,
) -> AnyView {
    let (notifications, close, id) = (look.notifications, look.close, one.id);
    let content = content(&one, place, look);
    let main_class = classes("bw-row-main", look.classes.main);
    let main = match one.link.clone() {
        Some(link) => view! {
            <a
                class=main_class
                href=link
                on:click=pressed(move |_| {
                    notifications.mark_read(id);
                    close.run(());
                })
            >
                {content}
            </a>
        }
        .into_any(),
        None => view! {
            <button type="button" class=main_class on:click=pressed(move |_| notifications.mark_read(id))>
                {content}
            </button>
        }
        .into_any(),
    };
    let actions = (!one.actions.is_empty()).then(|| actions(&one, look));
    let failure = one.failure.clone().map(|failed| failure(id, failed, look));
    let tools = tools(&one, key, place.reader, look.clone());
    view! { {main} {actions} {tools} {failure} }.into_any()
}

fn content(one: &Notification, place: &RowPlace, look: &Look) -> AnyView {
    let unread = (!one.is_read).then(|| unread_mark(look));
    let actor = one.actor.as_ref().map(|actor| {
        // A blank that stands alone is none to a screen reader.
        view! { <span class="bw-row-actor">{format!("{} ", actor.name)}</span> }.into_any()
    });
    let line = |class: &'static str, text: Option<String>| {
        text.map(|text| view! { <span class=class>{text}</span> }.into_any())
    };
    let priority = match one.priority {
        // Most are as urgent as others, and say nothing of it.
        Priority::Low | Priority::Medium => None,
        Priority::High => Some(look.words.say(|labels| &labels.high)),
        Priority::Urgent => Some(look.words.say(|labels| &labels.urgent)),
    };
    view! {
        {picture(one, look)}
        <span class="bw-row-content">
            <span class="bw-row-title">{unread} {actor} {one.title.clone()}</span>
            {line("bw-row-description", one.description.clone())}
            {line("bw-row-priority", priority)}
            {line("bw-row-detail", one.detail.clone())}
        </span>
        {time(told_moment(one), place, look)}
    }
    .into_any()
}

/// When it came, or when it comes back.
fn told_moment(one: &Notification) -> f64 {
    match one.place {
        Place::Snoozed { until } => until,
        Place::Inbox | Place::Archived => one.received_at,
    }
}

fn unread_mark(look: &Look) -> AnyView {
    let unread = look.words.say(|labels| &labels.unread);
    view! { <span class="bw-hidden">{unread} " "</span> }.into_any()
}

/// Who has done it, or else what it is; and whether it is good or bad, for those who do not see it.
fn picture(one: &Notification, look: &Look) -> AnyView {
    let (picture, is_own) = match (&one.actor, &one.icon) {
        (Some(Actor { image: Some(image), .. }), _) => {
            let image = image.clone();
            (view! { <img class="bw-row-image" src=image alt="" loading="lazy"/> }.into_any(), true)
        }
        (_, Some(text)) => (text.clone().into_any(), true),
        (_, None) => (icon(severity_icon(one.severity)).into_any(), false),
    };
    let mark = is_own.then(|| severity_mark(one.severity));
    let severity = look.words.with(|labels| match one.severity {
        Severity::Success if !is_own => Some(labels.success.clone()),
        Severity::Warning => Some(labels.warning.clone()),
        Severity::Error => Some(labels.error.clone()),
        Severity::Success | Severity::Info => None,
    });
    view! {
        <span class="bw-row-icon" aria-hidden="true">{picture}{mark}</span>
        {severity.map(|severity| view! { <span class="bw-hidden">{severity} " "</span> })}
    }
    .into_any()
}

fn time(moment: f64, place: &RowPlace, look: &Look) -> AnyView {
    let (minute, words) = (place.minute, look.words.clone());
    let say = words.clone();
    let title = text(move || page::date_and_time(&say.language(), moment));
    let time = text(move || {
        minute.track();
        page::time_ago(&words.language(), moment)
    });
    view! {
        <time class="bw-row-time" datetime=page::timestamp(moment) title=title>
            {time}
        </time>
    }
    .into_any()
}

/// What the application offers to do about it.
fn actions(one: &Notification, look: &Look) -> AnyView {
    let buttons = one.actions.iter().cloned().map(|action| {
        let NotificationAction { name, label, link, .. } = action;
        let (notification, notifications) = (one.clone(), look.notifications);
        let class = classes("bw-row-action", look.classes.row_action);
        let (on_action, close, is_link) = (look.on_action, look.close, link.is_some());
        let press = move |_| {
            notifications.mark_read(notification.id);
            if let Some(on_action) = on_action {
                let (name, notification) = (name.clone(), notification.clone());
                on_action.run(BellAction { name, notification });
            }
            if is_link {
                close.run(());
            }
        };
        match link {
            Some(link) => view! { <a class=class href=link on:click=press>{label}</a> }.into_any(),
            None => view! { <button type="button" class=class on:click=press>{label}</button> }
                .into_any(),
        }
    });
    view! { <div class="bw-row-actions">{buttons.collect_view()}</div> }.into_any()
}
