use super::{Notification, NotificationStore, Place};

/// Which notifications a list shows.
///
/// # Examples
///
/// ```
/// use bellwire_ui::notifications::Filter;
/// use bellwire_ui::{NotificationContent, NotificationStore, Toast};
///
/// let mut store = NotificationStore::default();
/// store.add(NotificationContent::from(Toast::info("New bid")).kind("bid"), 0.0);
/// store.add(Toast::info("Maintenance tonight"), 1.0);
/// assert_eq!(store.count(&Filter::All), 2);
/// assert_eq!(store.count(&Filter::Kind("bid".into())), 1);
/// assert_eq!(store.count(&Filter::Archived), 0);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Filter {
    /// All that are in the inbox.
    #[default]
    All,
    /// What is unread in the inbox.
    Unread,
    /// What was archived.
    Archived,
    /// What comes back.
    Snoozed,
    /// What is in the inbox and of a kind, such as `bid_received`.
    Kind(String),
}

impl Filter {
    /// Whether a list shows a notification.
    #[must_use]
    pub fn matches(&self, one: &Notification) -> bool {
        match self {
            Self::All => one.place == Place::Inbox,
            Self::Unread => one.place == Place::Inbox && !one.is_read,
            Self::Archived => one.place == Place::Archived,
            Self::Snoozed => matches!(one.place, Place::Snoozed { .. }),
            Self::Kind(kind) => one.place == Place::Inbox && one.kind.as_ref() == Some(kind),
        }
    }
}

impl NotificationStore {
    /// How many a list shows, of those that are known here.
    #[must_use]
    pub fn count(&self, filter: &Filter) -> usize {
        match filter {
            Filter::All => self.counts.inbox.all,
            Filter::Unread => self.counts.inbox.unread,
            Filter::Archived => self.counts.archived,
            Filter::Snoozed => self.counts.snoozed.len(),
            Filter::Kind(kind) => self.counts.of_kind(kind).all,
        }
    }

    /// How many of those that a list shows are unread, of those that are known here; none outside
    /// of the inbox.
    #[must_use]
    pub fn unread_in(&self, filter: &Filter) -> usize {
        match filter {
            Filter::All | Filter::Unread => self.counts.inbox.unread,
            Filter::Archived | Filter::Snoozed => 0,
            Filter::Kind(kind) => self.counts.of_kind(kind).unread,
        }
    }
}
