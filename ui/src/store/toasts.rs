use std::time::Duration;

use bellwire::Instant;

use super::Toast;

/// How many toasts are shown at once; the others wait for their turn.
const VISIBLE: usize = 3;
/// How long a toast takes to leave the screen.
const LEAVING: Duration = Duration::from_millis(200);
/// How many toasts wait. Beyond that the oldest that waits is left out: it is in the bell.
const WAITING: usize = 100;
/// What a toast has left at least when it is no longer held: time to look back at it.
const GRACE: Duration = Duration::from_secs(1);

/// The toasts on the screen and those that wait for a place there.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use bellwire::Instant;
/// use bellwire_ui::{Toast, ToastStore};
///
/// let mut toasts = ToastStore::default();
/// let id = toasts.show(Instant::ZERO, Toast::success("Saved"));
/// assert_eq!(toasts.len(), 1);
/// toasts.dismiss(Instant::ZERO, id);
/// toasts.handle_timeout(Instant::ZERO + Duration::from_secs(1));
/// assert!(toasts.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToastStore {
    last_id: u64,
    /// Oldest first.
    toasts: Vec<Entry>,
    /// Reasons to stop the clocks: the pointer, the focus, the hidden page.
    holds: u32,
}

/// The number of a toast; a later one has a larger number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ToastId(u64);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    id: ToastId,
    toast: Toast,
    phase: Phase,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// No place is free.
    Waiting,
    /// On the screen; `None` stays until it is dismissed.
    Running { ends_at: Option<Instant> },
    /// On the screen; its clock stands still.
    Held { remaining: Option<Duration> },
    /// On its way out.
    Leaving { gone_at: Instant },
}

/// A toast that is on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ShownToast {
    pub(crate) id: ToastId,
    pub(crate) toast: Toast,
    pub(crate) stage: Stage,
}

/// Whether a toast stays or goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Present,
    Leaving,
}

impl ToastStore {
    /// Shows a toast, or queues it while all places are taken.
    pub fn show(&mut self, now: Instant, toast: Toast) -> ToastId {
        self.last_id += 1;
        let id = ToastId(self.last_id);
        self.toasts.push(Entry { id, toast, phase: Phase::Waiting });
        self.forget_the_oldest_that_wait();
        self.fill_places(now);
        id
    }

    /// Replaces what a toast says and starts its clock afresh. Returns whether it was still there.
    pub fn update(&mut self, now: Instant, id: ToastId, toast: Toast) -> bool {
        let is_held = self.is_held();
        let Some(entry) = self.toasts.iter_mut().find(|entry| entry.id == id) else { return false };
        match entry.phase {
            Phase::Leaving { .. } => return false,
            Phase::Waiting => {}
            Phase::Running { .. } | Phase::Held { .. } => {
                entry.phase = Phase::begin(now, &toast, is_held);
            }
        }
        entry.toast = toast;
        true
    }

    /// Takes a toast off the screen or out of the queue.
    pub fn dismiss(&mut self, now: Instant, id: ToastId) {
        self.toasts.retain(|entry| entry.id != id || entry.phase != Phase::Waiting);
        if let Some(entry) = self.toasts.iter_mut().find(|entry| entry.id == id) {
            entry.leave(now);
        }
        self.fill_places(now);
    }

    /// Takes all toasts off the screen and out of the queue.
    pub fn dismiss_all(&mut self, now: Instant) {
        self.toasts.retain(|entry| entry.phase != Phase::Waiting);
        for entry in &mut self.toasts {
            entry.leave(now);
        }
    }

    /// Stops all clocks, until [`ToastStore::release`] is called as often as this.
    pub fn hold(&mut self, now: Instant) {
        self.holds += 1;
        for entry in &mut self.toasts {
            if let Phase::Running { ends_at } = entry.phase {
                let remaining = ends_at.map(|ends_at| ends_at.since(now));
                entry.phase = Phase::Held { remaining };
            }
        }
    }

