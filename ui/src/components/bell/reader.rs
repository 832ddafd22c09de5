use std::ops::Range;

use leptos::html::{Div, H2};
use leptos::prelude::*;

use super::notification_bell::Look;
use crate::clockwork::effect;
use crate::derived::Derived;
use crate::notifications::{Filter, Row, RowKey, Rows, View, Window};
use crate::page::{self, Resizes};
use crate::{NotificationId, UseNotifications};

/// How high a row is about, in CSS pixels, until it is measured.
const ROW: f64 = 76.0;
/// How many rows are drawn beyond the screen, on either side.
const OVERSCAN: usize = 4;

/// What moves the focus from row to row.
const KEYS: [&str; 6] = ["ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End"];

/// Somebody who reads a list: which one, how far they have scrolled, and what they have opened.
#[derive(Clone, Copy)]
pub(super) struct Reader {
    pub(super) notifications: UseNotifications,
    pub(super) scroller: NodeRef<Div>,
    title: NodeRef<H2>,
    pub(super) filter: RwSignal<Filter>,
    layout: Layout,
    view: RwSignal<View>,
    open: RwSignal<Vec<RowKey>>,
    pub(super) rows: Derived<Vec<Row>>,
    /// Changes when something has changed about the notifications, once per frame at most.
    pub(super) frame: RwSignal<()>,
    window: RwSignal<Window>,
    scroll_top: RwSignal<f64>,
    viewport: RwSignal<f64>,
    /// The row that has the focus, or is about to: it is drawn wherever it is.
    focused: RwSignal<Option<RowKey>>,
}

/// A row that is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Drawn {
    pub(super) index: usize,
    pub(super) row: Row,
}

/// How a list is laid out in rows.
#[derive(Clone, Copy)]
struct Layout {
    notifications: UseNotifications,
    by_day: bool,
    by_subject: bool,
}

impl Layout {
    fn rows(self, filter: &Filter, view: View, open: &[RowKey]) -> Vec<Row> {
        let list = |all: &crate::NotificationStore| {
            let mut rows = Rows::default().of(filter).seen_through(view);
            if self.by_day {
                rows = rows.by_day(&page::day_of);
            }
            if self.by_subject {
                rows = rows.by_subject(open);
            }
            rows.list(all)
        };
        self.notifications.peek(list).unwrap_or_default()
    }
}

impl Reader {
    pub(super) fn new(look: &Look, filter: RwSignal<Filter>, title: NodeRef<H2>) -> Self {
        let notifications = look.notifications;
        let (view, open) = (RwSignal::new(View::default()), RwSignal::new(Vec::new()));
        let frame = notifications.frames();
        let layout = Layout { notifications, by_day: look.by_day, by_subject: look.by_subject };
        let rows = Derived::new(move |_| {
            frame.track();
            layout.rows(&filter.get(), view.get(), &open.get())
        });
        let reader = Self {
            notifications,
            scroller: NodeRef::new(),
            title,
            filter,
            layout,
            view,
            open,
            rows,
            frame,
            window: RwSignal::new(Window::new(ROW)),
            scroll_top: RwSignal::new(0.0),
            viewport: RwSignal::new(0.0),
            focused: RwSignal::new(None),
        };
        reader.begin_with_each_list();
        reader.follow_rows();
        reader
    }

    /// What comes from now on does not move what is read.
    fn begin_with_each_list(self) {
        effect(move || {
            self.filter.track();
            self.view.set(View::default());
            self.hold();
            self.scroll_to(0.0);
        });
    }

    fn hold(self) {
        let mut view = self.view.get_untracked();
        self.notifications.peek(|all| view.hold(all));
        self.view.set(view);
    }

    /// Shows what has come in the meantime.
    pub(super) fn show_new(self) {
        self.view.set(View::default());
        self.hold();
        self.scroll_to(0.0);
        self.focus_title();
    }

    /// How many have come in the meantime; reactive.
    pub(super) fn held_back(self) -> usize {
        self.frame.track();
        let (view, filter) = (self.view.get(), self.filter.get());
        self.notifications.peek(|all| view.held_back(all, &filter)).unwrap_or_default()
    }

