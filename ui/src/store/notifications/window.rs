use std::ops::Range;

use super::RowKey;
use super::heights::{Heights, to_unit};
use super::numbered::Numbered;

/// More rows than are on a screen at once.
const ON_SCREEN: usize = 64;

/// Which rows of a long list are on the screen, where each one is, and how far the list must be
/// scrolled for what somebody reads to stay where it is.
///
/// A row has the height that was estimated until it is measured. All lengths are in CSS pixels; a
/// row is found, moved or measured in a few steps, however many there are.
///
/// # Examples
///
/// ```
/// use bellwire_ui::notifications::{Rows, Window};
/// use bellwire_ui::{NotificationStore, Toast};
///
/// let mut store = NotificationStore::default();
/// for number in 0..1000 {
///     store.add(Toast::info("News"), f64::from(number));
/// }
/// let rows = Rows::default().list(&store);
/// let mut window = Window::new(50.0);
/// window.set_rows(rows.iter().map(|row| row.key()), 0.0);
/// assert_eq!(window.total(), 50_000.0);
/// assert_eq!(window.visible(500.0, 200.0, 2), 8..16);
///
/// // One above turns out to be higher: the list is scrolled as far.
/// assert_eq!(window.measure(3, 80.0, 500.0), 30.0);
/// assert_eq!(window.offset_of(10), 530.0);
/// ```
#[derive(Clone, Debug)]
pub struct Window {
    estimate: f64,
    keys: Vec<RowKey>,
    heights: Heights,
    is_measured: Vec<bool>,
}

impl Window {
    /// A window on no rows, each of which is about so high.
    #[must_use]
    pub fn new(estimate: f64) -> Self {
        let estimate = if is_height(estimate) { to_unit(estimate) } else { 1.0 };
        let heights = Heights::default();
        Self { estimate, keys: Vec::new(), heights, is_measured: Vec::new() }
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// How high all rows are together.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.heights.sum(self.len())
    }

    /// How far the top of a row is from the top of the list.
    #[must_use]
    pub fn offset_of(&self, index: usize) -> f64 {
        self.heights.sum(index)
    }

    /// How high a row is, as far as is known.
    #[must_use]
    pub fn height_of(&self, index: usize) -> f64 {
        self.heights.get(index)
    }

    /// The row at a distance from the top of the list; the first or last one where it lies outside.
    #[must_use]
    pub fn index_at(&self, distance: f64) -> usize {
        self.heights.index_at(distance)
    }

    /// The rows to be drawn: those within `viewport` from `scroll_top` on, and `overscan` more on
    /// either side.
    #[must_use]
    pub fn visible(&self, scroll_top: f64, viewport: f64, overscan: usize) -> Range<usize> {
        if self.is_empty() {
            return 0..0;
        }
        let first = self.index_at(scroll_top);
        let mut end = self.index_at(scroll_top + viewport.max(0.0)) + 1;
        // A row that begins where the screen ends is not on it.
        if end > first + 1 && self.offset_of(end - 1) >= scroll_top + viewport {
            end -= 1;
        }
        first.saturating_sub(overscan)..(end + overscan).min(self.len())
    }

    /// Takes over how high a row is. Returns how far what lies at `scroll_top` has moved by it: the
    /// list is to be scrolled as far, for the reader to see no jump.
    pub fn measure(&mut self, index: usize, height: f64, scroll_top: f64) -> f64 {
        if !is_height(height) || index >= self.len() {
            return 0.0;
        }
        let is_above = self.offset_of(index) < scroll_top;
        let before = self.heights.get(index);
        self.heights.set(index, to_unit(height));
        if let Some(is_measured) = self.is_measured.get_mut(index) {
            *is_measured = true;
        }
        if is_above { self.heights.get(index) - before } else { 0.0 }
    }

