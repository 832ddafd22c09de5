//! What happens to the page and its machine.

use std::time::Duration;

use bellwire::engine::{Input, Network, Page};

use super::{Happening, World};
use crate::dialect::Dialect;
use crate::oracle::Checked;
use crate::plan::PageStep;

/// A sleep that no timer of the engine's mistakes for its own delay: the heartbeat's interval and
/// the lateness that it forgives.
const DEEP_SLEEP: Duration = Duration::from_secs(25 + 2 + 1);

impl World<'_> {
    pub(super) fn page_step(&mut self, step: PageStep) -> Checked {
        match step {
            PageStep::Hide => {
                self.is_hidden = true;
                self.input(Input::Page(Page::Hidden));
            }
            PageStep::Show => {
                self.is_hidden = false;
                self.hope();
                self.input(Input::Page(Page::Visible));
            }
            PageStep::Freeze(time) => {
                self.input(Input::Page(Page::Frozen));
                self.suspend(time, Some(Page::Resumed));
            }
            PageStep::Shelve(time) => {
                self.input(Input::Page(Page::Frozen));
                self.settle()?;
                self.cut();
                self.suspend(time, Some(Page::Resumed));
            }
            PageStep::Sleep(time) => {
                let listens_only = self.plan.dialect == Dialect::ListeningOnly;
                if listens_only && time >= DEEP_SLEEP && self.suspended.is_none() {
                    self.die_asleep();
                }
                self.suspend(time, None);
            }
            PageStep::Reload(time) => self.crash(time)?,
            PageStep::Offline(time) => {
                self.is_offline = true;
                self.break_links();
                self.input(Input::Network(Network::Offline));
                self.after(time, Happening::Online);
            }
        }
        Ok(())
    }

    pub(super) fn suspend(&mut self, time: Duration, page: Option<Page>) {
        if self.suspended.is_none() {
            self.suspended = Some(Vec::new());
            self.wakes_at = self.now + time;
            self.after(time, Happening::Resume(page));
        }
    }

    pub(super) fn resume(&mut self, page: Option<Page>) -> Checked {
        let Some(backlog) = self.suspended.take() else { return Ok(()) };
        if self.shelf.is_crashed() {
            self.wakes_at = self.now;
            self.load();
            return Ok(());
        }
        self.well_since = None;
        self.wakes_at = self.now;
        let is_first = self.rng.bool();
        if is_first && let Some(page) = page {
            self.hope();
            self.input(Input::Page(page));
            self.settle()?;
        }
        for happening in backlog {
            self.happen(happening)?;
        }
        if !is_first && let Some(page) = page {
            self.hope();
            self.input(Input::Page(page));
        }
        Ok(())
    }

    pub(super) fn go_online(&mut self) {
        if self.is_offline {
            self.is_offline = false;
            self.hope();
            self.input(Input::Network(Network::Online));
        }
    }
}