    fn follow_rows(self) {
        effect(move || {
            let keys: Vec<RowKey> = self.rows.with(|rows| rows.iter().map(Row::key).collect());
            let top = self.scroll_top.get_untracked();
            let moved = self.window.try_update(|window| window.set_rows(keys, top));
            if let Some(moved) = moved.filter(|moved| *moved != top) {
                self.scroll_to(moved);
            }
            // A list that was empty when it was opened holds nothing back; from now on it does.
            if !self.view.with_untracked(View::is_held) {
                self.hold();
            }
        });
    }

    /// How high all rows are together, in CSS pixels; reactive.
    pub(super) fn total(self) -> f64 {
        self.window.with(Window::total)
    }

    /// How far a row is from the top of the list, in CSS pixels; reactive.
    pub(super) fn offset_of(self, index: usize) -> f64 {
        self.window.with(|window| window.offset_of(index))
    }

    /// The rows that are drawn; reactive.
    pub(super) fn drawn(self) -> Vec<Drawn> {
        let range = self.range(OVERSCAN);
        let focused = self.focused.get();
        self.rows.with(|rows| {
            let drawn = |index: usize| Some(Drawn { index, row: *rows.get(index)? });
            let mut all: Vec<_> = range.clone().filter_map(drawn).collect();
            let apart = focused
                .and_then(|key| rows.iter().position(|row| row.key() == key))
                .filter(|index| !range.contains(index));
            match apart {
                Some(index) if index < range.start => all.splice(0..0, drawn(index)).for_each(drop),
                Some(index) => all.extend(drawn(index)),
                None => {}
            }
            all
        })
    }

    /// The notifications on the screen; reactive.
    pub(super) fn on_screen(self) -> Vec<NotificationId> {
        let range = self.range(0);
        let id = |row: &Row| match row {
            Row::Notification { id, .. } => Some(*id),
            // Whether it is open or not: no words of the others are in its row.
            Row::Group { latest, .. } => Some(*latest),
            Row::Day(_) => None,
        };
        self.rows.with(|rows| rows.get(range).unwrap_or_default().iter().filter_map(id).collect())
    }

    /// The rows on the screen, and so many more on either side; reactive.
    pub(super) fn range(self, overscan: usize) -> Range<usize> {
        let (top, viewport) = (self.scroll_top.get(), self.viewport.get());
        let range = self.window.with(|window| window.visible(top, viewport, overscan));
        // The rows may be ahead of what is known of their heights.
        let len = self.rows.with(Vec::len);
        range.start.min(len)..range.end.min(len)
    }

    /// Measures rows, and the place in which they are.
    pub(super) fn measure(self) -> Resizes {
        let viewport = Resizes::new(move |_, height| self.viewport.set(height));
        effect(move || {
            if let Some(scroller) = self.scroller.get() {
                viewport.watch(&scroller);
            }
        });
        Resizes::new(move |element, height| {
            let index = element.get_attribute("data-index").and_then(|index| index.parse().ok());
            let Some(index) = index else { return };
            let top = self.scroll_top.get_untracked();
            let is_known =
                self.window.try_with_untracked(|window| window.height_of(index) == height);
            if is_known != Some(false) {
                return;
            }
            let moved = self.window.try_update(|window| window.measure(index, height, top));
            if let Some(moved) = moved.filter(|moved| *moved != 0.0) {
                self.scroll_to(top + moved);
            }
        })
    }

    pub(super) fn handle_scroll(self) {
        if let Some(scroller) = self.scroller.get_untracked() {
            self.scroll_top.set(f64::from(scroller.scroll_top()));
        }
    }

    fn scroll_to(self, top: f64) {
        self.scroll_top.set(top);
        if let Some(scroller) = self.scroller.get_untracked() {
            scroller.set_scroll_top(top as i32);
        }
    }

    /// Opens or closes what is about the same.
    pub(super) fn toggle(self, group: RowKey) {
        self.open.update(|open| match open.iter().position(|known| *known == group) {
            Some(index) => drop(open.remove(index)),
            None => open.push(group),
        });
    }

