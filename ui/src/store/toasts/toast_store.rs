use std::sync::Arc;
use std::time::Duration;

use bellwire::Instant;

use super::action::{Handler, ToastAction};
use super::burst::Rate;
use super::clock::Clock;
use super::{
    Content, Patience, ReadingTime, ShownToast, Toast, ToastDurations, ToastOverflow, ToastStage,
    ToasterPosition,
};

/// How many toasts are shown at once in a place; the others wait for their turn.
const VISIBLE: usize = 3;
/// How long a toast takes to leave the screen.
const LEAVING: Duration = Duration::from_millis(200);
/// How many toasts wait. Beyond that the oldest that waits is only counted.
const WAITING: usize = 100;
/// What a toast has left at least when it is no longer held: time to look back at it.
const GRACE: Duration = Duration::from_secs(1);

/// The toasts on the screen and those that wait for a place there.
///
/// Toasts that say the same are one, with a number. More than five in a second are counted in one
/// toast, once all places are taken. What stays until it is dismissed makes room for what waits, as
/// [`ToastOverflow`] says.
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
#[derive(Clone, Debug)]
pub struct ToastStore {
    last_id: u64,
    revision: u64,
    /// Oldest first.
    entries: Vec<Entry>,
    /// Reasons to stop the clocks: the pointer, the focus, the hidden page.
    holds: u32,
    rate: Rate,
    position: ToasterPosition,
    visible: usize,
    overflow: ToastOverflow,
    patience: Patience,
    is_quiet: bool,
    closed: Vec<Closed>,
}

/// The number of a toast; a later one has a larger number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ToastId(u64);

/// Why a toast has gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CloseCause {
    /// Its time was over.
    TimedOut,
    /// The user, or the application, has dismissed it.
    Dismissed,
    /// Its button was pressed, or its link followed.
    Acted,
    /// The button was pressed that leaves things as they are.
    Cancelled,
    /// Too many waited for a place on the screen.
    Crowded,
    /// Another one has waited for its place; see [`ToastOverflow::Drop`].
    Displaced,
}

/// Whom to tell that a toast has gone, and why it has.
pub(crate) type Closed = (Handler<CloseCause>, CloseCause);

#[derive(Clone, Debug)]
struct Entry {
    id: ToastId,
    content: Content,
    /// How often it was shown.
    times: usize,
    /// Grows with each change of what it says.
    revision: u64,
    /// The revision in which it last said something else than before.
    said_anew: u64,
    lifetime: Option<Duration>,
    phase: Phase,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// No place is free.
    Waiting { was_shown: bool },
    /// On the screen.
    Running(Clock<Instant>),
    /// On the screen; its clock stands still.
    Held(Clock<Duration>),
    /// Makes room for another one, and waits then.
    SteppingBack { gone_at: Instant },
    /// On its way out.
    Leaving { gone_at: Instant },
}

impl Default for ToastStore {
    fn default() -> Self {
        Self {
            last_id: 0,
            revision: 0,
            entries: Vec::new(),
            holds: 0,
            rate: Rate::default(),
            position: ToasterPosition::default(),
            visible: VISIBLE,
            overflow: ToastOverflow::default(),
            patience: Patience::default(),
            is_quiet: false,
            closed: Vec::new(),
        }
    }
}

impl ToastStore {
    /// Shows a toast, or queues it while all places are taken.
    pub fn show(&mut self, now: Instant, toast: Toast) -> ToastId {
        if let Some(entry) = self.find_same(&toast) {
            let id = entry.id;
            let times = if toast.is_plain() { entry.times + 1 } else { 1 };
            self.replace(now, id, times, toast);
            return id;
        }
        let is_burst = self.rate.note(now);
        let id = self.next_id();
        if is_burst && toast.is_plain() && self.free_places(self.position_of(&toast)) == 0 {
            self.count(now, &toast);
        } else {
            self.push(id, Content::Toast(Arc::new(toast)), Phase::Waiting { was_shown: false });
            self.count_the_oldest_that_wait(now);
            self.fill_places(now);
        }
        id
    }

    /// Shows a toast about something that has happened elsewhere, unless the user does not want to be
    /// disturbed.
    pub fn show_news(&mut self, now: Instant, toast: Toast) -> Option<ToastId> {
        (!self.is_quiet).then(|| self.show(now, toast))
    }

