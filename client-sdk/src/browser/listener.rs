use wasm_bindgen::prelude::*;
use web_sys::{Event, EventTarget};

/// Listens to one event of one target until it is dropped.
///
/// All listeners share one type of closure: each further type costs bytes on both sides of the
/// border, and so do the options that gloo's listener sets.
#[must_use = "it listens for as long as it lives"]
pub(super) struct EventListener {
    target: EventTarget,
    event: &'static str,
    handler: Closure<dyn FnMut(Event)>,
}

impl EventListener {
    pub(super) fn new(
        target: &EventTarget,
        event: &'static str,
        handler: impl FnMut(Event) + 'static,
    ) -> Self {
        let handler = Closure::<dyn FnMut(Event)>::new(handler);
        // It fails for targets and functions that are none.
        let _ = target.add_event_listener_with_callback(event, handler.as_ref().unchecked_ref());
        Self { target: target.clone(), event, handler }
    }
}

impl Drop for EventListener {
    fn drop(&mut self) {
        let handler = self.handler.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback(self.event, handler);
    }
}
