use leptos::prelude::*;

use super::notification_bell::Look;
use super::older::Older;
use super::reader::{Drawn, Reader};
use crate::announcer::Announcer;
use crate::clockwork::effect;
use crate::derived::Derived;
use crate::notifications::{Paging, Row};
use crate::store::{Announcement, Urgency};
use crate::{NotificationId, NotificationStore};

/// Beyond the number of any toast. What the panel has to say replaces what it has not said yet.
const PANEL: u64 = u64::MAX;

/// Says aloud what the panel shows by itself: that there is nothing to read yet, and what has failed.
/// A text that comes onto the page with its own live region is not read, or read again with each turn
/// of the wheel.
pub(super) fn speak(look: &Look, reader: Reader, older: Older, drawn: Derived<Vec<Drawn>>) {
    let announcer = look.notifications.announcer;
    say_what_is_loaded(look, reader, older);
    say_what_failed_of_all(look);
    let Look { notifications, words, failures_said, .. } = look.clone();
    let failed = |all: &NotificationStore, id: NotificationId| {
        let one = all.get(id)?;
        Some((one.title.clone(), one.failure.as_ref()?.words.clone()))
    };
    effect(move || {
        reader.frame.track();
        let drawn = drawn.with(|drawn| drawn.iter().filter_map(id).collect::<Vec<_>>());
        let mut said = failures_said.get_value();
        let news = notifications.peek(|all| {
            said.retain(|id| failed(all, *id).is_some());
            let news = drawn.into_iter().filter(|id| !said.contains(id));
            news.filter_map(|id| Some((id, failed(all, id)?))).collect::<Vec<_>>()
        });
        for (id, (title, reason)) in news.unwrap_or_default() {
            said.push(id);
            let not_saved = || untrack(|| words.say(|labels| &labels.not_saved));
            let reason = reason.unwrap_or_else(not_saved);
            let text = format!("{title}: {reason}");
            announcer.say(Urgency::Assertive, announcement(PANEL - id.number(), text));
        }
        failures_said.set_value(said);
    });
}

fn id(drawn: &Drawn) -> Option<NotificationId> {
    match drawn.row {
        Row::Notification { id, .. } => Some(id),
        Row::Day(_) | Row::Group { .. } => None,
    }
}

fn say_what_is_loaded(look: &Look, reader: Reader, older: Older) {
    let (announcer, words) = (look.notifications.announcer, look.words.clone());
    let state = Derived::new(move |_| (older.paging.get(), reader.rows.with(Vec::is_empty)));
    effect(move || match state.get() {
        // What is loaded below what there is to read disturbs nobody.
        (Paging::Loading, true) => {
            let text = untrack(|| words.say(|labels| &labels.loading));
            say(announcer, Urgency::Polite, text);
        }
        (Paging::Failed(reason), _) => {
            let text = untrack(|| words.say(|labels| &labels.not_loaded));
            say(announcer, Urgency::Assertive, format!("{text} {reason}"));
        }
        (Paging::Idle | Paging::Loading | Paging::Done, _) => {}
    });
}

fn say_what_failed_of_all(look: &Look) {
    let (notifications, words) = (look.notifications, look.words.clone());
    let failure = Derived::new(move |_| {
        notifications.with(|all| all.failure_of_all().map(|failure| failure.words.clone()))
    });
    effect(move || {
        let Some(reason) = failure.get() else { return };
        let not_saved = || untrack(|| words.say(|labels| &labels.not_saved));
        say(notifications.announcer, Urgency::Assertive, reason.unwrap_or_else(not_saved));
    });
}

fn say(announcer: Announcer, urgency: Urgency, text: String) {
    announcer.say(urgency, announcement(PANEL, text));
}

fn announcement(number: u64, text: String) -> Announcement {
    Announcement::Toast { toast: number, text, is_burst: false }
}
