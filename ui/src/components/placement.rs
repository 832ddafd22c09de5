//! Where something is that opens beside its button: on the screen.

use leptos::web_sys::HtmlElement;

use crate::page;

/// What is kept free between what opens and its button, and between what opens and the edges of the
/// screen, in CSS pixels.
const GAP: f64 = 8.0;

/// How something that opens differs from where the stylesheet has it: below its button.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Placement {
    /// How far it is moved to the right.
    shift: f64,
    is_above: bool,
    /// How high it may be.
    room: f64,
}

impl Placement {
    /// What it takes for something that would reach `across` the screen from its left to its right to be
    /// on the screen, beside a button from its top to its bottom. It stays below where it has `enough`
    /// room.
    fn new(across: (f64, f64), button: (f64, f64), screen: (f64, f64), enough: f64) -> Self {
        let (left, right) = across;
        // Where there is too little room, lines are to be read from their beginning.
        let shift = (screen.0 - GAP - right).min(0.0);
        let shift = shift.max(GAP - left);
        let (above, below) = (button.0 - 2.0 * GAP, screen.1 - button.1 - 2.0 * GAP);
        let is_above = below < enough && above > below;
        Self { shift, is_above, room: if is_above { above } else { below } }
    }
}

/// Puts what opens in the element of its button on the screen. The stylesheet is told by `data-side`, and
/// by two properties that begin with `name`: `-shift` and `-room`.
pub(super) fn put_in_place(opened: &HtmlElement, name: &str, enough: f64) {
    let Some(button) = opened.parent_element() else { return };
    let (top, bottom, left) = page::place_of(&button);
    // Neither what moves it by now nor its animation counts.
    let left = left + f64::from(opened.offset_left());
    let across = (left, left + f64::from(opened.offset_width()));
    let placed = Placement::new(across, (top, bottom), page::screen(), enough);
    page::set_length(opened, &format!("{name}-shift"), placed.shift);
    page::set_length(opened, &format!("{name}-room"), placed.room);
    let side = if placed.is_above { "above" } else { "below" };
    // It is a name that any element takes.
    let _ = opened.set_attribute("data-side", side);
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: (f64, f64) = (1000.0, 800.0);
    const TOP: (f64, f64) = (10.0, 46.0);

    fn shift(left: f64, width: f64) -> f64 {
        Placement::new((left, left + width), TOP, SCREEN, 320.0).shift
    }

    #[test]
    fn it_stays_where_it_is_on_the_screen_and_is_moved_as_far_as_it_is_not() {
        assert_eq!(shift(500.0, 400.0), 0.0);
        assert_eq!(shift(-350.0, 400.0), 358.0);
        assert_eq!(shift(700.0, 400.0), -108.0);
        assert_eq!(shift(8.0, 1200.0), 0.0, "its beginning is to be seen");
    }

    #[test]
    fn it_is_above_where_there_is_too_little_below_and_more_above() {
        let placed = |bell| {
            let Placement { is_above, room, .. } =
                Placement::new((8.0, 408.0), bell, SCREEN, 320.0);
            (is_above, room)
        };
        assert_eq!(placed(TOP), (false, 738.0));
        assert_eq!(placed((700.0, 736.0)), (true, 684.0));
        assert_eq!(placed((428.0, 464.0)), (false, 320.0), "that is enough");
    }
}
