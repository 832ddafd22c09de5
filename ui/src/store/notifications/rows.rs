use super::numbered::Numbered;
use super::{Filter, NotificationId, NotificationStore, View};

/// One line of a list.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Row {
    /// A day begins, or rather ends: the newest is first.
    Day(Day),
    /// Several of a day that are about the same.
    Group {
        /// By what it is told apart from others.
        key: RowKey,
        /// The newest of them, which says what they are about.
        latest: NotificationId,
        /// How many there are.
        count: usize,
        /// How many of them are unread.
        unread: usize,
        /// Whether its members follow.
        is_open: bool,
    },
    /// A notification.
    Notification {
        /// Which.
        id: NotificationId,
        /// Whether it is a member of the open group above it.
        is_member: bool,
    },
}

/// By what a row is told apart from others, whatever is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum RowKey {
    /// The heading of the day that begins at this moment, in milliseconds since 1970.
    Day(i64),
    /// A group: the day, and a number that stands for the subject.
    Group(i64, u64),
    /// A notification.
    Notification(NotificationId),
}

/// A day where the user is: from one midnight to the next, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Day {
    /// When it begins.
    pub starts_at: f64,
    /// When the next one begins.
    pub ends_at: f64,
}

/// How a list is laid out in rows.
///
/// Without days and groups there is one row for each notification.
///
/// # Examples
///
/// ```
/// use bellwire_ui::notifications::{Day, Row, Rows};
/// use bellwire_ui::{NotificationContent, NotificationStore, Toast};
///
/// let mut store = NotificationStore::default();
/// for hour in [1.0, 2.0, 30.0] {
///     let content = NotificationContent::from(Toast::info("New bid"));
///     store.add(content.subject("job/5"), hour * 3_600_000.0);
/// }
/// let rows = Rows::default().by_day(&Day::utc).by_subject(&[]).list(&store);
/// let [Row::Day(second), Row::Notification { .. }, Row::Day(first), Row::Group { count, .. }] =
///     rows[..]
/// else {
///     panic!("{rows:?}");
/// };
/// assert_eq!((second.starts_at, first.starts_at, count), (86_400_000.0, 0.0, 2));
/// ```
#[derive(Clone, Copy)]
#[must_use = "call `list` for the rows"]
pub struct Rows<'a> {
    filter: &'a Filter,
    view: View,
    day_of: Option<&'a dyn Fn(f64) -> Day>,
    open: Option<&'a [RowKey]>,
}

impl<'a> Rows<'a> {
    /// Lists what meets a filter; what is in the inbox unless given.
    pub fn of(mut self, filter: &'a Filter) -> Self {
        self.filter = filter;
        self
    }

    /// Lists what a view shows; all unless given.
    pub fn seen_through(mut self, view: View) -> Self {
        self.view = view;
        self
    }

    /// Puts a heading above each day. `day_of` says in which day a moment lies, and is asked once
    /// for each day.
    pub fn by_day(mut self, day_of: &'a dyn Fn(f64) -> Day) -> Self {
        self.day_of = Some(day_of);
        self
    }

    /// Puts those of a day that are about the same into a group, where the latest of them is. The
    /// members of those groups that are `open` follow.
    pub fn by_subject(mut self, open: &'a [RowKey]) -> Self {
        self.open = Some(open);
        self
    }

    /// The rows, newest first: one walk through the list, whatever is grouped.
    #[must_use]
    pub fn list(self, store: &NotificationStore) -> Vec<Row> {
        let mut rows = Vec::new();
        let mut section = Section::default();
        let mut day = None::<Day>;
        for one in self.view.shown(store, self.filter) {
            let is_same = day.is_some_and(|day| day.contains(one.received_at));
            if let Some(day_of) = self.day_of.filter(|_| !is_same) {
                section.flush(day, self.open, &mut rows);
                let new = day_of(one.received_at);
                rows.push(Row::Day(new));
                day = Some(new);
            }
            let subject = one.subject_hash.filter(|_| self.open.is_some());
            section.add(one.id, !one.is_read, subject);
        }
        section.flush(day, self.open, &mut rows);
        rows
    }
}

