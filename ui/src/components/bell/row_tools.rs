use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::Element;

use super::notification_bell::Look;
use super::reader::Reader;
use super::row::MAIN;
use crate::components::classes;
use crate::components::icons::{ARCHIVE, CLOCK, INBOX, MAIL, MAIL_OPEN, icon};
use crate::labels::Label;
use crate::notifications::{Change, Failure, Filter, Place, RowKey};
use crate::view::{dynamic, pressed, text};
use crate::{BellLabels, Notification, NotificationId, UseNotifications, page};

/// How long an hour is, in milliseconds.
const HOUR: f64 = 3_600_000.0;

/// What can be done with any notification. The buttons are seen when the row is pointed at or has the
/// focus, and always where there is no pointer that rests.
pub(super) fn tools(one: &Notification, key: RowKey, reader: Reader, look: Look) -> AnyView {
    let is_snoozing = RwSignal::new(false);
    let tools = tools_for(one, key, reader, is_snoozing)
        .into_iter()
        .map(|(label, picture, press)| tool(look.words.say(label), picture, press, &look));
    let tools = tools.collect_view();
    let id = one.id;
    let times = dynamic(move || is_snoozing.get().then(|| snooze(id, key, reader, &look)));
    view! {
        <div class="bw-row-tools" data-open=text(move || is_snoozing.get())>{tools}</div>
        {times}
    }
    .into_any()
}

/// What can be done with several that are about the same, while they are in the inbox.
pub(super) fn group_tools(
    (count, unread): (usize, usize),
    key: RowKey,
    reader: Reader,
    look: &Look,
) -> AnyView {
    let is_inbox = |filter: &Filter| !matches!(filter, Filter::Archived | Filter::Snoozed);
    if !reader.filter.with_untracked(is_inbox) {
        return ().into_any();
    }
    let change = move |change| reader.notifications.change(change, &reader.members(key));
    let read: Box<dyn Fn(&MouseEvent)> = Box::new(move |event| {
        stay(event);
        change(Change::Read);
    });
    let archive: Box<dyn Fn(&MouseEvent)> = Box::new(move |_| {
        reader.hand_over(key);
        change(Change::Archive);
    });
    let read = (unread > 0).then(|| {
        tool(look.words.count(|labels| &labels.mark_group_read, unread), MAIL_OPEN, read, look)
    });
    let archive =
        tool(look.words.count(|labels| &labels.archive_group, count), ARCHIVE, archive, look);
    view! { <div class="bw-row-tools" data-open="false">{read} {archive}</div> }.into_any()
}

/// A tool: its name, its picture, and what it does.
type Tool = (fn(&BellLabels) -> &Label, &'static str, Box<dyn Fn(&MouseEvent)>);

fn tools_for(
    one: &Notification,
    key: RowKey,
    reader: Reader,
    is_snoozing: RwSignal<bool>,
) -> Vec<Tool> {
    let (notifications, id) = (reader.notifications, one.id);
    // What leaves the list with the row is not to take the focus along.
    let leave = move |change: fn(&UseNotifications, NotificationId)| -> Box<dyn Fn(&MouseEvent)> {
        Box::new(move |_| {
            reader.hand_over(key);
            change(&notifications, id);
        })
    };
    let read: Tool = match one.is_read {
        true => {
            (|labels| &labels.mark_unread, MAIL, Box::new(move |_| notifications.mark_unread(id)))
        }
        false => {
            (|labels| &labels.mark_read, MAIL_OPEN, Box::new(move |_| notifications.mark_read(id)))
        }
    };
    let toggle =
        move |_: &MouseEvent| is_snoozing.update(|is_snoozing| *is_snoozing = !*is_snoozing);
    match one.place {
        Place::Inbox => vec![
            read,
            (|labels| &labels.snooze, CLOCK, Box::new(toggle)),
            (|labels| &labels.archive, ARCHIVE, leave(UseNotifications::archive)),
        ],
        Place::Archived => {
            vec![read, (|labels| &labels.unarchive, INBOX, leave(UseNotifications::unarchive))]
        }
        Place::Snoozed { .. } => {
            vec![read, (|labels| &labels.unsnooze, INBOX, leave(UseNotifications::unsnooze))]
        }
    }
}

/// Its title is its name as well: a label beside it would be read with it.
fn tool(
    name: String,
    picture: &'static str,
    press: Box<dyn Fn(&MouseEvent)>,
    look: &Look,
) -> AnyView {
    view! {
        <button
            type="button"
            class=classes("bw-row-tool", look.classes.tool)
            title=name
            on:click=pressed(move |event| press(&event))
        >
            {icon(picture)}
        </button>
    }
    .into_any()
}

/// Until when a notification is put away.
fn snooze(id: NotificationId, key: RowKey, reader: Reader, look: &Look) -> AnyView {
    let notifications = look.notifications;
    let class = classes("bw-row-action", look.classes.row_action);
    let choice = |label: fn(&BellLabels) -> &Label, until: fn() -> f64| {
        let press = move |_| {
            reader.hand_over(key);
            notifications.snooze(id, until());
        };
        let name = look.words.say(label);
        view! { <button type="button" class=class.clone() on:click=press>{name}</button> }
            .into_any()
    };
    let choices = [
        choice(|labels| &labels.in_an_hour, || page::wall_clock() + HOUR),
        choice(|labels| &labels.tomorrow, || page::morning(1)),
        choice(|labels| &labels.next_week, || page::morning(page::days_until_monday())),
    ];
    let name = look.words.say(|labels| &labels.snooze);
    view! { <div class="bw-row-actions" role="group" aria-label=name>{choices.into_iter().collect_view()}</div> }
        .into_any()
}

/// What the server could not be told about it.
pub(super) fn failure(id: NotificationId, failed: Failure, look: &Look) -> AnyView {
    let (notifications, said) = (look.notifications, look.failures_said);
    let reason = failed.words.unwrap_or_else(|| look.words.say(|labels| &labels.not_saved));
    view! {
        <p class=classes("bw-row-error", look.classes.error)>
            <span>{reason}</span>
            <button
                type="button"
                on:click=pressed(move |event| {
                    stay(&event);
                    // Where it fails again at once, that is to be said too.
                    said.update_value(|said| said.retain(|other| *other != id));
                    notifications.retry(id);
                })
            >
                {look.words.say(|labels| &labels.retry)}
            </button>
            <button
                type="button"
                on:click=pressed(move |event| {
                    stay(&event);
                    notifications.dismiss_failure(id);
                })
            >
                {look.words.say(|labels| &labels.dismiss)}
            </button>
        </p>
    }
    .into_any()
}

/// What has been pressed goes; the focus stays with the row.
fn stay(event: &MouseEvent) {
    let pressed = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let row = pressed.and_then(|pressed| pressed.closest(".bw-row").ok().flatten());
    let main = row.and_then(|row| page::find_all(&row, MAIN).into_iter().next());
    if let Some(main) = main {
        let _ = main.focus();
    }
}
