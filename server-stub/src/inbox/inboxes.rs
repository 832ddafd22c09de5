use std::sync::{Mutex, MutexGuard, PoisonError};

use bellwire_demo_api::{JobId, JobStatusUpdate, UserId};
use bellwire_protocol::inbox::RecentNotifications;

use super::draft::Draft;
use super::registry::Registry;
use crate::timestamp;

/// The inboxes of all users, and everybody who listens to one or to a job.
#[derive(Debug, Default)]
pub(crate) struct Inboxes {
    registry: Mutex<Registry>,
}

impl Inboxes {
    /// Tells a user that something has happened, now or whenever the user comes.
    pub(crate) fn notify(&self, user: UserId, draft: Draft) {
        self.registry().notify(user, draft, timestamp::now());
    }

    /// Tells the parties of a job who are connected that it is a step further.
    pub(crate) fn tell_job(&self, job: JobId, update: &JobStatusUpdate) {
        self.registry().tell_job(job, update);
    }

    /// All that a user has, the newest first.
    pub(crate) fn notifications(&self, user: UserId) -> RecentNotifications {
        RecentNotifications { notifications: self.registry().entries(user).cloned().collect() }
    }

    /// Ends every connection.
    pub(crate) fn close_all(&self) {
        self.registry().close_all();
    }

    /// A thread that panicked within has left everything whole: every change is one step.
    pub(super) fn registry(&self) -> MutexGuard<'_, Registry> {
        self.registry.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