    /// Replaces what a toast says and starts its clock afresh. Returns whether it was still there.
    pub fn update(&mut self, now: Instant, id: ToastId, toast: Toast) -> bool {
        let is_there = self.staying().any(|entry| entry.id == id);
        if is_there {
            self.replace(now, id, 1, toast);
        }
        is_there
    }

    /// Takes a toast off the screen or out of the queue.
    pub fn dismiss(&mut self, now: Instant, id: ToastId) {
        self.close(now, CloseCause::Dismissed, |entry| entry.id == id);
    }

    /// Takes all toasts off the screen and out of the queue.
    pub fn dismiss_all(&mut self, now: Instant) {
        self.close(now, CloseCause::Dismissed, |_| true);
    }

    /// One of a toast's buttons is pressed. Returns what it does.
    pub(crate) fn handle_pressed(
        &mut self,
        now: Instant,
        id: ToastId,
        index: usize,
    ) -> Option<Handler<()>> {
        let (_, toast) = self.iter().find(|(other, _)| *other == id)?;
        let ToastAction { kind, run, .. } = toast.actions.get(index)?.clone();
        if let Some(cause) = kind.cause() {
            self.close(now, cause, |entry| entry.id == id);
        }
        Some(run)
    }

    /// Takes a toast off the screen because what it offers was taken.
    pub(crate) fn handle_acted(&mut self, now: Instant, id: ToastId) {
        self.close(now, CloseCause::Acted, |entry| entry.id == id);
    }

    /// Where toasts appear that say nothing of it, and how many at once in a place; three unless told.
    pub fn set_layout(&mut self, now: Instant, position: ToasterPosition, visible: usize) {
        self.position = position;
        self.visible = visible.max(1);
        self.fill_places(now);
    }

    /// What becomes of toasts that stay until they are dismissed, while others wait.
    pub fn set_overflow(&mut self, now: Instant, overflow: ToastOverflow) {
        self.overflow = overflow;
        self.fill_places(now);
    }

    /// How much time the user wants for reading; counts for toasts that come from now on.
    pub fn set_reading_time(&mut self, reading_time: ReadingTime) {
        self.patience.reading = reading_time;
    }

    /// How long toasts stay that do not say it themselves; counts for toasts that come from now on.
    pub fn set_durations(&mut self, durations: ToastDurations) {
        self.patience.durations = durations;
    }

    /// Do not disturb: news are not shown in toasts while this is so. What answers to the user still is.
    pub fn set_quiet(&mut self, is_quiet: bool) {
        self.is_quiet = is_quiet;
    }

    /// Stops all clocks, until [`ToastStore::release`] is called as often as this.
    pub fn hold(&mut self, now: Instant) {
        self.holds += 1;
        for entry in &mut self.entries {
            if let Phase::Running(clock) = entry.phase {
                entry.phase = Phase::Held(clock.map(|at| at.since(now)));
            }
        }
    }

    /// Lets the clocks go on once nobody holds them any more.
    pub fn release(&mut self, now: Instant) {
        self.holds = self.holds.saturating_sub(1);
        if self.is_held() {
            return;
        }
        for entry in &mut self.entries {
            if let Phase::Held(clock) = entry.phase {
                entry.phase = Phase::Running(clock.map(|remaining| now + remaining.max(GRACE)));
            }
        }
        self.fill_places(now);
    }

    /// Does what is due: ends toasts, and gives their places to those that wait.
    pub fn handle_timeout(&mut self, now: Instant) {
        for entry in &mut self.entries {
            if matches!(entry.phase, Phase::SteppingBack { gone_at } if gone_at <= now) {
                entry.phase = Phase::Waiting { was_shown: true };
            }
        }
        self.close(
            now,
            CloseCause::TimedOut,
            |entry| matches!(entry.phase, Phase::Running(Clock::Leaves(at)) if at <= now),
        );
    }

