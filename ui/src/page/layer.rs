use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use leptos::prelude::document;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, MutationObserver, MutationObserverInit};

/// An element at the end of the page, which goes into the modal dialog on top when there is one: whatever
/// is outside of that is inert. Dropping it takes it off the page.
#[derive(Clone)]
pub(crate) struct Layer(Rc<Inner>);

struct Inner {
    element: HtmlElement,
    /// Called each time that it has gone to another place.
    moved: Box<dyn Fn()>,
    watch: RefCell<Option<Watch>>,
}

/// What may take the dialog away in which a layer is.
struct Watch {
    observer: MutationObserver,
    _changed: Closure<dyn FnMut()>,
    _closed: EventListener,
}

/// The class of a layer that is to be seen.
const SEEN: &str = "bw-layer";

impl Layer {
    /// Puts an empty element on the page. `None` where the page has no body yet.
    pub(crate) fn new(moved: impl Fn() + 'static) -> Option<Self> {
        let element: HtmlElement = document().create_element("div").ok()?.dyn_into().ok()?;
        document().body()?.append_child(&element).ok()?;
        let moved = Box::new(moved);
        Some(Self(Rc::new(Inner { element, moved, watch: RefCell::default() })))
    }

    /// The same, for what is to be seen: within a dialog that is moved by a transform, or cuts off what
    /// stands out, it lies above all of the page none the less.
    pub(crate) fn to_be_seen() -> Option<Self> {
        let layer = Self::new(|| ())?;
        layer.element().set_class_name(SEEN);
        Some(layer)
    }

    pub(crate) fn element(&self) -> &HtmlElement {
        &self.0.element
    }

    /// Goes to where it can be seen, heard and used.
    pub(crate) fn raise(&self) {
        let dialog = topmost_dialog();
        let Some(place) = dialog.clone().or_else(|| document().body().map(JsCast::unchecked_into))
        else {
            return;
        };
        let element = self.element();
        if element.parent_element().as_ref() != Some(&place) || !element.is_connected() {
            // What has focus keeps it nowhere: moving is for when a dialog opens or closes.
            let _ = place.append_child(element);
            if element.class_name() == SEEN {
                set_on_top(element, dialog.is_some());
            }
            (self.0.moved)();
        }
        let watch = dialog.and_then(|_| self.watch());
        *self.0.watch.borrow_mut() = watch;
    }

    /// Watches for the end of the dialog: it is closed, or taken off the page together with us.
    fn watch(&self) -> Option<Watch> {
        let back = {
            let layer = Rc::downgrade(&self.0);
            move || {
                let Some(layer) = layer.upgrade().map(Layer) else { return };
                let place = layer.element().parent_element();
                if topmost_dialog() != place || !layer.element().is_connected() {
                    layer.raise();
                }
            }
        };
        let options = EventListenerOptions {
            phase: EventListenerPhase::Capture,
            ..EventListenerOptions::default()
        };
        let on_close = back.clone();
        let closed = EventListener::new_with_options(&document(), "close", options, move |_| {
            // The watch ends while it is told: not within its own listener.
            let on_close = on_close.clone();
            wasm_bindgen_futures::spawn_local(async move { on_close() });
        });
        let changed = Closure::<dyn FnMut()>::new(move || {
            let back = back.clone();
            wasm_bindgen_futures::spawn_local(async move { back() });
        });
        let observer = MutationObserver::new(changed.as_ref().unchecked_ref()).ok()?;
        let init = MutationObserverInit::new();
        init.set_child_list(true);
        init.set_subtree(true);
        let body = document().body()?;
        observer.observe_with_options(&body, &init).ok()?;
        Some(Watch { observer, _changed: changed, _closed: closed })
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.element.remove();
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Puts an element into the browser's top layer, or back among the others. Nothing but us takes it from
/// there: a press elsewhere or Escape is none of its business. Browsers before 2024 leave it in the dialog.
fn set_on_top(element: &HtmlElement, is_on_top: bool) {
    if !is_on_top {
        let _ = element.remove_attribute("popover");
    } else if element.set_attribute("popover", "manual").is_ok() {
        let _ = element.show_popover();
    }
}

/// The last one in the document, which is the one on top unless dialogs were opened in another order.
fn topmost_dialog() -> Option<Element> {
    let dialogs = document().query_selector_all("dialog:modal").ok()?;
    dialogs.item(dialogs.length().checked_sub(1)?).map(JsCast::unchecked_into)
}
