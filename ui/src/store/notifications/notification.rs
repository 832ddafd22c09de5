use bellwire::inbox::Priority;

use super::changes::{Facts, Failure};
use super::inbox::Remote;
use super::{Actor, NotificationAction, NotificationContent};
use crate::{Severity, Toast};

/// The number of a notification; one that was learnt of later has a larger number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NotificationId(pub(super) u64);

impl NotificationId {
    pub(crate) fn number(self) -> u64 {
        self.0
    }
}

/// Something that has happened. Everything is text; nothing is read as HTML.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Notification {
    /// Its number.
    pub id: NotificationId,
    /// How serious it is.
    pub severity: Severity,
    /// How urgent it is.
    pub priority: Priority,
    /// What sort of news it is, such as `bid_received`.
    pub kind: Option<String>,
    /// An emoji, or another short text.
    pub icon: Option<String>,
    /// What happened.
    pub title: String,
    /// The line below the title.
    pub description: Option<String>,
    /// The small line at the end.
    pub detail: Option<String>,
    /// Where a click leads.
    pub link: Option<String>,
    /// Who has done it.
    pub actor: Option<Actor>,
    /// The key of what it is about, such as `job/5`: notifications are grouped by it.
    pub subject: Option<String>,
    /// What the user calls that which it is about.
    pub subject_title: Option<String>,
    /// What the user can do about it; two at most.
    pub actions: Vec<NotificationAction>,
    /// When it happened, arrived, or came back after a rest, in milliseconds since 1970.
    pub received_at: f64,
    /// Whether it has been before the user's eyes.
    pub is_seen: bool,
    /// Whether the user has read it.
    pub is_read: bool,
    /// Where the user has put it.
    pub place: Place,
    /// What the server could not be told about it.
    pub failure: Option<Failure>,
    /// The job it is about, if the server's inbox says so.
    pub job_id: Option<u64>,
    /// What is shown as long as nothing is pending: the server's word, and what only the page
    /// knows.
    pub(super) kept: Facts,
    /// The number of its subject, which is cheaper to compare than the text.
    pub(super) subject_hash: Option<u64>,
    /// Where it comes from a server: its other half there.
    pub(super) remote: Option<Remote>,
}

/// Where a notification is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Place {
    /// Among what is new.
    #[default]
    Inbox,
    /// Out of sight, for good.
    Archived,
    /// Out of sight, for a while.
    Snoozed {
        /// When it comes back, in milliseconds since 1970.
        until: f64,
    },
}

impl Notification {
    pub(super) fn new(
        id: NotificationId,
        content: NotificationContent,
        received_at: f64,
        facts: Facts,
    ) -> Self {
        Self {
            id,
            severity: content.severity,
            priority: content.priority,
            kind: content.kind,
            icon: content.icon,
            title: content.title,
            description: content.description,
            detail: content.detail,
            link: content.link,
            actor: content.actor,
            subject_hash: content.subject.as_deref().map(hash),
            subject: content.subject,
            subject_title: content.subject_title,
            actions: content.actions,
            received_at,
            is_seen: facts.is_seen,
            is_read: facts.is_read,
            place: facts.place,
            failure: None,
            job_id: None,
            kept: facts,
            remote: None,
        }
    }

    /// What a toast says of it.
    pub(crate) fn to_toast(&self) -> Toast {
        let mut toast = Toast::new(self.severity, self.title.as_str());
        toast.icon = self.icon.clone();
        toast.description = self.description.clone();
        toast.detail = self.detail.clone();
        toast.link = self.link.clone();
        toast
    }

    /// A name that it has on all pages that show it: the server's, or what it says.
    pub(crate) fn tag(&self) -> String {
        match &self.remote {
            Some(remote) => format!("bellwire-{}", remote.name),
            None => {
                let description = self.description.as_deref().unwrap_or_default();
                format!("bellwire:{:x}", hash(&format!("{}\n{description}", self.title)))
            }
        }
    }

    /// Whether it is before the user, and unread.
    pub(crate) fn is_news(&self) -> bool {
        !self.is_read && self.place == Place::Inbox
    }

    /// What is shown of it.
    pub(super) fn facts(&self) -> Facts {
        Facts { is_seen: self.is_seen, is_read: self.is_read, place: self.place }
    }

    pub(super) fn show(&mut self, facts: Facts) {
        Facts { is_seen: self.is_seen, is_read: self.is_read, place: self.place } = facts;
    }
}

impl NotificationId {
    /// Its number as text, such as for the `id` of an element.
    #[must_use]
    pub fn as_u64(self) -> u64 {
        self.0
    }
}

/// FNV-1a: as good as another where nobody gains from two subjects with the same number.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
