use std::sync::Arc;
use std::time::Duration;

use bellwire::{ConnectionStatus, clock};
use leptos::prelude::*;

use super::use_notification_source::SourceSlot;
use crate::announcer::{Announcer, provide_announcer};
use crate::clockwork::{use_alarm, use_frames};
use crate::derived::Derived;
use crate::notifications::{Change, Filter, Paging};
use crate::page;
use crate::store::Marked;
use crate::{
    Notification, NotificationContent, NotificationEntry, NotificationId, NotificationStore, Toast,
};

/// The notifications of the user; see [`use_notifications`].
#[derive(Clone, Copy)]
pub struct UseNotifications {
    pub(crate) inbox: RwSignal<NotificationStore>,
    pub(crate) tell_server: StoredValue<Option<TellServer>>,
    pub(crate) source: SourceSlot,
    pub(crate) show_news: StoredValue<Option<ShowNews>>,
    news_listeners: StoredValue<NewsListeners>,
    pub(crate) announcer: Announcer,
}

/// Tells the inbox's server what the user has read, where the notifications are the server's.
#[derive(Clone)]
pub(crate) struct TellServer {
    pub(crate) tell: Arc<dyn Fn(Marked) + Send + Sync>,
    pub(crate) status: ReadSignal<ConnectionStatus>,
}

/// Shows news in a toast, where there is a place for toasts.
pub(crate) type ShowNews = Arc<dyn Fn(Toast) + Send + Sync>;

/// Whoever hears of news, each with a number.
type NewsListeners = Vec<(u64, Arc<dyn Fn(NotificationId) + Send + Sync>)>;

/// Returns the notifications of the user: what happened, and what the user has made of it.
///
/// They come from rules (see [`use_notification_rules`](crate::use_notification_rules)), from the
/// server's inbox (see [`use_inbox`](crate::use_inbox)), from a server of the application's own
/// (see [`use_notification_source`](crate::use_notification_source)), or from the application
/// itself.
///
/// Whatever the user does shows at once. The server is told where a notification comes from there,
/// and where it could not be told, all is as before, and [`Notification::failure`] says so.
///
/// # Panics
///
/// Panics outside of [`provide_notifications`](crate::provide_notifications) and
/// [`provide_realtime`](crate::provide_realtime).
#[must_use]
pub fn use_notifications() -> UseNotifications {
    expect_context()
}

impl UseNotifications {
    pub(crate) fn new() -> Self {
        let notifications = Self {
            inbox: RwSignal::new(NotificationStore::default()),
            tell_server: StoredValue::new(None),
            source: StoredValue::new(None),
            show_news: StoredValue::new(None),
            news_listeners: StoredValue::default(),
            announcer: provide_announcer(),
        };
        notifications.wake_what_rests();
        notifications
    }

    /// Puts what was put to rest back into the inbox when its time has come, and shows it as news.
    fn wake_what_rests(self) {
        let inbox = self.inbox;
        let wake_at = Derived::new(move |_| inbox.with(NotificationStore::poll_wake));
        let rung = RwSignal::new(());
        use_alarm(
            move || {
                // A timer may ring too early, when it is set for longer than a browser counts.
                rung.track();
                let wait = wake_at.get()? - page::wall_clock();
                Some(clock::now() + Duration::from_millis(wait.max(0.0) as u64 + 1))
            },
            move || {
                let woken = inbox.try_update(|inbox| {
                    let woken = inbox.wake(page::wall_clock());
                    woken
                        .into_iter()
                        .filter_map(|id| Some((id, inbox.get(id)?.to_toast())))
                        .collect::<Vec<_>>()
                });
                for (id, toast) in woken.into_iter().flatten() {
                    self.tell_user(id, Some(toast));
                }
                rung.notify();
            },
        );
    }

    /// Tells the user that something has come: in a toast, if it is to be one, or else in a word;
    /// and whoever listens for news.
    pub(crate) fn tell_user(&self, id: NotificationId, toast: Option<Toast>) {
        let show = self.show_news.try_get_value().flatten();
        match (show, toast) {
            (Some(show), Some(toast)) => show(toast),
            _ => self.announcer.say_arrived(),
        }
        self.tell_listeners(id);
    }

    fn tell_listeners(&self, id: NotificationId) {
        // A listener may end itself, or another.
        for (_, listener) in self.news_listeners.try_get_value().unwrap_or_default() {
            listener(id);
        }
    }
}

/// What there is.
impl UseNotifications {
    /// Looks at the notifications where they are; reactive.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use bellwire_ui::use_notifications;
    /// use leptos::prelude::*;
    ///
    /// #[component]
    /// fn Latest() -> impl IntoView {
    ///     let notifications = use_notifications();
    ///     let title = move || {
    ///         notifications.with(|all| Some(all.notifications().next()?.title.clone()))
    ///     };
    ///     view! { <p>{title}</p> }
    /// }
    /// ```
    pub fn with<T>(&self, look: impl FnOnce(&NotificationStore) -> T) -> T {
        self.inbox.with(look)
    }

