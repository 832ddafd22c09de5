//! What always holds, whatever happens in whatever order.

use std::collections::BTreeMap;

use bellwire::Instant;
use proptest::prelude::*;
use proptest::sample::Index;

use super::changes::Facts;
use super::counts::Counts;
use super::*;
use crate::{Severity, Toast};

/// What a server says and what a user does.
#[derive(Clone, Debug)]
enum Told {
    Add(u8),
    Learn(u8, Facts),
    Begin(Change, Vec<Index>),
    Settle(Index),
    Fail(Index),
    Retry(Index),
}

/// All that can happen.
#[derive(Clone, Debug)]
enum Step {
    Told(Told),
    Page(u8, bool),
    Refresh(u8, bool),
    Read(u8),
    AllRead,
    Mark(Change, Vec<Index>, bool),
    Outcome(bool),
    Recalled,
    Count(u8),
    Wake(u8),
    Remove(Index),
    ForgetInbox,
}

fn place() -> impl Strategy<Value = Place> {
    let until = (1..40_u8).prop_map(|until| Place::Snoozed { until: f64::from(until) });
    prop_oneof![3 => Just(Place::Inbox), 1 => Just(Place::Archived), 1 => until]
}

fn facts() -> impl Strategy<Value = Facts> {
    (any::<bool>(), any::<bool>(), place()).prop_map(|(is_seen, is_read, place)| Facts {
        is_seen,
        is_read,
        place,
    })
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        3 => Just(Change::Read),
        2 => Just(Change::Unread),
        1 => Just(Change::Seen),
        1 => Just(Change::Archive),
        1 => Just(Change::Unarchive),
        1 => (1..40_u8).prop_map(|until| Change::Snooze { until: f64::from(until) }),
        1 => Just(Change::Unsnooze),
        1 => Just(Change::ReadAll),
        1 => Just(Change::ArchiveAll),
        1 => Just(Change::ArchiveRead),
    ]
}

fn some() -> impl Strategy<Value = Vec<Index>> {
    proptest::collection::vec(any::<Index>(), 1..4)
}

fn told() -> impl Strategy<Value = Told> {
    prop_oneof![
        (0..12_u8, facts()).prop_map(|(name, facts)| Told::Learn(name, facts)),
        (change(), some()).prop_map(|(change, ids)| Told::Begin(change, ids)),
        any::<Index>().prop_map(Told::Settle),
        any::<Index>().prop_map(Told::Fail),
        any::<Index>().prop_map(Told::Retry),
        (0..20_u8).prop_map(Told::Add),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => told().prop_map(Step::Told),
        1 => (0..12_u8, any::<bool>()).prop_map(|(name, is_last)| Step::Page(name, is_last)),
        1 => (0..12_u8, any::<bool>()).prop_map(|(name, is_last)| Step::Refresh(name, is_last)),
        1 => (0..12_u8).prop_map(Step::Read),
        1 => Just(Step::AllRead),
        2 => (change(), some(), any::<bool>()).prop_map(|(it, ids, hears)| Step::Mark(it, ids, hears)),
        1 => any::<bool>().prop_map(Step::Outcome),
        1 => Just(Step::Recalled),
        1 => (0..20_u8).prop_map(Step::Count),
        1 => (0..50_u8).prop_map(Step::Wake),
        1 => any::<Index>().prop_map(Step::Remove),
        1 => Just(Step::ForgetInbox),
    ]
}

fn entry(name: u8, facts: Facts) -> NotificationEntry {
    let content = NotificationContent::new(Severity::Info, name.to_string())
        .kind(["bid", "job", ""][usize::from(name % 3)])
        .subject(["job/1", "job/2"][usize::from(name % 2)]);
    let mut entry = NotificationEntry::new(u64::from(name), content, f64::from(name)).job(3);
    entry.facts = facts;
    entry
}

/// A page in front of a server, and whatever is between them.
#[derive(Default)]
struct World {
    store: NotificationStore,
    /// Told, and not yet answered.
    pending: Vec<Pending>,
    /// Marked, and not yet sent.
    marked: Vec<Marked>,
    /// What the server has said last of each.
    said: BTreeMap<u64, Facts>,
}

