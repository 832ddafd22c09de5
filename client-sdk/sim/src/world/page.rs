//! What happens to the page and its machine.

use std::time::Duration;

use bellwire::engine::{Input, Network, Page};

use super::{Happening, World};
use crate::dialect::Dialect;
use crate::oracle::Checked;
use crate::plan::PageStep;

/// A sleep that the engine does not mistake for a timer's delay: the heartbeat's interval and the lateness
/// that it takes for a page's that nobody looks at.
const DEEP_SLEEP: Duration = Duration::from_secs(25 + 62 + 1);

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
                // Every second one is deep.
                let is_deep = listens_only && time.as_millis() % 2 == 0;
                if is_deep && self.suspended.is_none() {
                    self.die_asleep();
                }
                self.suspend(if is_deep { time + DEEP_SLEEP } else { time }, None);
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