    /// A copy of all of them, wherever the user has put them, newest first; reactive. There may be
    /// 100,000: what needs some alone looks at them with [`UseNotifications::with`].
    #[must_use]
    pub fn all(&self) -> Vec<Notification> {
        self.inbox.with(|inbox| inbox.notifications().cloned().collect())
    }

    /// How many in the inbox are unread, those included which only the server has; reactive.
    #[must_use]
    pub fn unread(&self) -> usize {
        self.inbox.with(NotificationStore::unread)
    }

    /// How many in the inbox have not been before the user's eyes; reactive.
    #[must_use]
    pub fn unseen(&self) -> usize {
        self.inbox.with(NotificationStore::unseen)
    }

    /// How many a list shows, of those that are known here; reactive.
    #[must_use]
    pub fn count(&self, filter: &Filter) -> usize {
        self.inbox.with(|inbox| inbox.count(filter))
    }

    /// How far the older ones are loaded; reactive.
    #[must_use]
    pub fn paging(&self) -> Paging {
        self.inbox.with(|inbox| inbox.paging().clone())
    }

    /// Looks at the notifications whenever they have changed, but no more often than the page is
    /// drawn, ten times a second while it is hidden; for as long as the component lives. What else
    /// `look` reads is followed at once. It is for what takes a walk through all of them, such as
    /// the rows of a list.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use bellwire_ui::notifications::{Filter, Rows};
    /// use bellwire_ui::use_notifications;
    /// use leptos::prelude::*;
    ///
    /// #[component]
    /// fn Length(filter: RwSignal<Filter>) -> impl IntoView {
    ///     let rows = use_notifications()
    ///         .per_frame(move |all| filter.with(|filter| Rows::default().of(filter).list(all)));
    ///     view! { <p>{move || rows.with(Vec::len)}</p> }
    /// }
    /// ```
    pub fn per_frame<T: PartialEq + Send + Sync + 'static>(
        &self,
        look: impl Fn(&NotificationStore) -> T + Send + Sync + 'static,
    ) -> Signal<T> {
        let (inbox, frame) = (self.inbox, self.frames());
        let seen = Memo::new(move |_| {
            frame.track();
            inbox.with_untracked(&look)
        });
        seen.into()
    }

    /// Changes whenever they have changed, but no more often than the page is drawn.
    pub(crate) fn frames(&self) -> RwSignal<()> {
        let inbox = self.inbox;
        use_frames(move || inbox.track())
    }

    /// Looks at the notifications from outside of the view; `None` once the provider is gone.
    pub(crate) fn peek<T>(&self, look: impl FnOnce(&NotificationStore) -> T) -> Option<T> {
        self.inbox.try_with_untracked(look)
    }
}

/// What the application does.
impl UseNotifications {
    /// Adds one of the page's own, without showing a toast. It is said aloud that something has come.
    pub fn add(&self, content: impl Into<NotificationContent>) {
        let content = content.into();
        let added = self.inbox.try_update(|inbox| inbox.add(content, page::wall_clock()));
        if let Some(id) = added {
            self.tell_user(id, None);
        }
    }

    /// Takes in what a server says of a notification, without showing a toast. Returns whether it
    /// is news.
    pub fn receive(&self, entry: NotificationEntry) -> bool {
        let name = entry.name().clone();
        let learnt = self.inbox.try_update(|inbox| {
            let is_new = inbox.learn(entry);
            let id = inbox.find(&name).filter(|_| is_new);
            (is_new, id.filter(|id| inbox.get(*id).is_some_and(Notification::is_news)))
        });
        let (is_new, news) = learnt.unwrap_or_default();
        if let Some(id) = news {
            self.tell_listeners(id);
        }
        is_new
    }

    /// Calls `listener` with each notification that is news, for as long as the component lives:
    /// whatever the user is told of, in a toast or aloud, what comes back after a rest, and what is
    /// received unread. What rules and inboxes keep to the bell alone is none, and neither is what
    /// was there before.
    ///
    /// It is called at once, however fast news comes.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use bellwire_ui::use_notifications;
    /// use leptos::prelude::*;
    ///
    /// #[component]
    /// fn Ticker() -> impl IntoView {
    ///     let notifications = use_notifications();
    ///     let latest = RwSignal::new(None);
    ///     notifications.on_news(move |id| latest.set(Some(id)));
    ///     let title = move || {
    ///         notifications.with(|all| Some(all.get(latest.get()?)?.title.clone()))
    ///     };
    ///     view! { <p>{title}</p> }
    /// }
    /// ```
    pub fn on_news(&self, listener: impl Fn(NotificationId) + Send + Sync + 'static) {
        let listeners = self.news_listeners;
        let number = listeners.try_update_value(|listeners| {
            let number = listeners.last().map_or(0, |(last, _)| last + 1);
            listeners.push((number, Arc::new(listener)));
            number
        });
        on_cleanup(move || {
            // The provider may be going as well.
            listeners.try_update_value(|all| all.retain(|(other, _)| Some(*other) != number));
        });
    }

