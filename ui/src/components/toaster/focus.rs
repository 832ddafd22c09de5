use leptos::ev::FocusEvent;
use leptos::html::Section;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement, Node};
use send_wrapper::SendWrapper;

use crate::page;

/// A toast that is not about to go.
const STAYING: &str = ".bw-toast[data-state=present]";

/// Where the focus goes when it comes to the toasts, and when the toast that had it is gone.
#[derive(Clone, Copy)]
pub(super) struct Focus {
    region: NodeRef<Section>,
    /// What had the focus before. On a server, where it may be dropped on another thread, nothing.
    origin: StoredValue<Option<SendWrapper<HtmlElement>>>,
}

impl Focus {
    pub(super) fn new(region: NodeRef<Section>) -> Self {
        Self { region, origin: StoredValue::new(None) }
    }

    /// Goes to the newest toast. Returns whether there is one.
    pub(super) fn enter(self) -> bool {
        let origin = page::focused();
        let Some(toast) = self.toasts(STAYING).into_iter().next() else { return false };
        if !self.contains(origin.as_deref()) {
            self.origin.set_value(origin.map(SendWrapper::new));
        }
        toast.focus().is_ok()
    }

    /// Goes back to where the focus came from.
    pub(super) fn leave(self) {
        let origin = self.origin.try_update_value(Option::take).flatten();
        if let Some(origin) = origin.filter(|origin| origin.is_connected()) {
            let _ = origin.focus();
        } else if let Some(focused) = page::focused()
            && self.contains(Some(&focused))
        {
            let _ = focused.blur();
        }
    }

    /// The focus has come to something among the toasts.
    pub(super) fn handle_in(self, event: &FocusEvent) {
        let from = event.related_target().and_then(|from| from.dyn_into::<HtmlElement>().ok());
        if from.is_some() && !self.contains(from.as_deref().map(|from| from as &Element)) {
            self.origin.set_value(from.map(SendWrapper::new));
        }
    }

    /// A toast is about to go. Whoever was in it with the keyboard goes to the next one, or back.
    pub(super) fn hand_over(self, toast: &HtmlElement) {
        let focused = page::focused();
        let is_in = focused.as_ref().is_some_and(|focused| {
            let node: &Node = focused;
            toast.contains(Some(node)) && focused.matches(":focus-visible").unwrap_or_default()
        });
        if !is_in {
            return;
        }
        let toasts = self.toasts(".bw-toast");
        let place = toasts.iter().position(|other| other == toast).unwrap_or_default();
        let (before, after) = toasts.split_at(place);
        let next = after
            .iter()
            .chain(before.iter().rev())
            .find(|other| *other != toast && other.matches(STAYING).unwrap_or_default());
        match next {
            Some(next) => {
                let _ = next.focus();
            }
            None => self.leave(),
        }
    }

    /// Some of the toasts, as they are in the page.
    fn toasts(self, selector: &str) -> Vec<HtmlElement> {
        let Some(region) = self.region.get_untracked() else { return Vec::new() };
        page::find_all(&region, selector)
    }

    fn contains(self, element: Option<&Element>) -> bool {
        let node = element.map(|element| -> &Node { element });
        node.is_some() && self.region.get_untracked().is_some_and(|region| region.contains(node))
    }
}
