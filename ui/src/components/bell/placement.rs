//! Where the panel is, and how it is opened there.

use leptos::html::{Dialog, H2};
use leptos::prelude::*;
use leptos::web_sys::HtmlDialogElement;

use crate::clockwork::effect;
use crate::page;

/// What is kept free between the panel and the bell, and between the panel and the edges of the screen, in
/// CSS pixels.
const GAP: f64 = 8.0;
/// How high a place must be for the panel to stay below the bell, where there is more above.
const ENOUGH: f64 = 320.0;

/// How the panel differs from where the stylesheet has it: below the bell, and ending where it ends.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Placement {
    /// How far it is moved to the right.
    shift: f64,
    is_above: bool,
    /// How high it may be.
    room: f64,
}

impl Placement {
    /// What it takes for a panel, which would reach `across` the screen from its left to its right, to be
    /// on the screen beside a bell from its top to its bottom.
    fn new(across: (f64, f64), bell: (f64, f64), screen: (f64, f64)) -> Self {
        let (left, right) = across;
        // Where there is too little room, lines are to be read from their beginning.
        let shift = (screen.0 - GAP - right).min(0.0);
        let shift = shift.max(GAP - left);
        let (above, below) = (bell.0 - 2.0 * GAP, screen.1 - bell.1 - 2.0 * GAP);
        let is_above = below < ENOUGH && above > below;
        Self { shift, is_above, room: if is_above { above } else { below } }
    }
}

/// Opens the dialog, puts the focus on its title, and keeps it on the screen.
pub(super) fn open(dialog: NodeRef<Dialog>, title: NodeRef<H2>) {
    effect(move || {
        let (Some(dialog), Some(title)) = (dialog.get(), title.get()) else { return };
        show(&dialog);
        let _ = title.focus();
    });
    page::use_screen(move |scrolled| {
        let Some(dialog) = dialog.get_untracked() else { return };
        let is_inside = scrolled.is_some_and(|scrolled| dialog.contains(Some(&scrolled)));
        // What is read within moves nothing.
        if is_inside {
            return;
        }
        // Somebody may have turned their phone.
        if dialog.matches(":modal") != Ok(page::is_narrow()) {
            let focused = page::focused();
            dialog.close();
            show(&dialog);
            if let Some(focused) = focused {
                let _ = focused.focus();
            }
        }
        put_in_place(&dialog);
    });
}

/// Over everything where it fills the screen, and otherwise beside the bell.
fn show(dialog: &HtmlDialogElement) {
    // It is not open yet, and on the page: neither can fail.
    let _ = match page::is_narrow() {
        true => dialog.show_modal(),
        false => {
            dialog.show();
            Ok(())
        }
    };
    put_in_place(dialog);
}

fn put_in_place(dialog: &HtmlDialogElement) {
    let Some(bell) = dialog.parent_element() else { return };
    let (top, bottom, left) = page::place_of(&bell);
    // Neither what moves it by now nor its animation counts.
    let left = left + f64::from(dialog.offset_left());
    let across = (left, left + f64::from(dialog.offset_width()));
    let Placement { shift, is_above, room } = Placement::new(across, (top, bottom), page::screen());
    page::set_length(dialog, "--bw-panel-shift", shift);
    page::set_length(dialog, "--bw-panel-room", room);
    let side = if is_above { "above" } else { "below" };
    // It is a name that any element takes.
    let _ = dialog.set_attribute("data-side", side);
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: (f64, f64) = (1000.0, 800.0);
    const TOP: (f64, f64) = (10.0, 46.0);

    fn shift(left: f64, width: f64) -> f64 {
        Placement::new((left, left + width), TOP, SCREEN).shift
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
            let Placement { is_above, room, .. } = Placement::new((8.0, 408.0), bell, SCREEN);
            (is_above, room)
        };
        assert_eq!(placed(TOP), (false, 738.0));
        assert_eq!(placed((700.0, 736.0)), (true, 684.0));
        assert_eq!(placed((428.0, 464.0)), (false, 320.0), "that is enough");
    }
}
