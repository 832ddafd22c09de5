//! Where the panel is, and how it is opened there.

use leptos::html::{Dialog, H2};
use leptos::prelude::*;
use leptos::web_sys::HtmlDialogElement;

use crate::clockwork::effect;
use crate::components::placement::put_in_place;
use crate::page;

/// How high a place must be for the panel to stay below the bell, where there is more above.
const ENOUGH: f64 = 320.0;

/// What the properties of its place begin with.
const PROPERTIES: &str = "--bw-panel";

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
        put_in_place(&dialog, PROPERTIES, ENOUGH);
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
    put_in_place(dialog, PROPERTIES, ENOUGH);
}
