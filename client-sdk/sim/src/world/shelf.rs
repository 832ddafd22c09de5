//! What outlives the page, and how the page's lives end and begin.

use std::collections::BTreeSet;
use std::time::Duration;

use bellwire::engine::{Input, StoreAction, Stored};

use super::{Happening, ToServer, World, new_engine};
use crate::dialect::Dialect;
use crate::oracle::Checked;
use crate::schedule::Schedule;

/// How long writing may take.
const WRITTEN: Duration = Duration::from_millis(50);

/// How long the engine waits for what is written down.
const PATIENCE: Duration = Duration::from_secs(5);

/// Messages that are written down, in their order.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    stored: Vec<Stored>,
    opened_at: Duration,
    /// What was there when the page was opened.
    left: Vec<Stored>,
    /// The message that the engine wanted to be forgotten last.
    pub(super) forgotten: Option<u64>,
    /// Writing takes time, and happens in order.
    written_until: Duration,
    is_crashed: bool,
}

impl Shelf {
    pub(super) fn is_crashed(&self) -> bool {
        self.is_crashed
    }

    fn numbers(&self, dialect: Dialect) -> BTreeSet<u64> {
        self.stored.iter().filter_map(|stored| number(dialect, stored)).collect()
    }
}

fn number(dialect: Dialect, stored: &Stored) -> Option<u64> {
    dialect.number(&stored.message.data)
}

impl World<'_> {
    /// The page reads what its lives before have left.
    pub(super) fn open_shelf(&mut self) {
        if self.plan.persists {
            self.shelf.left = self.shelf.stored.clone();
            self.shelf.opened_at = self.now;
            // Another tab may stand in the way for long.
            let is_slow = self.rng.u8(..16) == 0;
            let wait = if is_slow { self.rng.u64(200..20_000) } else { self.rng.u64(1..200) };
            let wait = Duration::from_millis(wait);
            self.after(wait, Happening::Restored(self.life));
        }
    }

    pub(super) fn restore(&mut self, life: u32) {
        if life == self.life {
            let left = self.take_left();
            self.tell_of_ending();
            self.input(Input::Restored(left));
        }
    }

    /// What was left, as the engine gets it, or will not get it any more.
    fn take_left(&mut self) -> Vec<Stored> {
        let left = std::mem::take(&mut self.shelf.left);
        if self.now >= self.shelf.opened_at + PATIENCE {
            // What is newer did not wait for it.
            let dialect = self.plan.dialect;
            self.oracle.disorder(left.iter().filter_map(|stored| number(dialect, stored)));
        }
        left
    }

    /// The engine wants something to be kept or forgotten.
    pub(super) fn store(&mut self, action: StoreAction) {
        if let StoreAction::Remove(key) = &action {
            let kept = self.shelf.stored.iter();
            let of_it = |stored: &&Stored| stored.message.key.as_deref() == Some(&**key);
            let number = kept.filter(of_it).find_map(|stored| number(self.plan.dialect, stored));
            self.shelf.forgotten = number.or(self.shelf.forgotten);
        }
        let wait = Duration::from_micros(self.rng.u64(100..30_000));
        self.shelf.written_until = self.shelf.written_until.max(self.now + wait);
        self.at(self.shelf.written_until, Happening::Written(self.life, action));
    }

    pub(super) fn write(&mut self, life: u32, action: StoreAction) {
        // What a tab was about to write is gone with it.
        if life != self.life {
            return;
        }
        match action {
            StoreAction::Put(stored) => self.shelf.stored.push(stored),
            StoreAction::Remove(key) => {
                self.shelf.stored.retain(|stored| stored.message.key.as_deref() != Some(&*key));
            }
            _ => {}
        }
    }

    /// The tab is gone at once. What it has sent is on the way.
    pub(super) fn crash(&mut self, time: Duration) -> Checked {
        if self.suspended.is_some() {
            return Ok(());
        }
        self.take_left();
        self.life += 1;
        self.shelf.is_crashed = true;
        let kept = self.shelf.numbers(self.plan.dialect);
        if self.plan.persists
            && let Some(number) =
                self.oracle.waiting_since(self.now, WRITTEN).find(|n| !kept.contains(n))
        {
            return Err(("what waits is written down", format!("{number} is not")));
        }
        self.oracle.crashed(&kept);
        self.transport = None;
        let links = self.links.iter_mut();
        let reached = links.map(|(id, link)| (*id, link.reaches_server(self.now, &mut self.rng)));
        for (id, at) in reached.collect::<Vec<_>>() {
            self.at(at, Happening::ToServer(id, ToServer::Close));
        }
        self.happenings.remove(&self.timer);
        self.timer = 0;
        self.subscriptions.clear();
        self.taken_away.clear();
        self.requests.clear();
        self.messages.clear();
        self.tokens.leave();
        self.well_since = None;
        self.schedule = Schedule::new(self.plan.attempts);
        self.engine = new_engine(self.plan, self.life, self.instant());
        self.suspend(time, None);
        Ok(())
    }

    /// Nothing waits any more.
    pub(super) fn check_shelf(&self) -> Checked {
        match self.shelf.stored.len() {
            0 => Ok(()),
            left => Err(("what has met its end is forgotten", format!("{left} are kept"))),
        }
    }

    /// The page is opened again.
    pub(super) fn load(&mut self) {
        self.shelf.is_crashed = false;
        // Its time begins now.
        self.engine = new_engine(self.plan, self.life, self.instant());
        self.is_hidden = false;
        self.open_shelf();
        self.engine.connect(self.instant());
    }
}