    /// The moment at which [`ToastStore::handle_timeout`] has something to do.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.entries
            .iter()
            .filter_map(|entry| match entry.phase {
                Phase::Running(Clock::Leaves(at)) => Some(at),
                Phase::Running(Clock::IsRead(at)) => self.is_wanted(entry).then_some(at),
                Phase::Leaving { gone_at } | Phase::SteppingBack { gone_at } => Some(gone_at),
                Phase::Running(Clock::Stays) | Phase::Waiting { .. } | Phase::Held(_) => None,
            })
            .min()
    }

    /// How many toasts there are, shown or waiting.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The toasts that are there, shown or waiting, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = (ToastId, &Toast)> {
        self.staying().filter_map(|entry| match &entry.content {
            Content::Toast(toast) => Some((entry.id, toast.as_ref())),
            Content::Burst { .. } => None,
        })
    }

    /// The toasts on the screen, newest first.
    #[must_use]
    pub fn shown(&self) -> Vec<ShownToast> {
        self.entries.iter().rev().filter_map(|entry| self.look_at(entry)).collect()
    }

    /// What says something new since a revision, shown or waiting, and the revision now.
    pub(crate) fn changed_since(
        &self,
        revision: u64,
    ) -> (u64, impl Iterator<Item = (ToastId, &Content, usize)>) {
        let changed = self.staying().filter(move |entry| entry.said_anew > revision);
        (self.revision, changed.map(|entry| (entry.id, &entry.content, entry.times)))
    }

    /// Whether the clocks stand still.
    pub(crate) fn is_held(&self) -> bool {
        self.holds > 0
    }

    /// Whom to tell of toasts that have gone.
    pub(crate) fn take_closed(&mut self) -> Vec<Closed> {
        std::mem::take(&mut self.closed)
    }

    fn look_at(&self, entry: &Entry) -> Option<ShownToast> {
        let stage = match entry.phase {
            Phase::Waiting { .. } => return None,
            Phase::Running(_) | Phase::Held(_) => ToastStage::Present,
            Phase::Leaving { .. } | Phase::SteppingBack { .. } => ToastStage::Leaving,
        };
        Some(ShownToast {
            id: entry.id,
            content: entry.content.clone(),
            times: entry.times,
            revision: entry.revision,
            lifetime: entry.lifetime,
            position: entry.content.position().unwrap_or(self.position),
            stage,
        })
    }

    fn staying(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.stays())
    }

    /// The toast whose place this one takes: of the same name, or saying the same.
    fn find_same(&self, toast: &Toast) -> Option<&Entry> {
        self.staying().find(|entry| match &entry.content {
            Content::Toast(known) if toast.key.is_some() => known.key == toast.key,
            Content::Toast(known) => known.equals(toast),
            Content::Burst { .. } => false,
        })
    }

    fn replace(&mut self, now: Instant, id: ToastId, times: usize, toast: Toast) {
        self.revision += 1;
        let (patience, is_held, revision) = (self.patience, self.is_held(), self.revision);
        let Some(entry) = self.entries.iter_mut().find(|entry| entry.id == id) else { return };
        let is_back = matches!(entry.phase, Phase::Leaving { .. });
        if is_back || entry.times != times || !entry.content.says_the_same_as(&toast) {
            entry.said_anew = revision;
        }
        entry.content = Content::Toast(Arc::new(toast));
        entry.times = times;
        entry.revision = revision;
        entry.lifetime = entry.content.lifetime(patience);
        entry.phase = match entry.phase {
            // It says something that nobody has seen.
            Phase::Waiting { .. } | Phase::SteppingBack { .. } => {
                Phase::Waiting { was_shown: false }
            }
            Phase::Running(_) | Phase::Held(_) | Phase::Leaving { .. } => {
                Phase::begin(now, Clock::new(entry.lifetime, patience.reading), is_held)
            }
        };
        self.fill_places(now);
    }

    fn push(&mut self, id: ToastId, content: Content, phase: Phase) {
        self.revision += 1;
        let lifetime = content.lifetime(self.patience);
        let revision = self.revision;
        self.entries.push(Entry {
            id,
            content,
            times: 1,
            revision,
            said_anew: revision,
            lifetime,
            phase,
        });
    }

    /// Counts a toast among many others, with those of its place that wait.
    fn count(&mut self, now: Instant, toast: &Toast) {
        let position = toast.position;
        let (mut count, mut severity) = (1, toast.severity);
        self.entries.retain(|entry| match &entry.content {
            Content::Toast(waiting)
                if entry.waits(false) && waiting.is_plain() && waiting.position == position =>
            {
                count += entry.times;
                severity = severity.max(waiting.severity);
                false
            }
            Content::Burst { count: so_far, severity: worst, position: there }
                if entry.stays() && *there == position =>
            {
                count += so_far;
                severity = severity.max(*worst);
                true
            }
            Content::Toast(_) | Content::Burst { .. } => true,
        });
        let content = Content::Burst { count, severity, position };
        let is_its = |entry: &&mut Entry| {
            entry.stays()
                && matches!(entry.content, Content::Burst { position: there, .. } if there == position)
        };
        let (patience, is_held) = (self.patience, self.is_held());
        let lifetime = content.lifetime(patience);
        let phase = Phase::begin(now, Clock::new(lifetime, patience.reading), is_held);
        self.revision += 1;
        if let Some(entry) = self.entries.iter_mut().find(is_its) {
            entry.content = content;
            entry.revision = self.revision;
            entry.said_anew = self.revision;
            entry.lifetime = lifetime;
            entry.phase = phase;
        } else {
            let id = self.next_id();
            self.push(id, content, phase);
        }
    }

    fn count_the_oldest_that_wait(&mut self, now: Instant) {
        let waiting = |was_shown| move |entry: &Entry| entry.waits(was_shown);
        let either = |entry: &&Entry| entry.waits(true) || entry.waits(false);
        if self.entries.iter().filter(either).count() <= WAITING {
            return;
        }
        // What has made room for others is not lost for them.
        let unseen = self.entries.iter().position(waiting(false));
        let Some(oldest) = unseen.or_else(|| self.entries.iter().position(waiting(true))) else {
            return;
        };
        let Entry { content, .. } = self.entries.remove(oldest);
        if let Content::Toast(toast) = content {
            self.closed.extend(toast.on_close.clone().map(|told| (told, CloseCause::Crowded)));
            self.count(now, &toast);
        }
    }

    /// Lets toasts go, and gives their places to those that wait.
    fn close(&mut self, now: Instant, cause: CloseCause, is_meant: impl Fn(&Entry) -> bool) {
        for entry in &mut self.entries {
            if !entry.stays() || !is_meant(entry) {
                continue;
            }
            if let Content::Toast(toast) = &entry.content {
                self.closed.extend(toast.on_close.clone().map(|told| (told, cause)));
            }
            // What was never shown has nothing to fade.
            let is_there = !matches!(entry.phase, Phase::Waiting { .. });
            let leaving = if is_there { LEAVING } else { Duration::ZERO };
            entry.phase = Phase::Leaving { gone_at: now + leaving };
        }
        self.entries
            .retain(|entry| !matches!(entry.phase, Phase::Leaving { gone_at } if gone_at <= now));
        self.fill_places(now);
    }

    /// Gives places to those that wait; first to those that have made room for others.
    fn fill_places(&mut self, now: Instant) {
        let (patience, is_held) = (self.patience, self.is_held());
        for was_shown in [true, false] {
            for index in 0..self.entries.len() {
                let Some(entry) = self.entries.get(index) else { return };
                if !entry.waits(was_shown) {
                    continue;
                }
                let position = entry.content.position().unwrap_or(self.position);
                let is_free = self.free_places(position) > 0;
                // Whoever comes back takes nobody's place: the two would change places for ever.
                if !is_free && (was_shown || !self.make_room(now, position)) {
                    continue;
                }
                if let Some(entry) = self.entries.get_mut(index) {
                    let clock = Clock::new(entry.lifetime, patience.reading);
                    entry.phase = Phase::begin(now, clock, is_held);
                }
            }
        }
    }

    /// Takes a place from a toast that has been read and would stay. Returns whether there is one.
    fn make_room(&mut self, now: Instant, position: ToasterPosition) -> bool {
        let usual = self.position;
        let read = self.entries.iter_mut().filter_map(|entry| {
            let Phase::Running(Clock::IsRead(at)) = entry.phase else { return None };
            (at <= now && entry.takes_place(position, usual)).then_some((at, entry))
        });
        let Some((_, entry)) = read.min_by_key(|(at, _)| *at) else { return false };
        let gone_at = now + LEAVING;
        match self.overflow {
            ToastOverflow::StepBack => entry.phase = Phase::SteppingBack { gone_at },
            ToastOverflow::Wait => return false,
            ToastOverflow::Drop => {
                if let Content::Toast(toast) = &entry.content {
                    let told = toast.on_close.clone();
                    self.closed.extend(told.map(|told| (told, CloseCause::Displaced)));
                }
                entry.phase = Phase::Leaving { gone_at };
            }
        }
        true
    }

    /// Whether somebody waits for the place of a toast, and will have it.
    fn is_wanted(&self, entry: &Entry) -> bool {
        let position = entry.content.position().unwrap_or(self.position);
        self.overflow != ToastOverflow::Wait
            && matches!(entry.content, Content::Toast(_))
            && self.entries.iter().any(|other| {
                other.waits(false) && other.content.position().unwrap_or(self.position) == position
            })
    }

    /// How many more toasts a place has room for.
    fn free_places(&self, position: ToasterPosition) -> usize {
        let takes_place = |entry: &&Entry| entry.takes_place(position, self.position);
        self.visible.saturating_sub(self.entries.iter().filter(takes_place).count())
    }

    fn position_of(&self, toast: &Toast) -> ToasterPosition {
        toast.position.unwrap_or(self.position)
    }

    fn next_id(&mut self) -> ToastId {
        self.last_id += 1;
        ToastId(self.last_id)
    }
}

