use super::{Filter, Notification, NotificationId, NotificationStore};

/// What a reader is shown of a list that grows at its top: all, or nothing newer than when they
/// began to read.
///
/// # Examples
///
/// ```
/// use bellwire_ui::notifications::{Filter, View};
/// use bellwire_ui::{NotificationStore, Toast};
///
/// let mut store = NotificationStore::default();
/// store.add(Toast::info("first"), 1.0);
/// let mut view = View::default();
/// view.hold(&store);
/// store.add(Toast::info("second"), 2.0);
/// assert_eq!(view.held_back(&store, &Filter::All), 1);
/// view.release();
/// assert_eq!(view.held_back(&store, &Filter::All), 0);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct View {
    held: Option<Newest>,
}

/// The newest that is shown. It stays a line in time when the notification itself has gone.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Newest {
    received_at: f64,
    id: NotificationId,
}

impl View {
    /// Shows nothing that is newer than what there is now; until [`View::release`], the first time
    /// counts.
    pub fn hold(&mut self, store: &NotificationStore) {
        if self.held.is_none() {
            let newest = store.notifications().next();
            self.held =
                newest.map(|newest| Newest { received_at: newest.received_at, id: newest.id });
        }
    }

    /// Shows all.
    pub fn release(&mut self) {
        self.held = None;
    }

    /// Whether what is new is held back.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.held.is_some()
    }

    /// How many of a list are held back. It looks at no others than these.
    #[must_use]
    pub fn held_back(&self, store: &NotificationStore, filter: &Filter) -> usize {
        let newer = store.notifications().take(self.newer(store));
        newer.filter(|one| filter.matches(one)).count()
    }

    /// What is shown of a list, newest first.
    pub fn shown<'a>(
        &self,
        store: &'a NotificationStore,
        filter: &'a Filter,
    ) -> impl Iterator<Item = &'a Notification> {
        let shown = store.notifications().skip(self.newer(store));
        shown.filter(|one| filter.matches(one))
    }

    fn newer(&self, store: &NotificationStore) -> usize {
        self.held.map_or(0, |newest| store.newer_than_moment(newest.received_at, newest.id))
    }
}

impl NotificationStore {
    /// How many are newer than one, wherever they are; none where it is not kept any more. It does
    /// not depend on how many there are.
    #[must_use]
    pub fn newer_than(&self, id: NotificationId) -> usize {
        self.get(id).map_or(0, |one| self.newer_than_moment(one.received_at, id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Toast;
    use crate::notifications::Change;

    #[test]
    fn what_arrives_while_somebody_reads_is_held_back() {
        let mut store = NotificationStore::default();
        let first = store.add(Toast::info("1"), 1.0);
        let second = store.add(Toast::info("2"), 2.0);
        let mut view = View::default();
        view.hold(&store);
        store.add(Toast::info("3"), 3.0);
        view.hold(&store);
        store.add(Toast::info("4"), 4.0);
        store.add(Toast::info("late"), 0.5);
        let shown = |view: &View, store: &NotificationStore| -> Vec<String> {
            view.shown(store, &Filter::All).map(|one| one.title.clone()).collect()
        };
        assert_eq!(view.held_back(&store, &Filter::All), 2, "the first time counts");
        assert_eq!(shown(&view, &store), ["2", "1", "late"]);
        assert_eq!((store.newer_than(second), store.newer_than(first)), (2, 3));

        store.begin(Change::Archive, [second]);
        store.remove(second);
        assert_eq!(view.held_back(&store, &Filter::All), 2, "the line stays");
        assert_eq!(view.held_back(&store, &Filter::Archived), 0);
        view.release();
        assert_eq!(shown(&view, &store), ["4", "3", "1", "late"]);
    }

    #[test]
    fn what_comes_back_while_somebody_reads_is_held_back_too() {
        let mut store = NotificationStore::default();
        let id = store.add(Toast::info("1"), 1.0);
        store.add(Toast::info("2"), 2.0);
        store.begin(Change::Snooze { until: 9.0 }, [id]);
        let mut view = View::default();
        view.hold(&store);
        assert_eq!(store.wake(9.0), [id]);
        assert_eq!(view.held_back(&store, &Filter::All), 1);
    }
}
