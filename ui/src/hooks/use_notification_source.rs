use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bellwire::clock;
use leptos::prelude::*;

use crate::notifications::{Cursor, PageRequest, Pending};
use crate::realtime::until_cleanup;
use crate::{NotificationPage, NotificationStore, Realtime, UseNotifications, use_notifications};

/// A server of the application's own that keeps notifications: how older ones are had, and how it
/// is told what the user does with them. See [`use_notification_source`].
#[derive(Default)]
#[must_use = "a source works once it is given to `use_notification_source`"]
pub struct NotificationSource {
    pages: Option<LoadPage>,
    changes: Option<TellChange>,
}

/// An answer to wait for, or why there is none.
type Answer<T> = Pin<Box<dyn Future<Output = Result<T, String>>>>;
type LoadPage = Box<dyn Fn(Option<Cursor>) -> Answer<NotificationPage> + Send + Sync>;
type TellChange = Box<dyn Fn(Pending) -> Answer<()> + Send + Sync>;

impl NotificationSource {
    /// A source that has no pages and hears of nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// How a page is loaded: the newest ones where there is no cursor, and otherwise what follows
    /// it. An error is what the user reads.
    pub fn pages<F>(mut self, load: impl Fn(Option<Cursor>) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<NotificationPage, String>> + 'static,
    {
        self.pages = Some(Box::new(move |after| Box::pin(load(after))));
        self
    }

    /// How the server is told what the user does. An error takes the change back, and is what the
    /// user reads.
    pub fn changes<F>(mut self, tell: impl Fn(Pending) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<(), String>> + 'static,
    {
        self.changes = Some(Box::new(move |pending| Box::pin(tell(pending))));
        self
    }
}

impl fmt::Debug for NotificationSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NotificationSource")
            .field("pages", &self.pages.is_some())
            .field("changes", &self.changes.is_some())
            .finish()
    }
}

/// Fills the bell from a server of the application's own, and tells it what the user does, for as
/// long as the component lives.
///
/// The newest page is loaded at once, again wherever messages may have been missed, and older ones
/// as they are wanted. The server is asked and told one thing after another, in the order in which
/// the user did it: so what it counts is what it was told. Something that never ends holds up all
/// that follows; let it end with an error after a while.
///
/// What the server sends in the meantime goes in by [`UseNotifications::receive`]. It may come from
/// an inbox as well (see [`use_inbox`](crate::use_inbox)); where the source hears of changes, the
/// inbox is not told of them.
///
/// Its place is beside [`provide_realtime`](crate::provide_realtime), once. While one lives,
/// another does nothing.
///
/// # Examples
///
/// ```no_run
/// use bellwire_ui::notifications::Change;
/// use bellwire_ui::{NotificationPage, NotificationSource, use_notification_source};
/// use leptos::prelude::*;
///
/// # async fn fetch(url: &str) -> Result<NotificationPage, String> { Err(url.into()) }
/// # async fn post(url: String) -> Result<(), String> { Err(url) }
/// #[component]
/// fn Bell() -> impl IntoView {
///     let source = NotificationSource::new()
///         .pages(|after| async move {
///             let after = after.as_ref().map_or("", |cursor| cursor.as_str());
///             fetch(&format!("/api/notifications?{after}")).await
///         })
///         .changes(|pending| async move {
///             match pending.change {
///                 Change::ReadAll => post("/api/notifications/read-all".into()).await,
///                 change => {
///                     for id in pending.notifications {
///                         post(format!("/api/notifications/{id}/{change:?}")).await?;
///                     }
///                     Ok(())
///                 }
///             }
///         });
///     use_notification_source(source);
/// }
/// ```
///
/// # Panics
///
/// Panics outside of both.
///
/// [`UseNotifications::receive`]: crate::UseNotifications::receive
pub fn use_notification_source(source: NotificationSource) {
    let UseNotifications { source: slot, inbox, .. } = use_notifications();
    if slot.with_value(Option::is_some) {
        return;
    }
    let worker = Arc::new(Worker { source, inbox, work: StoredValue::new(Work::default()) });
    slot.set_value(Some(worker.clone()));
    let refresher = worker.clone();
    if let Some(realtime) = use_context::<Realtime>() {
        until_cleanup([realtime.client().on_gap(move |_| refresher.refresh())]);
    }
    on_cleanup(move || {
        // The provider may be going as well.
        slot.try_set_value(None);
        inbox.try_update(NotificationStore::forget_inbox);
    });
    worker.load_more();
}

