use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Document, EventTarget, PageTransitionEvent, VisibilityState, Window};

use super::Notes;
use crate::engine::{Input, Network, Page};

/// Reports the page's life-cycle and the device's network for as long as the listeners live.
///
/// In a worker there is no page, and nothing to report.
#[must_use]
pub(super) fn listen(notes: &Notes) -> Vec<EventListener> {
    let Some(window) = web_sys::window() else { return Vec::new() };
    if !window.navigator().on_line() {
        notes.leave(Input::Network(Network::Offline));
    }
    let mut listeners = Vec::from(listen_to_window(&window, notes));
    if let Some(document) = window.document() {
        listeners.extend(listen_to_document(&document, notes));
    }
    listeners
}

fn listen_to_window(window: &Window, notes: &Notes) -> [EventListener; 3] {
    let pageshow = {
        let notes = notes.clone();
        EventListener::new(window, "pageshow", move |event| {
            let event = event.dyn_ref::<PageTransitionEvent>();
            if event.is_some_and(PageTransitionEvent::persisted) {
                notes.leave(Input::Page(Page::Resumed));
            }
        })
    };
    [
        note_on(window, "online", notes, || Input::Network(Network::Online)),
        note_on(window, "offline", notes, || Input::Network(Network::Offline)),
        pageshow,
    ]
}

fn listen_to_document(document: &Document, notes: &Notes) -> [EventListener; 3] {
    let visibility = {
        let (notes, document) = (notes.clone(), document.clone());
        EventListener::new(&document.clone(), "visibilitychange", move |_| {
            let is_visible = document.visibility_state() == VisibilityState::Visible;
            let page = if is_visible { Page::Visible } else { Page::Hidden };
            notes.leave(Input::Page(page));
        })
    };
    [
        visibility,
        note_on(document, "freeze", notes, || Input::Page(Page::Frozen)),
        note_on(document, "resume", notes, || Input::Page(Page::Resumed)),
    ]
}

fn note_on(
    target: &EventTarget,
    event: &'static str,
    notes: &Notes,
    input: fn() -> Input,
) -> EventListener {
    let notes = notes.clone();
    EventListener::new(target, event, move |_| {
        notes.leave(input());
    })
}
