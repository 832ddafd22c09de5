use leptos::prelude::*;

use crate::{Notification, UseNotifications, use_notifications};

/// The notifications about one job; see [`use_job_updates`].
#[derive(Clone, Copy, Debug)]
pub struct UseJobUpdates {
    notifications: UseNotifications,
    job_id: Signal<u64>,
}

/// Returns what the server's inbox has about one job; see [`use_inbox`](crate::use_inbox).
///
/// # Examples
///
/// ```no_run
/// use bellwire_ui::use_job_updates;
/// use leptos::prelude::*;
///
/// #[component]
/// fn JobNews(#[prop(into)] job: Signal<u64>) -> impl IntoView {
///     let updates = use_job_updates(job);
///     view! { <p>{move || updates.unread()} " news about this job"</p> }
/// }
/// ```
///
/// # Panics
///
/// Panics outside of [`provide_realtime`](crate::provide_realtime).
#[must_use]
pub fn use_job_updates(job_id: impl Into<Signal<u64>>) -> UseJobUpdates {
    UseJobUpdates { notifications: use_notifications(), job_id: job_id.into() }
}

impl UseJobUpdates {
    /// All of them, newest first; reactive.
    #[must_use]
    pub fn all(&self) -> Vec<Notification> {
        let job_id = self.job_id.get();
        self.notifications.with(|all| all.about_job(job_id).cloned().collect())
    }

    /// How many are unread; reactive.
    #[must_use]
    pub fn unread(&self) -> usize {
        let job_id = self.job_id.get();
        self.notifications.with(|all| all.about_job(job_id).filter(|one| !one.is_read).count())
    }

    /// Marks all of them as read, such as when the user looks at the job.
    pub fn mark_all_read(&self) {
        let Some(job_id) = self.job_id.try_get_untracked() else { return };
        let unread = self.notifications.peek(|all| -> Vec<_> {
            all.about_job(job_id).filter(|one| !one.is_read).map(|one| one.id).collect()
        });
        unread.into_iter().flatten().for_each(|id| self.notifications.mark_read(id));
    }
}
