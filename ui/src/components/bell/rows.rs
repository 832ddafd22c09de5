use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use leptos::html::Ul;
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;
use send_wrapper::SendWrapper;

use super::reader::{Drawn, Reader};
use super::row::{MAIN, has_focus};
use crate::clockwork::effect;
use crate::derived::Derived;
use crate::notifications::RowKey;
use crate::page;

/// A row that is on the page.
struct Kept {
    key: RowKey,
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
    effect(move || {
        let Some(list) = list.get() else { return };
        let drawn = drawn.get();
        let mut before = std::mem::take(&mut *rows.borrow_mut());
        hand_over(&before, &drawn, reader);
        before.retain(|kept| drawn.iter().any(|drawn| drawn.row.key() == kept.key));
        let mut after = Vec::with_capacity(drawn.len());
        let mut place = list.first_element_child();
        for drawn in drawn {
            let key = drawn.row.key();
            let kept = before.iter().position(|kept| kept.key == key);
            let row = match kept {
                Some(index) => before.swap_remove(index),
                None => match make(drawn, &owner, &content) {
                    Some(row) => row,
                    None => continue,
                },
            };
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

fn make(
    drawn: Drawn,
    owner: &Owner,
    content: &Rc<impl Fn(Drawn, &HtmlElement) -> AnyView + 'static>,
) -> Option<Kept> {
    let item: HtmlElement = document().create_element("li").ok()?.dyn_into().ok()?;
    let (inside, content) = (item.clone(), content.clone());
    let mounted =
        owner.with(|| mount_to(item.clone(), move || untrack(|| content(drawn, &inside))));
    Some(Kept { key: drawn.row.key(), item, _content: Box::new(mounted) })
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.item.remove();
    }
}