impl World {
    fn ids(&self, chosen: &[Index]) -> Vec<NotificationId> {
        let all: Vec<_> = self.store.notifications().map(|one| one.id).collect();
        if all.is_empty() {
            return Vec::new();
        }
        chosen.iter().map(|index| *index.get(&all)).collect()
    }

    fn take_pending(&mut self, chosen: Index) -> Option<Pending> {
        (!self.pending.is_empty()).then(|| self.pending.remove(chosen.index(self.pending.len())))
    }

    fn tell(&mut self, told: Told) {
        match told {
            Told::Add(at) => {
                self.store.add(Toast::info("own"), f64::from(at));
            }
            Told::Learn(name, facts) => {
                self.store.learn(entry(name, facts));
                self.said.insert(u64::from(name), facts);
            }
            Told::Begin(change, chosen) => {
                let ids = self.ids(&chosen);
                self.pending.extend(self.store.begin(change, ids));
            }
            Told::Settle(chosen) => {
                let Some(pending) = self.take_pending(chosen) else { return };
                self.store.settle(pending.id);
                self.hold(&pending);
            }
            Told::Fail(chosen) => {
                let Some(pending) = self.take_pending(chosen) else { return };
                self.fail(&pending);
            }
            Told::Retry(chosen) => {
                for id in self.ids(&[chosen]) {
                    self.pending.extend(self.store.retry(id));
                }
                self.pending.extend(self.store.retry_all());
            }
        }
    }

    /// A change holds from now on.
    fn hold(&mut self, pending: &Pending) {
        for name in &pending.notifications {
            let name = name.to_string().parse().unwrap();
            self.said.entry(name).and_modify(|facts| *facts = pending.change.apply(*facts));
        }
    }

    fn fail(&mut self, pending: &Pending) {
        self.store.fail(pending.id, Some("no".into()));
        if pending.change == Change::Seen {
            self.hold(pending);
        }
    }

    fn step(&mut self, step: Step) {
        const NOW: Instant = Instant::ZERO;
        match step {
            Step::Told(told) => self.tell(told),
            Step::Page(name, is_last) => {
                let Some(request) = self.store.begin_page() else { return };
                let page = NotificationPage::new([entry(name, Facts::default())]);
                let page = if is_last { page } else { page.next(name.to_string()) };
                self.store.add_page(&request, page);
            }
            Step::Refresh(name, is_last) => {
                let request = self.store.begin_refresh();
                let page = NotificationPage::new([entry(name, Facts::default())]);
                let page = if is_last { page } else { page.next(name.to_string()) };
                self.store.add_page(&request, page);
            }
            Step::Read(name) => self.store.handle_read(NOW, &u64::from(name).into()),
            Step::AllRead => self.store.handle_all_read(NOW),
            Step::Mark(change, chosen, hears) => {
                let ids = self.ids(&chosen);
                self.marked.extend(self.store.mark(change, &ids, hears));
            }
            Step::Outcome(is_sent) => {
                for marked in std::mem::take(&mut self.marked) {
                    self.store.handle_outcome(NOW, &marked, is_sent);
                }
            }
            Step::Recalled => self.marked.extend(self.store.handle_recalled()),
            Step::Count(count) => self.store.handle_unread_count(u64::from(count)),
            Step::Wake(now) => {
                let now = f64::from(now);
                self.store.wake(now);
                assert!(
                    self.store.poll_wake().is_none_or(|until| until > now),
                    "it would never end"
                );
            }
            Step::Remove(chosen) => {
                self.ids(&[chosen]).into_iter().for_each(|id| self.store.remove(id));
            }
            Step::ForgetInbox => {
                self.store.forget_inbox();
                self.pending.clear();
            }
        }
    }

    /// What is counted is what is there, and all of it is found.
    fn check(&self) {
        let store = &self.store;
        let mut counts = Counts::default();
        store.notifications().for_each(|one| counts.add(one));
        assert_eq!(store.counts, counts);
        let key = |one: &Notification| (one.received_at, one.id);
        assert!(store.notifications().map(key).is_sorted_by(|a, b| a > b));
        for (index, one) in store.notifications().enumerate() {
            assert_eq!(store.get(one.id), Some(one));
            assert_eq!(store.newer_than(one.id), index);
            if let Some(remote) = &one.remote {
                assert_eq!(store.find(&remote.name), Some(one.id));
            }
        }
        for filter in [
            Filter::All,
            Filter::Unread,
            Filter::Archived,
            Filter::Snoozed,
            Filter::Kind("bid".into()),
        ] {
            let shown = store.notifications().filter(|one| filter.matches(one)).count();
            assert_eq!(store.count(&filter), shown, "{filter:?}");
        }
        let about = store.notifications().filter(|one| one.job_id == Some(3)).count();
        assert_eq!(store.about_job(3).count(), about);
    }