    /// Takes over which rows there are. Those that were there keep their heights, wherever they are
    /// now.
    ///
    /// Returns where the list is to be scrolled to, for the first row on the screen that is still
    /// there to stay where it is; the top stays the top.
    pub fn set_rows(&mut self, keys: impl IntoIterator<Item = RowKey>, scroll_top: f64) -> f64 {
        let keys: Vec<_> = keys.into_iter().collect();
        let kept = Kept::between(&self.keys, &keys);
        let measured = self.measured(&kept);
        let (start, end) = (..kept.at_start, self.len() - kept.at_end..);
        let mut each = Vec::with_capacity(keys.len());
        let mut is_measured = Vec::with_capacity(keys.len());
        each.extend_from_slice(self.heights.each(start));
        is_measured.extend_from_slice(self.is_measured.get(start).unwrap_or_default());
        for key in keys.get(kept.at_start..keys.len() - kept.at_end).unwrap_or_default() {
            let height = measured.get(key).copied();
            each.push(height.unwrap_or(self.estimate));
            is_measured.push(height.is_some());
        }
        each.extend_from_slice(self.heights.each(end.clone()));
        is_measured.extend_from_slice(self.is_measured.get(end).unwrap_or_default());
        let heights = Heights::new(each);
        let scroll_top = self.scroll_for(&heights, &keys, &kept, scroll_top);
        *self = Self { estimate: self.estimate, keys, heights, is_measured };
        scroll_top
    }

    /// The heights of those rows that were measured, where neither beginning nor end of the list
    /// accounts for them. They are few: those that were on the screen.
    fn measured(&self, kept: &Kept) -> Numbered<RowKey, f64> {
        let rows = self.keys.iter().zip(&self.is_measured).enumerate();
        let rows = rows.take(self.len() - kept.at_end).skip(kept.at_start);
        rows.filter(|(_, (_, is_measured))| **is_measured)
            .map(|(index, (key, _))| (*key, self.heights.get(index)))
            .collect()
    }

    fn scroll_for(&self, heights: &Heights, keys: &[RowKey], kept: &Kept, scroll_top: f64) -> f64 {
        if scroll_top <= 0.0 || self.is_empty() {
            return scroll_top;
        }
        let first = self.index_at(scroll_top);
        let after = |(before, key): (usize, &RowKey)| {
            let after = kept.after(before).or_else(|| keys.iter().position(|other| other == key));
            Some((before, after?))
        };
        let mut on_screen = self.keys.iter().enumerate().skip(first).take(ON_SCREEN);
        match on_screen.find_map(after) {
            Some((before, after)) => scroll_top + heights.sum(after) - self.offset_of(before),
            None => scroll_top.min(heights.sum(heights.len())),
        }
    }
}

/// What two lists have in common at their beginnings and ends.
struct Kept {
    before: usize,
    after: usize,
    at_start: usize,
    at_end: usize,
}

impl Kept {
    fn between(before: &[RowKey], after: &[RowKey]) -> Self {
        let is_same = |(a, b): &(&RowKey, &RowKey)| a == b;
        let at_start = before.iter().zip(after).take_while(is_same).count();
        let most = before.len().min(after.len()) - at_start;
        let ends = before.iter().rev().zip(after.iter().rev()).take(most);
        let at_end = ends.take_while(is_same).count();
        Self { before: before.len(), after: after.len(), at_start, at_end }
    }

    /// Where a row of the old list is in the new one.
    fn after(&self, index: usize) -> Option<usize> {
        let from_end = self.before.checked_sub(index)?;
        match index {
            index if index < self.at_start => Some(index),
            _ if from_end <= self.at_end => self.after.checked_sub(from_end),
            _ => None,
        }
    }
}

