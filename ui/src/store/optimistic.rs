use std::fmt;

/// What the server has confirmed, and what the user has changed since, as if it were confirmed
/// already.
///
/// Changes are applied in the order in which they were made, anew on each value that comes from
/// the server: neither side loses anything. So a change says what is to be, such as "it is mine",
/// rather than a difference, such as "one more": the value that it is applied to may hold it
/// already.
///
/// # Examples
///
/// ```
/// use bellwire_ui::Optimistic;
///
/// let mut job = Optimistic::new(Some("open".to_owned()));
/// let accepted = job.begin(|job: &mut String| *job = "accepted".into());
/// assert_eq!(job.value().as_deref(), Some("accepted"));
/// job.roll_back(accepted);
/// assert_eq!(job.value().as_deref(), Some("open"));
/// ```
pub struct Optimistic<T> {
    confirmed: Option<T>,
    changes: Vec<Change<T>>,
    last_id: u64,
}

/// The number of a change; a later one has a larger number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChangeId(u64);

struct Change<T> {
    id: ChangeId,
    make: Box<dyn Fn(&mut T) + Send + Sync>,
    /// The server has taken it, and the confirmed value is older than that.
    is_settled: bool,
}

impl<T> Optimistic<T> {
    /// What the server has said, if anything.
    pub fn new(confirmed: Option<T>) -> Self {
        Self { confirmed, changes: Vec::new(), last_id: 0 }
    }

    /// Changes the value, before the server has taken the change.
    pub fn begin(&mut self, change: impl Fn(&mut T) + Send + Sync + 'static) -> ChangeId {
        self.last_id += 1;
        let id = ChangeId(self.last_id);
        self.changes.push(Change { id, make: Box::new(change), is_settled: false });
        id
    }

    /// The server has taken a change. It stays until the next value that the server confirms, so
    /// that nothing flickers.
    pub fn settle(&mut self, id: ChangeId) {
        if let Some(change) = self.changes.iter_mut().find(|change| change.id == id) {
            change.is_settled = true;
        }
        self.fold();
    }

    /// The server has not taken a change: it was never made.
    pub fn roll_back(&mut self, id: ChangeId) {
        self.changes.retain(|change| change.id != id || change.is_settled);
        self.fold();
    }

    /// The server has said what is so; nothing, when it is no longer known. What it has taken is in
    /// there, and what it has not is made anew.
    pub fn confirm(&mut self, confirmed: Option<T>) {
        self.confirmed = confirmed;
        self.changes.retain(|change| !change.is_settled);
    }

    /// Whether the server has yet to take a change.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.changes.iter().any(|change| !change.is_settled)
    }

    /// The first ones, while they are settled, will not be undone and need not be kept.
    fn fold(&mut self) {
        let settled = self.changes.iter().take_while(|change| change.is_settled).count();
        for change in self.changes.drain(..settled) {
            if let Some(confirmed) = &mut self.confirmed {
                (change.make)(confirmed);
            }
        }
    }
}

impl<T: Clone> Optimistic<T> {
    /// What is to be shown: what is confirmed, with all changes made.
    #[must_use]
    pub fn value(&self) -> Option<T> {
        let mut value = self.confirmed.clone()?;
        for change in &self.changes {
            (change.make)(&mut value);
        }
        Some(value)
    }
}

impl<T> Default for Optimistic<T> {
    fn default() -> Self {
        Self::new(None)
    }
}