    /// Lets the clocks go on once nobody holds them any more.
    pub fn release(&mut self, now: Instant) {
        self.holds = self.holds.saturating_sub(1);
        if self.is_held() {
            return;
        }
        for entry in &mut self.toasts {
            if let Phase::Held { remaining } = entry.phase {
                let ends_at = remaining.map(|remaining| now + remaining.max(GRACE));
                entry.phase = Phase::Running { ends_at };
            }
        }
    }

    /// Does what is due: ends toasts, and gives their places to those that wait.
    pub fn handle_timeout(&mut self, now: Instant) {
        for entry in &mut self.toasts {
            if matches!(entry.phase, Phase::Running { ends_at: Some(ends_at) } if ends_at <= now) {
                entry.leave(now);
            }
        }
        self.toasts
            .retain(|entry| !matches!(entry.phase, Phase::Leaving { gone_at } if gone_at <= now));
        self.fill_places(now);
    }

    /// The moment at which [`ToastStore::handle_timeout`] has something to do.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.toasts
            .iter()
            .filter_map(|entry| match entry.phase {
                Phase::Running { ends_at } => ends_at,
                Phase::Leaving { gone_at } => Some(gone_at),
                Phase::Waiting | Phase::Held { .. } => None,
            })
            .min()
    }

    /// What was shown since the toast numbered `after`, oldest first.
    pub(crate) fn newer_than(&self, after: ToastId) -> impl Iterator<Item = (ToastId, &Toast)> {
        self.toasts
            .iter()
            .filter(move |entry| entry.id > after)
            .map(|entry| (entry.id, &entry.toast))
    }

    /// How many toasts there are, shown or waiting.
    #[must_use]
    pub fn len(&self) -> usize {
        self.toasts.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.toasts.is_empty()
    }

    /// The toasts on the screen, newest first.
    pub(crate) fn shown(&self) -> Vec<ShownToast> {
        self.toasts
            .iter()
            .rev()
            .filter_map(|entry| {
                let stage = match entry.phase {
                    Phase::Waiting => return None,
                    Phase::Running { .. } | Phase::Held { .. } => Stage::Present,
                    Phase::Leaving { .. } => Stage::Leaving,
                };
                Some(ShownToast { id: entry.id, toast: entry.toast.clone(), stage })
            })
            .collect()
    }

    fn is_held(&self) -> bool {
        self.holds > 0
    }

    fn fill_places(&mut self, now: Instant) {
        let is_held = self.is_held();
        let mut present = self
            .toasts
            .iter()
            .filter(|entry| matches!(entry.phase, Phase::Running { .. } | Phase::Held { .. }))
            .count();
        for entry in &mut self.toasts {
            if present >= VISIBLE {
                return;
            }
            if entry.phase == Phase::Waiting {
                entry.phase = Phase::begin(now, &entry.toast, is_held);
                present += 1;
            }
        }
    }

    fn forget_the_oldest_that_wait(&mut self) {
        let waiting = |entry: &Entry| entry.phase == Phase::Waiting;
        if self.toasts.iter().filter(|entry| waiting(entry)).count() > WAITING
            && let Some(oldest) = self.toasts.iter().position(waiting)
        {
            self.toasts.remove(oldest);
        }
    }
}

impl Phase {
    fn begin(now: Instant, toast: &Toast, is_held: bool) -> Self {
        let lifetime = toast.lifetime();
        match is_held {
            true => Self::Held { remaining: lifetime },
            false => Self::Running { ends_at: lifetime.map(|lifetime| now + lifetime) },
        }
    }
}

