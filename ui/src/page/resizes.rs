use std::sync::Arc;

use leptos::web_sys::Element;
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::*;
use web_sys::{ResizeObserver, ResizeObserverEntry};

/// Tells how high elements are, at once and whenever that changes.
#[derive(Clone)]
pub(crate) struct Resizes(Option<Arc<SendWrapper<Inner>>>);

struct Inner {
    observer: ResizeObserver,
    _changed: Closure<dyn FnMut(js_sys::Array)>,
}

impl Resizes {
    /// `handler` is told after the page is laid out and before it is painted: what it changes is seen
    /// at once. Heights are in CSS pixels.
    pub(crate) fn new(handler: impl Fn(&Element, f64) + 'static) -> Self {
        let changed = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            for entry in entries.iter() {
                let Ok(entry) = entry.dyn_into::<ResizeObserverEntry>() else { continue };
                let element = entry.target();
                if element.is_connected() {
                    handler(&element, f64::from(height(&element)));
                }
            }
        });
        let observer = ResizeObserver::new(changed.as_ref().unchecked_ref()).ok();
        Self(
            observer
                .map(|observer| Arc::new(SendWrapper::new(Inner { observer, _changed: changed }))),
        )
    }

    pub(crate) fn watch(&self, element: &Element) {
        if let Some(inner) = &self.0 {
            inner.observer.observe(element);
        }
    }

    pub(crate) fn leave(&self, element: &Element) {
        if let Some(inner) = &self.0 {
            inner.observer.unobserve(element);
        }
    }
}

/// With its padding and border, whatever transforms it.
fn height(element: &Element) -> i32 {
    element.dyn_ref::<web_sys::HtmlElement>().map_or(0, web_sys::HtmlElement::offset_height)
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