/// Asks and tells the server, one thing after another.
pub(crate) struct Worker {
    source: NotificationSource,
    inbox: RwSignal<NotificationStore>,
    /// It goes with the component, and what is left to do goes with it.
    work: StoredValue<Work>,
}

/// The source that is at work, if there is one.
pub(crate) type SourceSlot = StoredValue<Option<Arc<Worker>>>;

#[derive(Default)]
struct Work {
    is_busy: bool,
    tasks: VecDeque<Task>,
}

enum Task {
    Load(PageRequest),
    Refresh,
    Tell(Pending),
}

impl Worker {
    pub(crate) fn hears_changes(&self) -> bool {
        self.source.changes.is_some()
    }

    pub(crate) fn tell(self: &Arc<Self>, pending: Pending) {
        self.add(Task::Tell(pending));
    }

    pub(crate) fn load_more(self: &Arc<Self>) {
        if self.source.pages.is_none() {
            return;
        }
        let request = self.inbox.try_update(NotificationStore::begin_page).flatten();
        if let Some(request) = request {
            self.add(Task::Load(request));
        }
    }

    /// However often, the newest page is loaded once after the last time.
    pub(crate) fn refresh(self: &Arc<Self>) {
        if self.source.pages.is_some() {
            self.add(Task::Refresh);
        }
    }

    fn add(self: &Arc<Self>, task: Task) {
        let is_idle = self.work.try_update_value(|work| {
            let is_double = matches!(task, Task::Refresh)
                && work.tasks.iter().any(|waiting| matches!(waiting, Task::Refresh));
            if !is_double {
                work.tasks.push_back(task);
            }
            !std::mem::replace(&mut work.is_busy, true)
        });
        if is_idle == Some(true) {
            let worker = self.clone();
            spawn(Box::pin(async move {
                while let Some(task) = worker.next() {
                    worker.run(task).await;
                }
            }));
        }
    }

    fn next(&self) -> Option<Task> {
        let task = self.work.try_update_value(|work| {
            let task = work.tasks.pop_front();
            work.is_busy = task.is_some();
            task
        });
        task.flatten()
    }

    async fn run(&self, task: Task) {
        match task {
            Task::Load(request) => self.load(request).await,
            Task::Refresh => {
                let request = self.inbox.try_update(NotificationStore::begin_refresh);
                if let Some(request) = request {
                    self.load(request).await;
                }
            }
            Task::Tell(pending) => {
                let Some(tell) = &self.source.changes else { return };
                let id = pending.id;
                let told = tell(pending).await;
                self.inbox.try_update(|inbox| {
                    match told {
                        Ok(()) => inbox.settle(id),
                        Err(words) => inbox.fail(id, Some(words)),
                    }
                    // An inbox on a socket may not have said how many are left.
                    inbox.ask_soon(clock::now());
                });
            }
        }
    }

    async fn load(&self, request: PageRequest) {
        let Some(load) = &self.source.pages else { return };
        let page = load(request.after.clone()).await;
        self.inbox.try_update(|inbox| match page {
            Ok(page) => inbox.add_page(&request, page),
            Err(words) => inbox.fail_page(&request, words),
        });
    }
}

#[cfg(target_family = "wasm")]
fn spawn(task: Pin<Box<dyn Future<Output = ()>>>) {
    leptos::task::spawn_local(task);
}

/// Nothing is loaded where there is no browser.
#[cfg(not(target_family = "wasm"))]
fn spawn(_task: Pin<Box<dyn Future<Output = ()>>>) {}
