use std::sync::Arc;

use bellwire::inbox::{
    AllNotificationsRead, GetUnreadCount, InboxEntry, MarkAllRead, MarkRead, NewNotification,
    NotificationRead, RecentNotifications, UnreadCount,
};
use bellwire::{Client, Event, Outcome, Payload, clock};
use leptos::prelude::*;
use serde::Serialize;

use super::TellServer;
use crate::clockwork::use_alarm;
use crate::labels::Words;
use crate::page;
use crate::realtime::until_cleanup;
use crate::store::Marked;
use crate::{BellLabels, InboxRules, NotificationStore, Realtime, Toast, UseToaster, use_realtime};

/// Fills the bell from the inbox that the server keeps, and shows what is new in toasts, for as long as
/// the component lives.
///
/// The client speaks [`Protocol::inbox`](bellwire::Protocol). What the user marks as read counts as read
/// at once. It is sent when there is a connection, sent again if that was lost on the way, and counts
/// as unread again, with a toast that says so, if it could not be sent. What the server says is put
/// together in whatever order it comes; where it does not say how many are unread, it is asked.
///
/// Its place is beside [`provide_realtime`](crate::provide_realtime), once: a server says what it has
/// kept when a connection begins. While one lives, another does nothing.
///
/// # Examples
///
/// ```no_run
/// use bellwire::{Client, Protocol, TokenError};
/// use bellwire_ui::{InboxRules, NotificationBell, Toaster, provide_realtime, use_inbox};
/// use leptos::prelude::*;
///
/// async fn fetch_token() -> Result<String, TokenError> {
///     Ok("from your server".to_owned())
/// }
///
/// #[component]
/// fn App(user: u64) -> impl IntoView {
///     let client = Client::builder(format!("/ws/notifications/{user}/"))
///         .protocol(Protocol::inbox())
///         .token_provider(fetch_token)
///         .build()
///         .expect("the URL is a path");
///     client.connect();
///     provide_realtime(client);
///     use_inbox(InboxRules::new());
///     view! { <NotificationBell/> <Toaster/> }
/// }
/// ```
///
/// # Panics
///
/// Panics outside of [`provide_realtime`](crate::provide_realtime).
pub fn use_inbox(rules: InboxRules) {
    let realtime = use_realtime();
    let tell_server = realtime.notifications.tell_server;
    if tell_server.with_value(Option::is_some) {
        return;
    }
    let inbox = Arc::new(Inbox { realtime: realtime.clone(), rules, words: Words::new(None) });
    let store = realtime.notifications.inbox;
    if realtime.client().status().is_connected() {
        store.update(|store| store.ask_now(clock::now()));
    }
    until_cleanup([
        on(&inbox, |inbox, RecentNotifications { notifications }| {
            notifications.iter().rev().for_each(|entry| inbox.recall(entry));
            let again = inbox.update(NotificationStore::handle_recalled).unwrap_or_default();
            again.into_iter().for_each(|marked| inbox.tell(marked));
        }),
        on(&inbox, |inbox, NewNotification { notification }| inbox.receive(&notification)),
        on(&inbox, |inbox, NotificationRead { notification_id }| {
            inbox.update(|store| store.handle_read(clock::now(), &notification_id));
        }),
        on(&inbox, |inbox, AllNotificationsRead {}| {
            inbox.update(|store| store.handle_all_read(clock::now()));
        }),
        on(&inbox, |inbox, UnreadCount { count }| {
            inbox.update(|store| store.handle_unread_count(count));
        }),
    ]);
    let asker = realtime.client().clone();
    use_alarm(
        move || store.with(NotificationStore::poll_timeout),
        move || {
            let is_due = store.try_update(|store| store.handle_timeout(clock::now()));
            if is_due == Some(true) {
                // It has nothing that JSON could not hold.
                let _ = asker.send(&GetUnreadCount {});
            }
        },
    );
    let tell = Arc::new(move |marked| inbox.tell(marked));
    tell_server.set_value(Some(TellServer { tell, status: realtime.status() }));
    on_cleanup(move || {
        // The provider may be going as well.
        tell_server.try_set_value(None);
        store.try_update(NotificationStore::forget_inbox);
    });
}

/// The server's inbox, as it is shown here.
struct Inbox {
    realtime: Realtime,
    rules: InboxRules,
    words: Words<BellLabels>,
}

fn on<E>(
    inbox: &Arc<Inbox>,
    handler: impl Fn(&Inbox, E) + Send + Sync + 'static,
) -> bellwire::Listener
where
    E: Event + serde::de::DeserializeOwned + 'static,
{
    let inbox = inbox.clone();
    inbox.realtime.client().clone().on(move |event: E| handler(&inbox, event))
}

impl Inbox {
    fn client(&self) -> &Client {
        self.realtime.client()
    }

    fn update<T>(&self, update: impl FnOnce(&mut NotificationStore) -> T) -> Option<T> {
        self.realtime.notifications.inbox.try_update(update)
    }

    fn recall(&self, entry: &InboxEntry) {
        let (content, at) = (self.rules.content_for(entry), happened_at(entry));
        self.update(|store| store.recall(clock::now(), entry, content, at));
    }

    fn receive(&self, entry: &InboxEntry) {
        let (content, at) = (self.rules.content_for(entry), happened_at(entry));
        let is_new = self.update(|store| store.receive(clock::now(), entry, content, at));
        if is_new != Some(true) || entry.is_read {
            return;
        }
        let notifications = self.realtime.notifications;
        if self.rules.is_silent(&entry.kind) {
            notifications.announcer.say_arrived();
            return;
        }
        if let Some(id) = notifications.peek(|store| store.find(&entry.id)).flatten() {
            notifications.tell_user(id, Some(self.rules.toast_for(entry)));
        }
    }

    /// Tells the server what the user has read.
    fn tell(&self, marked: Marked) {
        match &marked {
            Marked::One(id) => self.send(&MarkRead { notification_id: id.clone() }, marked.clone()),
            Marked::All => self.send(&MarkAllRead {}, marked),
        }
    }

    fn send<E: Event + Serialize>(&self, action: &E, marked: Marked) {
        let (inbox, toaster) = (self.realtime.notifications.inbox, self.realtime.toaster);
        let words = self.words.clone();
        // What a server has named has a JSON form.
        let data = Payload::encode(action).unwrap_or_else(|_| Payload::null());
        self.client().publish_payload_then(E::NAME, None, data, move |outcome| {
            let is_sent = matches!(outcome, Outcome::Delivered | Outcome::Acknowledged);
            // All of it may be gone by now.
            inbox.try_update(|inbox| inbox.handle_outcome(clock::now(), &marked, is_sent));
            if !is_sent {
                tell_failure(toaster, &words);
            }
        });
    }
}

/// However many could not be sent, there is one toast.
fn tell_failure(toaster: UseToaster, words: &Words<BellLabels>) {
    let toast = Toast::warning(untrack(|| words.say(|labels| &labels.not_marked_read)));
    toaster.show(toast.id("bw-not-marked-as-read"));
}

/// When it was made, or arrived where the server does not say.
fn happened_at(entry: &InboxEntry) -> f64 {
    entry.created_at.as_deref().and_then(page::parse_time).unwrap_or_else(page::wall_clock)
}