impl<T: fmt::Debug> fmt::Debug for Optimistic<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let changes: Vec<_> = self.changes.iter().map(|change| change.id).collect();
        f.debug_struct("Optimistic")
            .field("confirmed", &self.confirmed)
            .field("changes", &changes)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A value that remembers what was done to it, in order.
    type Log = Vec<u32>;

    fn log(entries: &[u32]) -> Optimistic<Log> {
        Optimistic::new(Some(entries.to_vec()))
    }

    fn append(entry: u32) -> impl Fn(&mut Log) + Send + Sync {
        move |log| log.push(entry)
    }

    fn shown(optimistic: &Optimistic<Log>) -> Log {
        optimistic.value().unwrap()
    }

    #[test]
    fn a_change_is_seen_at_once() {
        let mut log = log(&[1]);
        log.begin(append(2));
        assert_eq!(shown(&log), [1, 2]);
        assert!(log.is_pending());
    }

    #[test]
    fn what_is_rolled_back_goes_from_between_the_others() {
        let mut log = log(&[]);
        let [one, two, three] = [1, 2, 3].map(|entry| log.begin(append(entry)));
        log.roll_back(two);
        assert_eq!(shown(&log), [1, 3]);
        log.roll_back(one);
        log.roll_back(three);
        assert_eq!(shown(&log), [0; 0]);
        assert!(!log.is_pending());
    }

    #[test]
    fn what_is_settled_stays_until_the_server_s_next_word() {
        let mut log = log(&[1]);
        let two = log.begin(append(2));
        log.settle(two);
        assert_eq!(shown(&log), [1, 2]);
        assert!(!log.is_pending());
        log.confirm(Some(vec![1, 20]));
        assert_eq!(shown(&log), [1, 20]);
    }

    #[test]
    fn a_word_of_the_server_in_between_loses_no_change() {
        let mut log = log(&[1]);
        let two = log.begin(append(2));
        log.confirm(Some(vec![7]));
        assert_eq!(shown(&log), [7, 2]);
        log.roll_back(two);
        assert_eq!(shown(&log), [7]);
    }

    #[test]
    fn what_is_settled_is_not_undone() {
        let mut log = log(&[]);
        let [one, two] = [1, 2].map(|entry| log.begin(append(entry)));
        log.settle(two);
        log.roll_back(two);
        assert_eq!(shown(&log), [1, 2]);
        log.roll_back(one);
        assert_eq!(shown(&log), [2]);
    }

    #[test]
    fn what_is_no_longer_known_is_not_made_up() {
        let mut log = log(&[1]);
        let two = log.begin(append(2));
        log.begin(append(3));
        log.confirm(None);
        assert_eq!(log.value(), None);
        log.settle(two);
        log.confirm(Some(vec![2]));
        assert_eq!(shown(&log), [2, 3]);
    }

    #[test]
    fn settled_changes_are_not_kept() {
        let mut log = log(&[]);
        for entry in 0..100 {
            let id = log.begin(append(entry));
            log.settle(id);
        }
        assert_eq!(log.changes.len(), 0);
        assert_eq!(shown(&log).len(), 100);
    }

    #[cfg(not(target_family = "wasm"))]
    mod properties {
        use proptest::prelude::*;

        use super::*;

        #[derive(Clone, Copy, Debug)]
        enum Step {
            Begin,
            /// Of the changes made so far, one.
            Settle(usize),
            RollBack(usize),
            Confirm(Option<u32>),
        }

        /// How each change ends.
        #[derive(Clone, Copy, Debug, PartialEq)]
        enum End {
            Open,
            Settled,
            Gone,
        }

        fn step() -> impl Strategy<Value = Step> {
            prop_oneof![
                3 => Just(Step::Begin),
                2 => any::<usize>().prop_map(Step::Settle),
                2 => any::<usize>().prop_map(Step::RollBack),
                1 => any::<Option<u32>>().prop_map(Step::Confirm),
            ]
        }

        /// Remembers everything and recomputes everything.
        #[derive(Default)]
        struct Model {
            confirmed: Option<Log>,
            changes: Vec<(u32, End)>,
        }

        impl Model {
            fn value(&self) -> Option<Log> {
                let mut log = self.confirmed.clone()?;
                let made = self.changes.iter().filter(|(_, end)| *end != End::Gone);
                log.extend(made.map(|(entry, _)| entry));
                Some(log)
            }

            fn end(&mut self, index: usize, end: End) {
                if self.changes[index].1 == End::Open {
                    self.changes[index].1 = end;
                }
            }

            fn confirm(&mut self, confirmed: Option<Log>) {
                self.confirmed = confirmed;
                for (_, end) in &mut self.changes {
                    if *end == End::Settled {
                        *end = End::Gone;
                    }
                }
            }
        }

        proptest! {
            #[test]
            fn it_shows_what_was_said_and_done(steps in prop::collection::vec(step(), 0..60)) {
                let mut model = Model::default();
                let mut log = Optimistic::<Log>::default();
                let mut ids = Vec::new();
                for step in steps {
                    match step {
                        Step::Begin => {
                            let entry = ids.len() as u32;
                            ids.push(log.begin(append(entry)));
                            model.changes.push((entry, End::Open));
                        }
                        Step::Settle(which) if !ids.is_empty() => {
                            log.settle(ids[which % ids.len()]);
                            model.end(which % ids.len(), End::Settled);
                        }
                        Step::RollBack(which) if !ids.is_empty() => {
                            log.roll_back(ids[which % ids.len()]);
                            model.end(which % ids.len(), End::Gone);
                        }
                        Step::Settle(_) | Step::RollBack(_) => {}
                        Step::Confirm(entry) => {
                            let confirmed = entry.map(|entry| vec![entry]);
                            log.confirm(confirmed.clone());
                            model.confirm(confirmed);
                        }
                    }
                    prop_assert_eq!(log.value(), model.value());
                    let is_pending = model.changes.iter().any(|(_, end)| *end == End::Open);
                    prop_assert_eq!(log.is_pending(), is_pending);
                }
                // Once all has met its end, the server has the last word.
                for (index, id) in ids.into_iter().enumerate() {
                    if index % 2 == 0 { log.settle(id) } else { log.roll_back(id) }
                }
                log.confirm(Some(vec![42]));
                prop_assert_eq!(log.value(), Some(vec![42]));
                prop_assert!(!log.is_pending());
            }

            #[test]
            fn what_is_rolled_back_leaves_no_trace(
                is_kept in prop::collection::vec(any::<bool>(), 0..20),
                settle_first in any::<bool>(),
            ) {
                let (mut with, mut without) = (log(&[7]), log(&[7]));
                let (mut kept, mut undone) = (Vec::new(), Vec::new());
                for (entry, is_kept) in (0..).zip(is_kept) {
                    let id = with.begin(append(entry));
                    if is_kept {
                        kept.push((id, without.begin(append(entry))));
                    } else {
                        undone.push(id);
                    }
                }
                if settle_first {
                    kept.iter().for_each(|(id, _)| with.settle(*id));
                }
                undone.into_iter().for_each(|id| with.roll_back(id));
                kept.iter().for_each(|(id, _)| with.settle(*id));
                kept.iter().for_each(|(_, id)| without.settle(*id));
                prop_assert_eq!(with.value(), without.value());
                prop_assert_eq!(with.changes.len(), 0);
            }
        }
    }
}