impl Default for Rows<'_> {
    fn default() -> Self {
        Self { filter: &Filter::All, view: View::default(), day_of: None, open: None }
    }
}

impl std::fmt::Debug for Rows<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rows").field("filter", &self.filter).finish_non_exhaustive()
    }
}

impl Row {
    /// By what it is told apart from others.
    #[must_use]
    pub fn key(&self) -> RowKey {
        match self {
            Self::Day(day) => RowKey::Day(day.number()),
            Self::Group { key, .. } => *key,
            Self::Notification { id, .. } => RowKey::Notification(*id),
        }
    }
}

impl Day {
    /// The day in which a moment lies where clocks show universal time.
    #[must_use]
    pub fn utc(moment: f64) -> Self {
        const LENGTH: f64 = 86_400_000.0;
        let starts_at = (moment / LENGTH).floor() * LENGTH;
        Self { starts_at, ends_at: starts_at + LENGTH }
    }

    fn contains(&self, moment: f64) -> bool {
        self.starts_at <= moment && moment < self.ends_at
    }

    /// A cast from float saturates.
    fn number(&self) -> i64 {
        self.starts_at as i64
    }
}

/// What goes below one heading.
#[derive(Default)]
struct Section {
    slots: Vec<Slot>,
    /// The first of each subject.
    heads: Numbered<u64, usize>,
}

struct Slot {
    id: NotificationId,
    subject: Option<u64>,
    /// The next one about the same.
    next: Option<usize>,
    /// What a first one knows of all that follow it; nothing in the others.
    group: Option<Group>,
}

struct Group {
    count: usize,
    unread: usize,
    last: usize,
}

impl Section {
    fn add(&mut self, id: NotificationId, is_unread: bool, subject: Option<u64>) {
        let index = self.slots.len();
        let head = match subject {
            Some(subject) => *self.heads.entry(subject).or_insert(index),
            None => index,
        };
        let is_head = head == index;
        let group =
            is_head.then_some(Group { count: 1, unread: usize::from(is_unread), last: index });
        self.slots.push(Slot { id, subject, next: None, group });
        if is_head {
            return;
        }
        let Some(group) = self.slots.get_mut(head).and_then(|head| head.group.as_mut()) else {
            return;
        };
        group.count += 1;
        group.unread += usize::from(is_unread);
        let last = std::mem::replace(&mut group.last, index);
        if let Some(last) = self.slots.get_mut(last) {
            last.next = Some(index);
        }
    }