fn is_height(height: f64) -> bool {
    height.is_finite() && height >= 0.0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::NotificationId;
    use super::*;

    fn key(number: u64) -> RowKey {
        RowKey::Notification(NotificationId(number))
    }

    fn window(numbers: impl IntoIterator<Item = u64>) -> Window {
        let mut window = Window::new(10.0);
        window.set_rows(numbers.into_iter().map(key), 0.0);
        window
    }

    #[test]
    fn what_is_inserted_at_the_top_moves_nothing_that_somebody_reads() {
        let mut window = window(0..100);
        for index in 0..100 {
            window.measure(index, 20.0, 0.0);
        }
        let scroll_top = window.set_rows((200..203).chain(0..100).map(key), 500.0);
        assert_eq!(scroll_top, 530.0, "three rows of the estimated height");
        assert_eq!(window.height_of(3), 20.0);
        assert_eq!(window.set_rows((300..301).map(key), 0.0), 0.0, "the top stays the top");
    }

    #[test]
    fn a_row_that_goes_leaves_the_one_below_it_in_place() {
        let mut window = window(0..10);
        // Row 3 is at the top edge and goes; row 4 takes over, as far below the edge as it was.
        assert_eq!(window.set_rows((0..3).chain(4..10).map(key), 35.0), 25.0);
        assert_eq!(window.offset_of(3) - 25.0, 40.0 - 35.0);
        assert_eq!(window.set_rows([], 25.0), 0.0);
        assert_eq!(window.visible(0.0, 100.0, 3), 0..0);
    }

    #[test]
    fn a_group_that_moves_to_the_top_keeps_the_heights_of_all() {
        let mut window = window(0..5);
        for index in 0..5 {
            window.measure(index, 10.0 + index as f64, 0.0);
        }
        window.set_rows([3, 9, 0, 1, 2, 4].map(key), 0.0);
        let heights: Vec<_> = (0..6).map(|index| window.height_of(index)).collect();
        assert_eq!(heights, [13.0, 10.0, 10.0, 11.0, 12.0, 14.0]);
    }

    #[test]
    fn a_height_that_makes_no_sense_changes_nothing() {
        let mut window = window(0..3);
        for height in [f64::NAN, f64::INFINITY, -1.0] {
            assert_eq!(window.measure(0, height, 50.0), 0.0);
        }
        window.measure(7, 20.0, 50.0);
        assert_eq!(window.total(), 30.0);
    }

    proptest! {
        #[test]
        fn agrees_with_adding_up(
            lists in proptest::collection::vec(
                (
                    proptest::collection::btree_set(0..60_u64, 0..40),
                    proptest::collection::vec((0..40_usize, 0..4000_u32), 0..20),
                    any::<prop::sample::Index>(),
                ),
                1..6,
            ),
            scroll_top in 0..2000_u32,
            viewport in 0..300_u32,
        ) {
            let (scroll_top, viewport) = (f64::from(scroll_top) / 4.0, f64::from(viewport));
            let mut window = Window::new(10.0);
            let mut known = std::collections::BTreeMap::new();
            for (numbers, measured, turn) in lists {
                // Any order, and not a sorted one alone.
                let mut numbers: Vec<_> = numbers.into_iter().collect();
                if !numbers.is_empty() {
                    let turn = turn.index(numbers.len());
                    numbers.rotate_left(turn);
                }
                let before = window.clone();
                let scrolled = window.set_rows(numbers.iter().copied().map(key), scroll_top);
                known.retain(|number, _| numbers.contains(number));
                if scroll_top > 0.0 && !before.is_empty() {
                    let first = before.index_at(scroll_top);
                    let still = before.keys.iter().enumerate().skip(first);
                    let still = still.filter_map(|(index, kept)| {
                        let after = window.keys.iter().position(|key| key == kept)?;
                        Some((index, after))
                    });
                    if let Some((was, is)) = still.into_iter().next() {
                        let (was, is) = (before.offset_of(was), window.offset_of(is));
                        prop_assert_eq!(was - scroll_top, is - scrolled, "it stays where it was");
                    }
                }
                for (index, height) in measured {
                    let height = f64::from(height) / 64.0;
                    let Some(number) = numbers.get(index) else { continue };
                    let above: f64 = numbers[..index].iter().map(|it| known.get(it).unwrap_or(&10.0)).sum();
                    let before = known.insert(*number, height).unwrap_or(10.0);
                    let moved = if above < scroll_top { height - before } else { 0.0 };
                    prop_assert_eq!(window.measure(index, height, scroll_top), moved);
                }
                let heights: Vec<f64> =
                    numbers.iter().map(|number| *known.get(number).unwrap_or(&10.0)).collect();
                let tops: Vec<f64> = (0..=heights.len()).map(|n| heights[..n].iter().sum()).collect();
                prop_assert_eq!(window.total(), *tops.last().unwrap());
                for (index, top) in tops.iter().enumerate() {
                    prop_assert_eq!(window.offset_of(index), *top);
                }
                let on_screen = |index: &usize| {
                    tops[*index] < scroll_top + viewport && tops[index + 1] > scroll_top
                };
                let visible = window.visible(scroll_top, viewport, 0);
                for index in (0..heights.len()).filter(on_screen) {
                    prop_assert!(visible.contains(&index), "{index} of {visible:?}");
                }
                let wider = window.visible(scroll_top, viewport, 2);
                prop_assert!(wider.start <= visible.start && visible.end <= wider.end);
                prop_assert!(wider.end <= heights.len());
            }
        }
    }
}