    /// Forgets one, such as when the server has it no more. The server is not told.
    pub fn remove(&self, id: NotificationId) {
        self.inbox.try_update(|inbox| inbox.remove(id));
    }

    /// Loads older ones from the source, unless it has no more or is at it.
    pub fn load_more(&self) {
        if let Some(source) = self.source.try_get_value().flatten() {
            source.load_more();
        }
    }

    /// Loads the newest from the source again, such as when the user asks for it.
    pub fn refresh(&self) {
        if let Some(source) = self.source.try_get_value().flatten() {
            source.refresh();
        }
    }

    /// Forgets all.
    pub fn clear(&self) {
        self.inbox.try_update(NotificationStore::clear);
    }
}

/// What the user does.
impl UseNotifications {
    /// Marks one as read.
    pub fn mark_read(&self, id: NotificationId) {
        self.change(Change::Read, &[id]);
    }

    /// Marks one as unread.
    pub fn mark_unread(&self, id: NotificationId) {
        self.change(Change::Unread, &[id]);
    }

    /// Notes that some were before the user's eyes.
    pub fn mark_seen(&self, ids: impl IntoIterator<Item = NotificationId>) {
        let ids: Vec<_> = ids.into_iter().collect();
        self.change(Change::Seen, &ids);
    }

    /// Marks all as read. An inbox that has no connection hears of those that are known here: what
    /// else it has, nobody has seen.
    pub fn mark_all_read(&self) {
        self.change(Change::ReadAll, &[]);
    }

    /// Puts one out of the inbox, read.
    pub fn archive(&self, id: NotificationId) {
        self.change(Change::Archive, &[id]);
    }

    /// Puts one back from the archive into the inbox.
    pub fn unarchive(&self, id: NotificationId) {
        self.change(Change::Unarchive, &[id]);
    }

    /// Puts all out of the inbox, read.
    pub fn archive_all(&self) {
        self.change(Change::ArchiveAll, &[]);
    }

    /// Puts those out of the inbox that were read.
    pub fn archive_read(&self) {
        self.change(Change::ArchiveRead, &[]);
    }

    /// Puts one out of the inbox until a moment, in milliseconds since 1970, when it comes back as
    /// news.
    pub fn snooze(&self, id: NotificationId, until: f64) {
        self.change(Change::Snooze { until }, &[id]);
    }

    /// Puts one back into the inbox before its time.
    pub fn unsnooze(&self, id: NotificationId) {
        self.change(Change::Unsnooze, &[id]);
    }

    /// Tries again what the server could not be told about one.
    pub fn retry(&self, id: NotificationId) {
        let failed = self.inbox.try_update(|inbox| inbox.take_failure(id)).flatten();
        if let Some(change) = failed {
            self.change(change, &[id]);
        }
    }

    /// Has one no longer say that the server could not be told.
    pub fn dismiss_failure(&self, id: NotificationId) {
        self.inbox.try_update(|inbox| inbox.dismiss_failure(id));
    }

    /// Tries again what the server could not be told about all at once; see
    /// [`NotificationStore::failure_of_all`].
    pub fn retry_all(&self) {
        let failed = self.inbox.try_update(NotificationStore::take_failure_of_all).flatten();
        if let Some(change) = failed {
            self.change(change, &[]);
        }
    }

    /// Says no longer that the server could not be told about all at once.
    pub fn dismiss_failure_of_all(&self) {
        self.inbox.try_update(NotificationStore::dismiss_failure_of_all);
    }

    /// Makes a change to some, or to all where it is about all.
    pub(crate) fn change(&self, change: Change, ids: &[NotificationId]) {
        // Whoever looks at the list is not woken for nothing.
        if self.peek(|inbox| inbox.is_changed_by(change, ids)) != Some(true) {
            return;
        }
        let source = self.source.try_get_value().flatten().filter(|it| it.hears_changes());
        if let Some(source) = source {
            let begun = self.inbox.try_update(|inbox| inbox.begin(change, ids.iter().copied()));
            if let Some(pending) = begun.flatten() {
                source.tell(pending);
            }
            return;
        }
        let Some(TellServer { tell, status }) = self.tell_server.try_get_value().flatten() else {
            self.inbox.try_update(|inbox| inbox.change_here(change, ids));
            return;
        };
        let hears = status.try_with_untracked(ConnectionStatus::is_connected);
        let hears = hears.unwrap_or_default();
        let marked = self.inbox.try_update(|inbox| inbox.mark(change, ids, hears));
        marked.into_iter().flatten().for_each(|marked| tell(marked));
    }
}

impl std::fmt::Debug for UseNotifications {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UseNotifications").finish_non_exhaustive()
    }
}