    fn flush(&mut self, day: Option<Day>, open: Option<&[RowKey]>, rows: &mut Vec<Row>) {
        let day = day.map_or(0, |day| day.number());
        for slot in &self.slots {
            let Some(group) = &slot.group else { continue };
            let Some(subject) = slot.subject.filter(|_| group.count > 1) else {
                rows.push(Row::Notification { id: slot.id, is_member: false });
                continue;
            };
            let key = RowKey::Group(day, subject);
            let is_open = open.is_some_and(|open| open.contains(&key));
            let Group { count, unread, .. } = *group;
            rows.push(Row::Group { key, latest: slot.id, count, unread, is_open });
            let mut member = Some(slot).filter(|_| is_open);
            while let Some(Slot { id, next, .. }) = member {
                rows.push(Row::Notification { id: *id, is_member: true });
                member = next.and_then(|next| self.slots.get(next));
            }
        }
        self.slots.clear();
        self.heads.clear();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::notifications::Change;
    use crate::{NotificationContent, Toast};

    const HOUR: f64 = 3_600_000.0;

    fn add(store: &mut NotificationStore, hour: f64, subject: &str) -> NotificationId {
        store.add(NotificationContent::from(Toast::info("x")).subject(subject), hour * HOUR)
    }

    fn id(row: &Row) -> Option<NotificationId> {
        match row {
            Row::Notification { id, .. } => Some(*id),
            Row::Day(_) | Row::Group { .. } => None,
        }
    }

    #[test]
    fn those_of_a_day_about_the_same_are_one_row_until_it_is_opened() {
        let mut store = NotificationStore::default();
        let old = add(&mut store, 1.0, "job/5");
        let first = add(&mut store, 25.0, "job/5");
        let between = add(&mut store, 26.0, "job/6");
        let last = add(&mut store, 27.0, "job/5");
        let alone = add(&mut store, 28.0, "");
        store.begin(Change::Read, [first]);

        let closed = Rows::default().by_day(&Day::utc).by_subject(&[]).list(&store);
        let key = closed[2].key();
        let group = Row::Group { key, latest: last, count: 2, unread: 1, is_open: false };
        let single = |id| Row::Notification { id, is_member: false };
        let (today, yesterday) = (Row::Day(Day::utc(27.0 * HOUR)), Row::Day(Day::utc(0.0)));
        assert_eq!(closed, [today, single(alone), group, single(between), yesterday, single(old)]);

        let open = Rows::default().by_day(&Day::utc).by_subject(&[key]).list(&store);
        let member = |id| Row::Notification { id, is_member: true };
        assert_eq!(open[2], Row::Group { key, latest: last, count: 2, unread: 1, is_open: true });
        assert_eq!(open[3..6], [member(last), member(first), single(between)]);

        let newer = add(&mut store, 29.0, "job/5");
        let rows = Rows::default().by_day(&Day::utc).by_subject(&[]).list(&store);
        let group = Row::Group { key, latest: newer, count: 3, unread: 2, is_open: false };
        assert_eq!(rows[1], group, "it is the same group, and comes first");
    }

    #[test]
    fn a_filter_leaves_out_days_on_which_nothing_is_left() {
        let mut store = NotificationStore::default();
        let archived = add(&mut store, 1.0, "a");
        let kept = add(&mut store, 30.0, "a");
        store.begin(Change::Archive, [archived]);
        let rows = Rows::default().by_day(&Day::utc).list(&store);
        assert_eq!(rows.iter().filter_map(id).collect::<Vec<_>>(), [kept]);
        assert_eq!(rows.len(), 2);
        let rows = Rows::default().of(&Filter::Archived).list(&store);
        assert_eq!(rows, [Row::Notification { id: archived, is_member: false }]);
    }

    #[test]
    fn a_day_is_asked_for_once() {
        let mut store = NotificationStore::default();
        for hour in 0..72 {
            add(&mut store, f64::from(hour), "");
        }
        let asked = std::cell::Cell::new(0);
        let day_of = |moment| {
            asked.set(asked.get() + 1);
            Day::utc(moment)
        };
        assert_eq!(Rows::default().by_day(&day_of).list(&store).len(), 75);
        assert_eq!(asked.get(), 3);
    }

    proptest! {
        #[test]
        fn every_notification_is_there_once_and_every_key_too(
            all in proptest::collection::vec((0..100_u8, 0..4_u8), 0..60),
            opened in any::<bool>(),
        ) {
            let mut store = NotificationStore::default();
            for (hour, subject) in all {
                let subject = ["", "a", "b", "c"][usize::from(subject)];
                add(&mut store, f64::from(hour), subject);
            }
            let closed = Rows::default().by_day(&Day::utc).by_subject(&[]).list(&store);
            let groups = closed.iter().filter(|row| matches!(row, Row::Group { .. }));
            let open: Vec<_> = groups.map(Row::key).filter(|_| opened).collect();
            let rows = Rows::default().by_day(&Day::utc).by_subject(&open).list(&store);

            let mut keys: Vec<_> = rows.iter().map(Row::key).collect();
            keys.sort_unstable();
            keys.dedup();
            prop_assert_eq!(keys.len(), rows.len());
            let (mut shown, mut hidden) = (0, 0);
            for row in &rows {
                match row {
                    Row::Notification { .. } => shown += 1,
                    Row::Group { count, is_open: false, .. } => hidden += count,
                    Row::Day(_) | Row::Group { .. } => {}
                }
            }
            prop_assert_eq!(shown + hidden, store.len());
            let days = rows.iter().filter_map(|row| match row {
                Row::Day(day) => Some(day.starts_at),
                Row::Group { .. } | Row::Notification { .. } => None,
            });
            prop_assert!(days.collect::<Vec<_>>().is_sorted_by(|a, b| a > b));
        }
    }
}
