use leptos::prelude::*;

use super::reader::Reader;
use crate::clockwork::effect;
use crate::derived::Derived;
use crate::notifications::{Filter, Paging, Patience};
use crate::{NotificationStore, UseNotifications};

/// How near the end older ones are asked for, in rows.
const NEAR_THE_END: usize = 10;

/// The older ones of a list, which a server has.
#[derive(Clone, Copy)]
pub(super) struct Older {
    notifications: UseNotifications,
    filter: RwSignal<Filter>,
    patience: RwSignal<Patience>,
    /// How far they are loaded.
    pub(super) paging: Derived<Paging>,
    /// Whether there may be more, and the user is to say so.
    pub(super) is_offered: Derived<bool>,
}

impl Older {
    pub(super) fn new(reader: Reader) -> Self {
        let Reader { notifications, filter, frame, .. } = reader;
        let patience = RwSignal::new(Patience::of(&filter.get_untracked()));
        let paging = Derived::new(move |_| {
            frame.track();
            notifications.peek(|all| all.paging().clone()).unwrap_or_default()
        });
        let is_offered = Derived::new(move |_| {
            frame.track();
            let filter = filter.get();
            let is_over = patience.with(|patience| patience.is_of(&filter) && patience.is_over());
            is_over && {
                let is_next =
                    |all: &NotificationStore| *all.paging() == Paging::Idle && all.has_next_page();
                notifications.peek(is_next).unwrap_or_default()
            }
        });
        let older = Self { notifications, filter, patience, paging, is_offered };
        older.load_near_the_end(reader);
        older
    }

    /// Asks for older ones as the end comes near.
    fn load_near_the_end(self, reader: Reader) {
        effect(move || {
            let end = reader.range(NEAR_THE_END).end;
            let is_near = end >= reader.rows.with(Vec::len);
            reader.frame.track();
            self.filter.track();
            if is_near {
                self.load(false);
            }
        });
    }

    /// Asks for older ones because somebody wants them, also where a page could not be had.
    pub(super) fn load_more(self) {
        match self.paging.with_untracked(|paging| matches!(paging, Paging::Failed(_))) {
            true => self.notifications.load_more(),
            false => self.load(true),
        }
    }

    fn load(self, is_wanted: bool) {
        let filter = self.filter.get_untracked();
        let known =
            self.notifications.peek(|all| (*all.paging() == Paging::Idle, all.count(&filter)));
        let Some((true, count)) = known else { return };
        let before = self.patience.get_untracked();
        let mut patience = match before.is_of(&filter) {
            true => before.clone(),
            false => Patience::of(&filter),
        };
        if is_wanted {
            patience.renew();
        }
        let asks = patience.asks(count);
        if patience != before {
            self.patience.set(patience);
        }
        if asks {
            self.notifications.load_more();
        }
    }
}
