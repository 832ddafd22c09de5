use bellwire::ConnectionStatus;
use leptos::prelude::*;

use super::use_notification_source::SourceSlot;
use crate::clockwork::use_frames;
use crate::notifications::{Change, Filter, Paging};
use crate::page;
use crate::realtime::TellServer;
use crate::{
    Notification, NotificationContent, NotificationEntry, NotificationId, NotificationStore,
    use_realtime,
};

/// The notifications of the user; see [`use_notifications`].
#[derive(Clone, Copy)]
pub struct UseNotifications {
    inbox: RwSignal<NotificationStore>,
    tell_server: TellServer,
    source: SourceSlot,
    status: ReadSignal<ConnectionStatus>,
}

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
/// Panics outside of [`provide_realtime`](crate::provide_realtime).
#[must_use]
pub fn use_notifications() -> UseNotifications {
    let realtime = use_realtime();
    UseNotifications {
        inbox: realtime.inbox,
        tell_server: realtime.tell_server,
        source: realtime.source,
        status: realtime.status(),
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
        let inbox = self.inbox;
        let frame = use_frames(move || inbox.track());
        let seen = Memo::new(move |_| {
            frame.track();
            inbox.with_untracked(&look)
        });
        seen.into()
    }

    /// Looks at the notifications from outside of the view; `None` once the provider is gone.
    pub(crate) fn peek<T>(&self, look: impl FnOnce(&NotificationStore) -> T) -> Option<T> {
        self.inbox.try_with_untracked(look)
    }
}

/// What the application does.
impl UseNotifications {
    /// Adds one of the page's own, without showing a toast.
    pub fn add(&self, content: impl Into<NotificationContent>) {
        let content = content.into();
        self.inbox.try_update(|inbox| inbox.add(content, page::wall_clock()));
    }

    /// Takes in what a server says of a notification, without showing a toast. Returns whether it
    /// is news.
    pub fn receive(&self, entry: NotificationEntry) -> bool {
        self.inbox.try_update(|inbox| inbox.learn(entry)).unwrap_or_default()
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

    fn change(&self, change: Change, ids: &[NotificationId]) {
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
        let Some(tell) = self.tell_server.try_get_value().flatten() else {
            self.inbox.try_update(|inbox| inbox.change_here(change, ids));
            return;
        };
        let hears = self.status.try_with_untracked(ConnectionStatus::is_connected);
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