    /// Each shows what the server has said of it, with what is pending done to it.
    fn check_shown(&self) {
        for (name, said) in &self.said {
            let Some(id) = self.store.find(&(*name).into()) else { continue };
            let pending =
                self.pending.iter().filter(|it| it.notifications.contains(&(*name).into()));
            let shown = pending.fold(*said, |facts, pending| pending.change.apply(facts));
            assert_eq!(self.store.get(id).unwrap().facts(), shown, "{name}");
        }
    }
}

proptest! {
    #[test]
    fn counts_and_places_never_drift(steps in proptest::collection::vec(step(), 0..60)) {
        let mut world = World::default();
        for step in steps {
            world.step(step);
            world.check();
        }
    }

    #[test]
    fn the_server_s_last_word_shows_once_nothing_is_pending(
        steps in proptest::collection::vec(told(), 0..60),
    ) {
        let mut world = World::default();
        for step in steps {
            world.tell(step);
            world.check_shown();
        }
        while let Some(pending) = world.pending.pop() {
            world.fail(&pending);
        }
        world.check_shown();
        assert_eq!(world.store.pending(), 0);
    }

    /// A server that is told one thing after another, and whose count comes with its pages alone.
    #[test]
    fn the_badge_says_what_the_server_would_count(
        kept in proptest::collection::vec(facts(), 0..20),
        steps in proptest::collection::vec((0..6_u8, change(), some(), any::<bool>()), 0..40),
    ) {
        let mut store = NotificationStore::default();
        let mut server: Vec<_> = kept.into_iter().enumerate().collect();
        let is_unread = |facts: &Facts| facts.place == Place::Inbox && !facts.is_read;
        let count = |server: &[(usize, Facts)]| server.iter().filter(|(_, it)| is_unread(it)).count();
        let mut loaded = 0;
        for (kind, change, chosen, is_heard) in steps {
            match kind {
                0 | 1 => {
                    let Some(request) = store.begin_page() else { continue };
                    let page = server.iter().skip(loaded).take(3);
                    let page = page.map(|(name, facts)| entry(*name as u8, *facts));
                    let mut page = NotificationPage::new(page.collect::<Vec<_>>());
                    // Its count comes with the first page, and then as it likes.
                    if loaded == 0 || is_heard {
                        page = page.unread(count(&server) as u64);
                    }
                    loaded += 3;
                    if loaded < server.len() {
                        page = page.next(loaded.to_string());
                    }
                    store.add_page(&request, page);
                }
                2 if loaded > 0 => {
                    let name = 100 + server.len();
                    server.push((name, Facts::default()));
                    store.learn(entry(name as u8, Facts::default()));
                }
                _ if loaded > 0 => {
                    let all: Vec<_> = store.notifications().map(|one| one.id).collect();
                    let ids = chosen.iter().filter(|_| !all.is_empty()).map(|it| *it.get(&all));
                    let before = store.unread();
                    let Some(pending) = store.begin(change, ids) else { continue };
                    if !is_heard {
                        store.fail(pending.id, None);
                        prop_assert_eq!(store.unread(), before);
                        continue;
                    }
                    let shown = store.unread();
                    for (name, facts) in &mut server {
                        let is_named = pending.notifications.contains(&(*name as u64).into());
                        let is_here = facts.place == Place::Inbox;
                        let is_done_with = change == Change::ArchiveAll || facts.is_read;
                        let is_meant = match change.is_bulk() {
                            true => change == Change::ReadAll || (is_here && is_done_with),
                            false => is_named,
                        };
                        if is_meant {
                            *facts = change.apply(*facts);
                        }
                    }
                    store.settle(pending.id);
                    prop_assert_eq!(store.unread(), shown, "settling changes nothing that shows");
                }
                _ => {}
            }
            if loaded > 0 {
                prop_assert_eq!(store.unread(), count(&server));
            }
        }
    }
}