impl Entry {
    fn leave(&mut self, now: Instant) {
        if !matches!(self.phase, Phase::Leaving { .. }) {
            self.phase = Phase::Leaving { gone_at: now + LEAVING };
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const fn at(millis: u64) -> Instant {
        Instant::from_elapsed(Duration::from_millis(millis))
    }

    fn titles(store: &ToastStore) -> Vec<String> {
        store.shown().into_iter().map(|shown| shown.toast.title).collect()
    }

    #[test]
    fn a_toast_leaves_after_its_time() {
        let mut store = ToastStore::default();
        store.show(at(0), Toast::success("a"));
        assert_eq!(store.poll_timeout(), Some(at(5_000)));
        store.handle_timeout(at(4_999));
        assert_eq!(store.shown()[0].stage, Stage::Present);
        store.handle_timeout(at(5_000));
        assert_eq!(store.shown()[0].stage, Stage::Leaving);
        store.handle_timeout(at(5_200));
        assert!(store.is_empty());
        assert_eq!(store.poll_timeout(), None);
    }

    #[test]
    fn the_fourth_waits_for_a_place_and_has_its_full_time_then() {
        let mut store = ToastStore::default();
        for (millis, title) in [(0, "a"), (100, "b"), (200, "c"), (300, "d")] {
            store.show(at(millis), Toast::success(title));
        }
        assert_eq!(titles(&store), ["c", "b", "a"]);
        store.handle_timeout(at(5_000));
        assert_eq!(titles(&store), ["d", "c", "b", "a"], "a is leaving");
        store.handle_timeout(at(5_200));
        store.handle_timeout(at(9_999));
        assert_eq!(titles(&store), ["d"]);
    }

    #[test]
    fn a_held_toast_keeps_its_remaining_time() {
        let mut store = ToastStore::default();
        store.show(at(0), Toast::success("a"));
        store.hold(at(2_000));
        store.hold(at(2_500));
        assert_eq!(store.poll_timeout(), None);
        store.release(at(60_000));
        assert_eq!(store.poll_timeout(), None, "still held by the other");
        store.release(at(70_000));
        assert_eq!(store.poll_timeout(), Some(at(73_000)));
    }

    #[test]
    fn a_toast_that_was_nearly_over_leaves_time_to_look_back() {
        let mut store = ToastStore::default();
        store.show(at(0), Toast::success("a"));
        store.hold(at(4_990));
        store.release(at(10_000));
        assert_eq!(store.poll_timeout(), Some(at(11_000)));
    }

    #[test]
    fn an_update_keeps_the_place_and_starts_the_clock_afresh() {
        let mut store = ToastStore::default();
        let id = store.show(at(0), Toast::info("Saving…").until_dismissed());
        store.show(at(0), Toast::info("b"));
        assert!(store.update(at(1_000), id, Toast::success("Saved")));
        assert_eq!(titles(&store), ["b", "Saved"]);
        store.dismiss(at(1_000), id);
        assert!(!store.update(at(1_000), id, Toast::success("Saved")));
    }

    #[test]
    fn a_flood_stays_bounded_and_keeps_the_newest() {
        let mut store = ToastStore::default();
        for number in 0..10_000 {
            store.show(at(0), Toast::success(number.to_string()));
        }
        assert_eq!(store.len(), VISIBLE + WAITING);
        store.dismiss_all(at(0));
        store.handle_timeout(at(200));
        assert!(store.is_empty());
    }

    proptest! {
        #[test]
        fn whatever_happens_few_are_shown_and_all_leave(
            steps in proptest::collection::vec((0..6_u8, 0..20_u64, 0..3_000_u64), 1..80),
        ) {
            let mut store = ToastStore::default();
            let mut now = at(0);
            for (step, id, millis) in steps {
                now = now + Duration::from_millis(millis);
                match step {
                    0 | 1 => drop(store.show(now, Toast::success("x"))),
                    2 => store.dismiss(now, ToastId(id)),
                    3 => store.hold(now),
                    4 => store.release(now),
                    _ => store.handle_timeout(now),
                }
                let present =
                    store.shown().iter().filter(|toast| toast.stage == Stage::Present).count();
                prop_assert!(present <= VISIBLE);
                store.handle_timeout(now);
                prop_assert!(store.poll_timeout().is_none_or(|due| due > now), "due for ever");
            }
            while store.is_held() {
                store.release(now);
            }
            while let Some(due) = store.poll_timeout() {
                now = due;
                store.handle_timeout(now);
            }
            prop_assert!(store.is_empty());
        }
    }
}
