use leptos::ev::{FocusEvent, PointerEvent};
use leptos::html::Ol;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::Element;

use super::toast_item::{ToastItem, is_control};
use super::toaster::Look;
use crate::clockwork::effect;
use crate::components::classes;
use crate::derived::Derived;
use crate::page::{self, Resizes};
use crate::store::Stack;
use crate::view::text;
use crate::{ShownToast, ToastId, ToastStage, ToastStore, ToasterPosition};

/// Where the toasts of a list are, one behind the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Places {
    /// Those that stay, the newest first.
    order: Vec<ToastId>,
    stack: Stack,
}

/// Where one toast is. Lengths are in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Place {
    /// How many are in front of it.
    pub(super) index: usize,
    /// How far it is from the edge when all are side by side.
    pub(super) offset: f64,
    /// How high it is then.
    pub(super) height: f64,
}

impl Places {
    /// The place of a toast; `None` once it leaves.
    pub(super) fn of(&self, id: ToastId) -> Option<Place> {
        let index = self.order.iter().position(|&other| other == id)?;
        Some(Place { index, offset: self.stack.offset(index), height: self.stack.height_of(index) })
    }
}

/// What is known of the toasts' heights.
#[derive(Clone)]
pub(super) struct Heights {
    pub(super) known: RwSignal<Vec<(ToastId, f64)>>,
    /// How high the list itself is: no higher than the screen.
    room: RwSignal<f64>,
    pub(super) resizes: Resizes,
}

#[component]
pub(super) fn ToastList(
    position: ToasterPosition,
    shown: Derived<Vec<ShownToast>>,
    look: Look,
) -> impl IntoView {
    let list = NodeRef::<Ol>::new();
    let here = Derived::new(move |_| {
        let is_here = |toast: &&ShownToast| toast.position == position;
        shown.with(|shown| shown.iter().filter(is_here).cloned().collect::<Vec<_>>())
    });
    let heights = use_heights();
    let (known, room) = (heights.known, heights.room);
    let places = Derived::new(move |_| here.with(|here| known.with(|known| places(here, known))));
    effect(move || {
        let Some(list) = list.get() else { return };
        places.with(|Places { stack, .. }| {
            page::set_length(&list, "--bw-front", stack.front());
            page::set_length(&list, "--bw-height", stack.height());
        });
    });
    let resizes = heights.resizes.clone();
    effect(move || {
        if let Some(list) = list.get() {
            resizes.watch(&list);
        }
    });
    let is_too_high = move || places.with(|places| places.stack.height() > room.get());
    let attention = Attention::new();
    look.toaster.hold_while(attention.is_here(here, look.pauses_on_hover));
    attention.end_with_press_outside(list, here);
    let (is_attended, is_always_expanded) =
        (attention.is_here(here, true), look.is_always_expanded);
    let is_expanded = move || is_always_expanded || is_attended.get();
    let toasts = look.toaster.toasts;
    let class = classes("bw-toasts", look.classes.list);
    view! {
        <ol
            node_ref=list
            class=class
            role="list"
            data-position=position.as_str()
            data-expanded=text(is_expanded)
            data-held=text(move || toasts.with(ToastStore::is_held))
            data-scrolls=text(is_too_high)
            hidden=move || here.with(Vec::is_empty)
            on:pointerenter=move |event| attention.handle_enter(&event)
            on:pointerleave=move |event| attention.handle_leave(&event)
            on:pointerup=move |event| attention.handle_up(&event)
            on:focusin=move |event| attention.is_read.set(is_reading(&event))
            on:focusout=move |_| attention.is_read.set(false)
        >
            <For each=move || here.get() key=|shown| shown.id let:first>
                <ToastItem first here places heights=heights.clone() look=look.clone()/>
            </For>
        </ol>
    }
}

fn use_heights() -> Heights {
    let (known, room) = (RwSignal::new(Vec::new()), RwSignal::new(0.0));
    let resizes = Resizes::new(move |element, height| {
        let id = element.get_attribute("data-toast").and_then(|id| id.parse().ok());
        match id.map(ToastId::from_number) {
            Some(id) => known.try_update(|known| note(known, id, height)),
            None => room.try_update(|room| *room = height),
        };
    });
    Heights { known, room, resizes }
}

/// There are a handful; looking through them is cheaper than a map.
fn note(known: &mut Vec<(ToastId, f64)>, id: ToastId, height: f64) {
    match known.iter_mut().find(|(other, _)| *other == id) {
        Some((_, known)) => *known = height,
        None => known.push((id, height)),
    }
}

fn places(here: &[ShownToast], heights: &[(ToastId, f64)]) -> Places {
    let staying = here.iter().filter(|shown| shown.stage == ToastStage::Present);
    let order: Vec<ToastId> = staying.map(|shown| shown.id).collect();
    let height = |id: &ToastId| {
        heights.iter().find(|(other, _)| other == id).map(|(_, height)| *height).unwrap_or_default()
    };
    let stack = Stack::new(order.iter().map(height).collect());
    Places { order, stack }
}

/// Who looks at the toasts, and how.
#[derive(Clone, Copy)]
struct Attention {
    /// The mouse is on them.
    is_pointed_at: RwSignal<bool>,
    /// The keyboard is among them.
    is_read: RwSignal<bool>,
    /// A finger has touched them, and nothing else since.
    is_touched: RwSignal<bool>,
}

impl Attention {
    fn new() -> Self {
        let none = || RwSignal::new(false);
        Self { is_pointed_at: none(), is_read: none(), is_touched: none() }
    }

    /// A toast that goes from under the pointer takes the leave event with it. A mouse that merely lies
    /// there may count or not.
    fn is_here(self, here: Derived<Vec<ShownToast>>, mouse_counts: bool) -> Signal<bool> {
        Signal::derive(move || {
            let is_pointed_at = mouse_counts && self.is_pointed_at.get();
            !here.with(Vec::is_empty)
                && (is_pointed_at || self.is_read.get() || self.is_touched.get())
        })
    }

    fn handle_enter(self, event: &PointerEvent) {
        if event.pointer_type() == "mouse" {
            self.is_pointed_at.set(true);
        }
    }

    fn handle_leave(self, event: &PointerEvent) {
        if event.pointer_type() == "mouse" {
            self.is_pointed_at.set(false);
        }
    }

    /// A finger does not rest on things: what it has spread out stays so. Whoever presses a button is
    /// done with that toast, and has not asked for the others.
    fn handle_up(self, event: &PointerEvent) {
        if event.pointer_type() != "mouse" && !is_control(event) {
            self.is_touched.set(true);
        }
    }

    fn end_with_press_outside(self, list: NodeRef<Ol>, here: Derived<Vec<ShownToast>>) {
        let inside = move || list.get_untracked().map(|list| list.unchecked_into());
        page::use_press_outside(inside, self.is_touched.into(), move || self.is_touched.set(false));
        effect(move || {
            if here.with(Vec::is_empty) {
                self.is_touched.set(false);
                self.is_pointed_at.set(false);
            }
        });
    }
}

/// Whether somebody is among the toasts with the keyboard. A mouse leaves the focus behind where it
/// pressed a button.
fn is_reading(event: &FocusEvent) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|element| element.matches(":focus-visible").unwrap_or_default())
}
