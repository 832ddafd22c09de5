use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Node};

use super::browser::until_cleanup;

/// The top and the bottom of an element on the screen, and where its left side is, in CSS pixels.
pub(crate) fn place_of(element: &Element) -> (f64, f64, f64) {
    let bounds = element.unchecked_ref::<Bounded>().bounds();
    (bounds.top(), bounds.bottom(), bounds.left())
}

/// How wide and how high the screen is without the scroll bars, in CSS pixels.
pub(crate) fn screen() -> (f64, f64) {
    let root = document().document_element();
    root.map_or((0.0, 0.0), |root| (root.client_width().into(), root.client_height().into()))
}

/// Calls `handler` when the screen has another size, and when something is scrolled: with what that is.
pub(crate) fn use_screen(handler: impl Fn(Option<Node>) + 'static) {
    let handler: Rc<dyn Fn(Option<Node>)> = Rc::new(handler);
    for event in ["resize", "scroll"] {
        let handler = handler.clone();
        let captured = EventListenerOptions::run_in_capture_phase();
        let listener = move |event: &web_sys::Event| {
            handler(event.target().and_then(|target| target.dyn_into().ok()));
        };
        until_cleanup(EventListener::new_with_options(&window(), event, captured, listener));
    }
}

#[wasm_bindgen]
extern "C" {
    type Bounded;
    #[wasm_bindgen(method, js_name = getBoundingClientRect)]
    fn bounds(this: &Bounded) -> Bounds;

    type Bounds;
    #[wasm_bindgen(method, getter)]
    fn top(this: &Bounds) -> f64;
    #[wasm_bindgen(method, getter)]
    fn bottom(this: &Bounds) -> f64;
    #[wasm_bindgen(method, getter)]
    fn left(this: &Bounds) -> f64;
}