impl ToastId {
    pub(crate) fn from_number(number: u64) -> Self {
        Self(number)
    }

    pub(crate) fn number(self) -> u64 {
        self.0
    }
}

impl Phase {
    fn begin(now: Instant, clock: Clock<Duration>, is_held: bool) -> Self {
        match is_held {
            true => Self::Held(clock),
            false => Self::Running(clock.map(|time| now + time)),
        }
    }
}

impl Entry {
    fn stays(&self) -> bool {
        !matches!(self.phase, Phase::Leaving { .. })
    }

    /// Whether it waits for a place: one that nobody has seen yet, or one that has made room.
    fn waits(&self, has_been_shown: bool) -> bool {
        match self.phase {
            Phase::Waiting { was_shown } => was_shown == has_been_shown,
            Phase::SteppingBack { .. } => has_been_shown,
            Phase::Running(_) | Phase::Held(_) | Phase::Leaving { .. } => false,
        }
    }

    /// What only counts others takes none.
    fn takes_place(&self, position: ToasterPosition, usual: ToasterPosition) -> bool {
        matches!(self.phase, Phase::Running(_) | Phase::Held(_))
            && matches!(self.content, Content::Toast(_))
            && self.content.position().unwrap_or(usual) == position
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Severity;

    const fn at(millis: u64) -> Instant {
        Instant::from_elapsed(Duration::from_millis(millis))
    }

    fn titles(store: &ToastStore) -> Vec<String> {
        let title = |shown: &ShownToast| match &shown.content {
            Content::Toast(toast) => toast.title.clone(),
            Content::Burst { count, .. } => format!("{count} more"),
        };
        store.shown().iter().map(title).collect()
    }

    #[test]
    fn only_what_says_something_new_is_said_again() {
        let mut store = ToastStore::default();
        let saved = || Toast::success("Saved").id("save");
        let id = store.show(at(0), saved());
        let said = |store: &ToastStore, revision| {
            let (now, changed) = store.changed_since(revision);
            (now, changed.count())
        };
        let (revision, count) = said(&store, 0);
        assert_eq!(count, 1);
        store.show(at(100), saved().link("/reports"));
        let (revision, count) = said(&store, revision);
        assert_eq!(count, 0, "the same words");
        store.update(at(200), id, saved().description("report.pdf"));
        let (revision, count) = said(&store, revision);
        assert_eq!(count, 1);
        store.dismiss(at(300), id);
        store.show(at(310), saved().description("report.pdf"));
        assert_eq!(said(&store, revision).1, 1, "it had gone");
    }

    #[test]
    fn a_toast_leaves_after_its_time() {
        let mut store = ToastStore::default();
        store.show(at(0), Toast::success("a"));
        assert_eq!(store.poll_timeout(), Some(at(5_000)));
        store.handle_timeout(at(4_999));
        assert_eq!(store.shown()[0].stage, ToastStage::Present);
        store.handle_timeout(at(5_000));
        assert_eq!(store.shown()[0].stage, ToastStage::Leaving);
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
    fn a_flood_is_counted() {
        let mut store = ToastStore::default();
        for number in 0..9_999 {
            store.show(at(0), Toast::success(number.to_string()));
        }
        store.show(at(0), Toast::error("no"));
        assert_eq!(titles(&store), ["9997 more", "2", "1", "0"]);
        assert_eq!(store.shown()[0].content.severity(), Severity::Error, "the worst of them");
        store.dismiss_all(at(0));
        store.handle_timeout(at(200));
        assert!(store.is_empty());
    }

    #[test]
    fn a_few_in_a_second_wait_for_their_turn() {
        let mut store = ToastStore::default();
        for millis in 0..5 {
            store.show(at(millis), Toast::success(millis.to_string()));
        }
        assert_eq!((store.shown().len(), store.len()), (3, 5));
        store.show(at(1_500), Toast::success("later"));
        assert_eq!((store.shown().len(), store.len()), (3, 6));
    }

    #[test]
    fn what_can_be_answered_is_not_merely_counted() {
        let mut store = ToastStore::default();
        for number in 0..20 {
            store.show(at(0), Toast::info(number.to_string()).action("Undo", || {}));
        }
        assert_eq!((store.shown().len(), store.len()), (3, 20));
    }

    #[test]
    fn those_that_wait_too_long_a_line_are_counted() {
        let mut store = ToastStore::default();
        for number in 0..VISIBLE + WAITING + 2 {
            store.show(at(0), Toast::info(number.to_string()).action("Undo", || {}));
        }
        assert_eq!(titles(&store)[0], "2 more");
        assert_eq!(store.len(), VISIBLE + WAITING + 1);
    }

    #[test]
    fn toasts_that_say_the_same_are_one_with_a_number() {
        let mut store = ToastStore::default();
        let first = store.show(at(0), Toast::success("Saved"));
        let second = store.show(at(4_000), Toast::success("Saved"));
        assert_eq!(first, second);
        assert_eq!((store.len(), store.shown()[0].times), (1, 2));
        assert_eq!(store.poll_timeout(), Some(at(9_000)), "its clock begins again");
        store.dismiss(at(5_000), first);
        assert_ne!(store.show(at(5_000), Toast::success("Saved")), first);
    }

    #[test]
    fn a_toast_of_the_same_name_takes_the_place() {
        let mut store = ToastStore::default();
        let id = store.show(at(0), Toast::loading("Saving…").id("save"));
        store.show(at(0), Toast::info("b"));
        assert_eq!(store.show(at(100), Toast::success("Saved").id("save")), id);
        assert_eq!(titles(&store), ["b", "Saved"]);
    }

    #[test]
    fn each_place_has_its_own_room() {
        let mut store = ToastStore::default();
        for number in 0..4 {
            store.show(at(0), Toast::info(number.to_string()));
        }
        store.show(at(0), Toast::info("above").position(ToasterPosition::TopCenter));
        assert_eq!(titles(&store), ["above", "2", "1", "0"]);
        store.set_layout(at(0), ToasterPosition::TopEnd, 1);
        store.dismiss_all(at(0));
        store.show(at(2_000), Toast::info("4"));
        store.show(at(2_000), Toast::info("5"));
        let present = store.shown().into_iter().filter(|shown| shown.stage == ToastStage::Present);
        assert_eq!(
            present.map(|shown| shown.position).collect::<Vec<_>>(),
            [ToasterPosition::TopEnd]
        );
    }

    #[test]
    fn whoever_asked_is_told_once_why_a_toast_went() {
        let told = Arc::new(std::sync::Mutex::new(Vec::new()));
        let toast = |name: &'static str| {
            let told = told.clone();
            Toast::info(name).on_close(move |cause| told.lock().unwrap().push((name, cause)))
        };
        let mut store = ToastStore::default();
        store.show(at(0), toast("a"));
        let second = store.show(at(0), toast("b"));
        let third = store.show(at(0), toast("c"));
        store.dismiss(at(1), second);
        store.dismiss(at(2), second);
        store.handle_acted(at(2), third);
        store.handle_timeout(at(5_000));
        store.handle_timeout(at(9_000));
        store.take_closed().into_iter().for_each(|(told, cause)| told.run(cause));
        assert_eq!(
            *told.lock().unwrap(),
            [("b", CloseCause::Dismissed), ("c", CloseCause::Acted), ("a", CloseCause::TimedOut)]
        );
        assert_eq!(store.take_closed().len(), 0);
    }

    /// Three errors, one after the other, and then something that was done.
    fn crowded(overflow: ToastOverflow) -> ToastStore {
        let mut store = ToastStore::default();
        store.set_overflow(at(0), overflow);
        for (millis, title) in [(0, "a"), (1_000, "b"), (2_000, "c")] {
            store.show(at(millis), Toast::error(title));
        }
        store.show(at(3_000), Toast::success("Saved"));
        assert_eq!(titles(&store), ["c", "b", "a"]);
        store
    }

    #[test]
    fn an_error_that_has_been_read_steps_back_for_what_waits_and_comes_back() {
        let mut store = crowded(ToastOverflow::StepBack);
        assert_eq!(store.poll_timeout(), Some(at(5_000)));
        store.handle_timeout(at(5_000));
        assert_eq!(titles(&store), ["Saved", "c", "b", "a"], "a is on its way out");
        store.handle_timeout(at(5_200));
        assert_eq!(titles(&store), ["Saved", "c", "b"]);
        assert_eq!(store.len(), 4, "nothing is lost");
        store.handle_timeout(at(10_000));
        assert_eq!(titles(&store), ["Saved", "c", "b", "a"], "Saved is leaving");
        store.handle_timeout(at(10_200));
        assert_eq!(titles(&store), ["c", "b", "a"]);
        assert_eq!(store.poll_timeout(), None, "nobody waits, and so nobody steps back");
    }

    #[test]
    fn those_that_step_back_take_turns_and_each_of_what_waits_has_its_own() {
        let mut store = crowded(ToastOverflow::StepBack);
        store.show(at(3_000), Toast::success("Sent"));
        store.handle_timeout(at(5_000));
        store.handle_timeout(at(6_000));
        store.handle_timeout(at(6_200));
        assert_eq!(titles(&store), ["Sent", "Saved", "c"]);
        for millis in [10_000, 11_000, 11_200] {
            store.handle_timeout(at(millis));
        }
        assert_eq!(titles(&store), ["c", "b", "a"]);
        store.show(at(11_500), Toast::success("Signed"));
        store.handle_timeout(at(11_700));
        assert_eq!(titles(&store), ["Signed", "b", "a"], "c has been there longest");
    }

    #[test]
    fn nobody_steps_back_who_is_looked_at() {
        let mut store = crowded(ToastOverflow::StepBack);
        store.hold(at(4_000));
        store.handle_timeout(at(60_000));
        assert_eq!(titles(&store), ["c", "b", "a"]);
        store.release(at(60_000));
        assert_eq!(store.poll_timeout(), Some(at(61_000)));
    }

    #[test]
    fn whoever_reads_slowly_keeps_what_stays_for_longer() {
        for (reading, due) in
            [(ReadingTime::Times(3), Some(15_000)), (ReadingTime::Unlimited, None)]
        {
            let mut store = ToastStore::default();
            store.set_reading_time(reading);
            for number in 0..4 {
                store.show(at(0), Toast::error(number.to_string()));
            }
            assert_eq!(store.poll_timeout(), due.map(at));
        }
    }

    #[test]
    fn what_has_become_of_something_is_shown_although_it_has_stepped_back() {
        let mut store = ToastStore::default();
        let id = store.show(at(0), Toast::loading("Saving…"));
        for number in 0..3 {
            store.show(at(0), Toast::error(number.to_string()));
        }
        store.handle_timeout(at(5_000));
        store.handle_timeout(at(5_200));
        assert_eq!(titles(&store), ["2", "1", "0"]);
        store.update(at(6_000), id, Toast::success("Saved"));
        store.handle_timeout(at(6_200));
        assert_eq!(titles(&store), ["2", "1", "Saved"]);
    }

    #[test]
    fn where_it_is_to_wait_it_waits() {
        let mut store = crowded(ToastOverflow::Wait);
        assert_eq!(store.poll_timeout(), None);
        store.set_overflow(at(9_000), ToastOverflow::StepBack);
        assert_eq!(titles(&store), ["Saved", "c", "b", "a"], "a is on its way out");
    }

    #[test]
    fn where_the_newest_counts_what_has_been_read_goes_for_good() {
        let mut store = ToastStore::default();
        store.set_overflow(at(0), ToastOverflow::Drop);
        let told = Arc::new(std::sync::Mutex::new(Vec::new()));
        for title in ["a", "b", "c", "d"] {
            let told = told.clone();
            let toast = Toast::error(title);
            store.show(
                at(0),
                toast.on_close(move |cause| told.lock().unwrap().push((title, cause))),
            );
        }
        store.handle_timeout(at(5_000));
        store.handle_timeout(at(5_200));
        assert_eq!((titles(&store), store.len()), (vec!["d".into(), "c".into(), "b".into()], 3));
        store.take_closed().into_iter().for_each(|(told, cause)| told.run(cause));
        assert_eq!(*told.lock().unwrap(), [("a", CloseCause::Displaced)]);
    }

    #[test]
    fn each_button_says_why_the_toast_goes_or_lets_it_stay() {
        let told = Arc::new(std::sync::Mutex::new(Vec::new()));
        let mut store = ToastStore::default();
        let mut press = |index, rest: usize| {
            let told = told.clone();
            let toast = Toast::info("Draft deleted")
                .action("Undo", || {})
                .action_and_stay("Show", || {})
                .cancel_with("All right", || {})
                .on_close(move |cause| told.lock().unwrap().push(cause));
            let id = store.show(at(0), toast);
            assert!(store.handle_pressed(at(0), id, index).is_some());
            assert_eq!(store.iter().count(), rest);
            store.dismiss(at(0), id);
            assert!(store.handle_pressed(at(0), id, index).is_none(), "it has gone");
            store.take_closed().into_iter().for_each(|(told, cause)| told.run(cause));
        };
        press(0, 0);
        press(1, 1);
        press(2, 0);
        use CloseCause::{Acted, Cancelled, Dismissed};
        assert_eq!(*told.lock().unwrap(), [Acted, Dismissed, Cancelled]);
    }

    #[test]
    fn whoever_is_not_to_be_disturbed_sees_answers_only() {
        let mut store = ToastStore::default();
        store.set_quiet(true);
        assert_eq!(store.show_news(at(0), Toast::info("Job posted")), None);
        store.show(at(0), Toast::success("Saved"));
        assert_eq!(titles(&store), ["Saved"]);
        store.set_quiet(false);
        assert!(store.show_news(at(0), Toast::info("Job posted")).is_some());
    }

    proptest! {
        #[test]
        fn nothing_that_stays_is_lost_and_nothing_waits_for_ever(
            steps in proptest::collection::vec((0..4_u8, 0..4_000_u64), 1..40),
        ) {
            let mut store = ToastStore::default();
            let mut now = at(0);
            let mut staying = Vec::new();
            for (number, (step, millis)) in steps.into_iter().enumerate() {
                // A burst is counted; that is another story.
                now = now + Duration::from_millis(200 + millis);
                store.handle_timeout(now);
                let title = number.to_string();
                match step {
                    0 => drop(store.show(now, Toast::success(title))),
                    1 => staying.push(store.show(now, Toast::error(title))),
                    2 => staying.push(store.show(now, Toast::info(title).action("Undo", || {}))),
                    _ => staying.push(store.show(now, Toast::loading(title))),
                }
                store.handle_timeout(now);
                prop_assert!(store.poll_timeout().is_none_or(|due| due > now), "due for ever");
            }
            while let Some(due) = store.poll_timeout() {
                now = due;
                store.handle_timeout(now);
            }
            prop_assert!(!store.entries.iter().any(|entry| entry.waits(false)), "it was seen");
            let left: Vec<_> = store.iter().map(|(id, _)| id).collect();
            prop_assert_eq!(left, staying);
        }

        #[test]
        fn whatever_happens_few_are_shown_and_all_leave(
            steps in proptest::collection::vec((0..6_u8, 0..20_u64, 0..3_000_u64), 1..80),
        ) {
            let mut store = ToastStore::default();
            let mut now = at(0);
            for (step, id, millis) in steps {
                now = now + Duration::from_millis(millis);
                match step {
                    0 | 1 => drop(store.show(now, Toast::success((id % 8).to_string()))),
                    2 => store.dismiss(now, ToastId(id)),
                    3 => store.hold(now),
                    4 => store.release(now),
                    _ => store.handle_timeout(now),
                }
                let is_present = |shown: &&ShownToast| {
                    shown.stage == ToastStage::Present && matches!(shown.content, Content::Toast(_))
                };
                prop_assert!(store.shown().iter().filter(is_present).count() <= VISIBLE);
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
