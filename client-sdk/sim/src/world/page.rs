//! What happens to the page and its machine.

use std::time::Duration;

use bellwire::engine::{Input, Network, Page};

use super::{Happening, World, secs};
use crate::oracle::Checked;
use crate::plan::PageStep;

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
            PageStep::Freeze(seconds) => {
                self.input(Input::Page(Page::Frozen));
                self.suspend(seconds, Some(Page::Resumed));
            }
            PageStep::Shelve(seconds) => {
                self.input(Input::Page(Page::Frozen));
                self.settle()?;
                self.cut();
                self.suspend(seconds, Some(Page::Resumed));
            }
            PageStep::Sleep(seconds) => self.suspend(seconds, None),
            PageStep::Reload(seconds) => self.crash(seconds)?,
            PageStep::Offline(seconds) => {
                self.is_offline = true;
                self.break_links();
                self.input(Input::Network(Network::Offline));
                self.after(secs(seconds), Happening::Online);
            }
        }
        Ok(())
    }

    pub(super) fn suspend(&mut self, seconds: u8, page: Option<Page>) {
        if self.suspended.is_none() {
            self.suspended = Some(Vec::new());
            let wait =
                if seconds == 255 { Duration::from_secs(3 * 60 * 60) } else { secs(seconds) };
            self.wakes_at = self.now + wait;
            self.after(wait, Happening::Resume(page));
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