    /// Those that are about the same, whether they are shown or not.
    pub(super) fn members(self, group: RowKey) -> Vec<NotificationId> {
        let view = self.view.get_untracked();
        let rows = self.filter.with_untracked(|filter| self.layout.rows(filter, view, &[group]));
        let members = rows.into_iter().skip_while(|row| row.key() != group).skip(1);
        let id = |row| match row {
            Row::Notification { id, is_member: true } => Some(id),
            Row::Day(_) | Row::Group { .. } | Row::Notification { .. } => None,
        };
        members.map_while(id).collect()
    }

    /// Whether the focus is to be on a row; reactive.
    pub(super) fn is_focused(self, key: RowKey) -> bool {
        self.focused.get() == Some(key)
    }

    /// The focus has come to a row, or goes there as soon as it is drawn.
    pub(super) fn focus(self, key: RowKey) {
        self.focused.set(Some(key));
    }

    /// The focus has left the list.
    pub(super) fn leave(self) {
        self.focused.set(None);
    }

    pub(super) fn focus_title(self) {
        self.leave();
        if let Some(title) = self.title.get_untracked() {
            let _ = title.focus();
        }
    }

    /// Moves the focus to the end of what is there.
    pub(super) fn focus_last(self) {
        let last = self.rows.with_untracked(|rows| rows.last().map(Row::key));
        match last {
            Some(last) => self.focus(last),
            None => self.focus_title(),
        }
    }

    /// Moves the focus from a row by a key. Returns whether that is what the key is for.
    pub(super) fn step(self, from: RowKey, key: &str) -> bool {
        let target = self.rows.with_untracked(|rows| {
            let mut places = rows.iter().enumerate().filter(|(_, row)| !matches!(row, Row::Day(_)));
            let from = rows.iter().position(|row| row.key() == from)?;
            let (index, row) = match key {
                "ArrowDown" => places.find(|(index, _)| *index > from)?,
                "ArrowUp" => places.rfind(|(index, _)| *index < from)?,
                "PageDown" => {
                    let reach = self.screenful_from(from, 1.0);
                    let next = places.clone().find(|(index, _)| *index > from);
                    places.rfind(|(index, _)| *index > from && *index <= reach).or(next)?
                }
                "PageUp" => {
                    let reach = self.screenful_from(from, -1.0);
                    let next = places.clone().rfind(|(index, _)| *index < from);
                    places.find(|(index, _)| *index < from && *index >= reach).or(next)?
                }
                "Home" => places.next()?,
                "End" => places.next_back()?,
                _ => return None,
            };
            Some((index, row.key()))
        });
        let Some((index, target)) = target else {
            return KEYS.contains(&key);
        };
        self.focus(target);
        self.reveal(index);
        true
    }

    /// The row that is a screen away from another, in a direction.
    fn screenful_from(self, index: usize, direction: f64) -> usize {
        let screen = self.viewport.get_untracked() * direction;
        self.window.with_untracked(|window| window.index_at(window.offset_of(index) + screen))
    }

    /// Scrolls as little as it takes for a row to be seen whole.
    fn reveal(self, index: usize) {
        let (start, height) =
            self.window.with_untracked(|window| (window.offset_of(index), window.height_of(index)));
        let (top, viewport) = (self.scroll_top.get_untracked(), self.viewport.get_untracked());
        if start < top {
            self.scroll_to(start);
        } else if start + height > top + viewport {
            self.scroll_to(start + height - viewport);
        }
    }

    /// A row is about to leave the list with what has the focus: the next one takes over.
    pub(super) fn hand_over(self, from: RowKey) {
        let next = self.rows.with_untracked(|rows| {
            // A group takes its members along.
            let is_group = matches!(from, RowKey::Group(..));
            let from = rows.iter().position(|row| row.key() == from)?;
            let is_row = |row: &&Row| match row {
                Row::Day(_) => false,
                Row::Notification { is_member, .. } => !(is_group && *is_member),
                Row::Group { .. } => true,
            };
            let after = rows.iter().skip(from + 1).find(is_row);
            after.or_else(|| rows.iter().take(from).rfind(is_row)).map(Row::key)
        });
        match next {
            Some(next) => self.focus(next),
            None => self.focus_title(),
        }
    }
}
