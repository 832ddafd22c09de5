use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::html::Ul;
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};
use send_wrapper::SendWrapper;

use super::reader::{Drawn, Reader};
use super::row::{MAIN, has_focus};
use crate::clockwork::{effect, later};
use crate::derived::Derived;
use crate::notifications::RowKey;
use crate::page;

/// How long the stylesheet has a row leave.
const LEAVING: Duration = Duration::from_millis(200);

/// A row that is on the page.
struct Kept {
    key: RowKey,
    index: usize,
    item: HtmlElement,
    /// What is in it; it goes when this is dropped.
    _content: Box<dyn Any>,
}

/// Keeps an element on the page for each row that is drawn.
///
/// Unlike `<For/>`, it never moves a row that stays: an element that is moved loses the focus, and rows
/// come and go at both ends with each turn of the wheel.
pub(super) fn keep_rows(
    list: NodeRef<Ul>,
    drawn: Derived<Vec<Drawn>>,
    reader: Reader,
    content: impl Fn(Drawn, &HtmlElement) -> AnyView + 'static,
) {
    // The rows belong to the list, not to the run of the effect that has made them.
    let owner = Owner::current().unwrap_or_default();
    let rows = Rc::new(RefCell::new(Vec::<Kept>::new()));
    let going = SendWrapper::new(rows.clone());
    on_cleanup(move || going.borrow_mut().clear());
    let content = Rc::new(content);
    let mut filter = reader.filter.get_untracked();
    effect(move || {
        let Some(list) = list.get() else { return };
        let drawn = drawn.get();
        let mut before = std::mem::take(&mut *rows.borrow_mut());
        hand_over(&before, &drawn, reader);
        let list_now = reader.filter.get_untracked();
        // What belongs to another list does not leave this one.
        if list_now == filter {
            leaving(&before, &drawn, reader).for_each(|kept| see_off(kept, &list));
        }
        filter = list_now;
        before.retain(|kept| drawn.iter().any(|drawn| drawn.row.key() == kept.key));
        let mut after = Vec::with_capacity(drawn.len());
        let mut place = list.first_element_child();
        for drawn in drawn {
            let key = drawn.row.key();
            let kept = before.iter().position(|kept| kept.key == key);
            let index = drawn.index;
            let mut row = match kept {
                Some(kept) => before.swap_remove(kept),
                None => match make(drawn, &owner, &content) {
                    Some(row) => row,
                    None => continue,
                },
            };
            row.index = index;
            let is_there = place.as_deref() == Some(&*row.item);
            if !is_there {
                let place = place.as_ref().map(|place| place.unchecked_ref());
                // Both are children of the list.
                let _ = list.insert_before(&row.item, place);
            }
            place = row.item.next_element_sibling();
            after.push(row);
        }
        *rows.borrow_mut() = after;
    });
}

/// Gives the focus that is on a row that goes to its neighbour, before the browser gives it to nobody.
fn hand_over(before: &[Kept], drawn: &[Drawn], reader: Reader) {
    let stays = |kept: &&Kept| drawn.iter().any(|drawn| drawn.row.key() == kept.key);
    // Where the focus is on its way to another row, it is to get there.
    let has_it = |kept: &Kept| has_focus(&kept.item) && untrack(|| reader.is_focused(kept.key));
    let Some(going) = before.iter().position(|kept| !stays(&kept) && has_it(kept)) else {
        return;
    };
    let main_of = |kept: &Kept| page::find_all(&kept.item, MAIN).into_iter().next();
    let (above, below) = before.split_at(going);
    let below = below.iter().filter(stays).find_map(main_of);
    match below.or_else(|| above.iter().rev().filter(stays).find_map(main_of)) {
        Some(main) => drop(main.focus()),
        None => reader.focus_title(),
    }
}

/// Those that are not in the list any more. Others have been scrolled out of sight.
fn leaving<'a>(
    before: &'a [Kept],
    drawn: &[Drawn],
    reader: Reader,
) -> impl Iterator<Item = &'a Kept> {
    let first = drawn.first().map_or(0, |drawn| drawn.index);
    let last = drawn.last().map_or(usize::MAX, |drawn| drawn.index + 1);
    // To look for a row among 100,000 with each turn of the wheel would take long.
    let on_screen = before.iter().filter(move |kept| (first..=last).contains(&kept.index));
    let is_in = move |kept: &Kept| {
        reader.rows.with_untracked(|rows| rows.iter().any(|row| row.key() == kept.key))
    };
    on_screen.filter(move |kept| !is_in(kept))
}

/// Shows how a row leaves, where the stylesheet says how: its picture does, for the row itself has gone.
fn see_off(kept: &Kept, list: &Element) {
    let picture = kept.item.clone_node_with_deep(true).ok();
    let Some(picture) = picture.and_then(|picture| picture.dyn_into::<Element>().ok()) else {
        return;
    };
    // Neither can fail, and at the end of the list it stands in nobody's way.
    let _ = picture.set_attribute("inert", "");
    let _ = picture.set_attribute("data-leaving", "");
    let _ = list.append_child(&picture);
    let style = window().get_computed_style(&picture).ok().flatten();
    let animation = style.and_then(|style| style.get_property_value("animation-name").ok());
    match animation.as_deref() {
        None | Some("" | "none") => picture.remove(),
        Some(_) => later(LEAVING, move || picture.remove()),
    }
}

fn make(
    drawn: Drawn,
    owner: &Owner,
    content: &Rc<impl Fn(Drawn, &HtmlElement) -> AnyView + 'static>,
) -> Option<Kept> {
    let item: HtmlElement = document().create_element("li").ok()?.dyn_into().ok()?;
    let (inside, content) = (item.clone(), content.clone());
    let mounted =
        owner.with(|| mount_to(item.clone(), move || untrack(|| content(drawn, &inside))));
    Some(Kept { key: drawn.row.key(), index: drawn.index, item, _content: Box::new(mounted) })
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.item.remove();
    }
}
