use wasm_bindgen::JsCast;
use web_sys::{Document, Event, EventTarget, PageTransitionEvent, Window};

use super::Notes;
use super::listener::EventListener;
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
    [
        note_on(window, "online", notes, |_| Some(Input::Network(Network::Online))),
        note_on(window, "offline", notes, |_| Some(Input::Network(Network::Offline))),
        note_on(window, "pageshow", notes, |event| {
            let event = event.unchecked_ref::<PageTransitionEvent>();
            event.persisted().then_some(Input::Page(Page::Resumed))
        }),
    ]
}

fn listen_to_document(document: &Document, notes: &Notes) -> [EventListener; 3] {
    [
        note_on(document, "visibilitychange", notes, |event| {
            let document = event.target()?.unchecked_into::<Document>();
            Some(Input::Page(if document.hidden() { Page::Hidden } else { Page::Visible }))
        }),
        note_on(document, "freeze", notes, |_| Some(Input::Page(Page::Frozen))),
        note_on(document, "resume", notes, |_| Some(Input::Page(Page::Resumed))),
    ]
}

/// Leaves a note when an event says something.
fn note_on(
    target: &EventTarget,
    event: &'static str,
    notes: &Notes,
    read: fn(&Event) -> Option<Input>,
) -> EventListener {
    let notes = notes.clone();
    EventListener::new(target, event, move |event| {
        if let Some(input) = read(&event) {
            notes.leave(input);
        }
    })
}
