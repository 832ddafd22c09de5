use std::rc::Rc;

use gloo_events::EventListener;
use js_sys::Date;
use leptos::html::Section;
use leptos::mount::mount_to;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

use super::Layer;
use crate::clockwork::effect;
use crate::notifications::Day;

pub(crate) fn use_page_hidden() -> Signal<bool> {
    let is_hidden = || document().visibility_state() == web_sys::VisibilityState::Hidden;
    let (hidden, set_hidden) = signal(is_hidden());
    let listener = EventListener::new(&document(), "visibilitychange", move |_| {
        set_hidden.set(is_hidden());
    });
    let listener = SendWrapper::new(listener);
    on_cleanup(move || drop(listener));
    hidden.into()
}

/// Whether the user is elsewhere: the page is hidden, or has lost the focus to another window.
pub(crate) fn use_page_left() -> Signal<bool> {
    let hidden = use_page_hidden();
    let is_left = RwSignal::new(false);
    // A page within another one loses it to that one, before the user's eyes.
    let is_framed = window().parent().ok().flatten().is_some_and(|parent| parent != window());
    for turn in ["blur", "focus"] {
        until_cleanup(EventListener::new(&window(), turn, move |_| {
            // A frame within the page may have it.
            is_left.set(!is_framed && !document().has_focus().unwrap_or(true));
        }));
    }
    Signal::derive(move || hidden.get() || is_left.get())
}

pub(crate) fn use_press_outside(
    inside: impl Fn() -> Option<Element> + Clone + 'static,
    while_true: Signal<bool>,
    handler: impl Fn() + Clone + 'static,
) {
    let mut listening = None::<EventListener>;
    effect(move || {
        drop(listening.take());
        if !while_true.get() {
            return;
        }
        let (inside, handler) = (inside.clone(), handler.clone());
        listening = Some(EventListener::new(&document(), "pointerdown", move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let inside = inside();
            let contains = |of: &Option<Element>, what: &Option<Element>| match (of, what) {
                (Some(of), Some(what)) => of.contains(Some(what)),
                _ => false,
            };
            // Toasts lie above everything, and belong to what is below them as little as to the rest.
            let toasts = target.as_ref().and_then(|target| target.closest(".bw-toaster").ok()?);
            let is_aside = toasts.is_some() && !contains(&toasts, &inside);
            if !is_aside && !contains(&inside, &target) {
                handler();
            }
        }));
    });
}

/// Whether the focus is on something within.
pub(crate) fn has_focus(inside: NodeRef<Section>) -> bool {
    let focused = document().active_element();
    inside.get_untracked().is_some_and(|inside| inside.contains(focused.as_deref()))
}

pub(crate) fn wall_clock() -> f64 {
    Date::now()
}

/// A moment as RFC 3339 has it, in milliseconds since 1970.
pub(crate) fn parse_time(text: &str) -> Option<f64> {
    Some(Date::parse(text)).filter(|millis| millis.is_finite())
}

/// A number that nobody else has, from 0 to 1.
pub(crate) fn random() -> f64 {
    js_sys::Math::random()
}

/// Keeps an event listener as long as the component lives.
pub(crate) fn until_cleanup(listener: EventListener) {
    let listener = SendWrapper::new(listener);
    on_cleanup(move || drop(listener));
}

/// Calls `handler` with each key that is pressed anywhere on the page.
pub(crate) fn use_keys(handler: impl Fn(&web_sys::KeyboardEvent) + 'static) {
    until_cleanup(EventListener::new_with_options(
        &document(),
        "keydown",
        gloo_events::EventListenerOptions::enable_prevent_default(),
        move |event| {
            if let Some(event) = event.dyn_ref() {
                handler(event);
            }
        },
    ));
}

/// The element that has the focus, unless that is the page itself.
pub(crate) fn focused() -> Option<HtmlElement> {
    let focused = document().active_element()?;
    (!focused.is_same_node(document().body().map(|body| body.into()).as_ref()))
        .then(|| focused.dyn_into().ok())?
}

/// All elements within that a selector names, as they are in the page.
pub(crate) fn find_all(within: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(found) = within.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).collect()
}

/// Whether lines of text begin at the right.
pub(crate) fn is_rtl(element: &Element) -> bool {
    window()
        .get_computed_style(element)
        .ok()
        .flatten()
        .and_then(|style| style.get_property_value("direction").ok())
        .is_some_and(|direction| direction == "rtl")
}

/// Whether somebody has selected text, beginning within an element.
pub(crate) fn has_selection(within: &Element) -> bool {
    let selection = window().get_selection().ok().flatten();
    selection.is_some_and(|selection| {
        !selection.is_collapsed() && within.contains(selection.anchor_node().as_ref())
    })
}

/// Shows a view in a layer of its own, above the page, for as long as the component lives.
pub(crate) fn use_layer(view: impl Fn(&Layer) -> AnyView + 'static) {
    let view = Rc::new(view);
    // Once the page is there, and not while it is taken over from a server.
    effect(move || {
        let Some(layer) = Layer::to_be_seen() else { return };
        let (view, above) = (view.clone(), layer.clone());
        let mounted = mount_to(layer.element().clone(), move || untrack(|| view(&above)));
        let shown = SendWrapper::new((mounted, layer));
        on_cleanup(move || drop(shown));
    });
}

/// Sets a custom property of an element. A strict content security policy forbids styles in the markup,
/// and permits this.
pub(crate) fn set_property(element: &HtmlElement, property: &str, value: &str) {
    // A property with a name of ours takes any value.
    let _ = element.style().set_property(property, value);
}

/// Whether the page is as narrow as a phone's.
pub(crate) fn is_narrow() -> bool {
    let narrow = window().match_media("(max-width: 600px)");
    narrow.ok().flatten().is_some_and(|narrow| narrow.matches())
}

/// The day in which a moment lies where the user is.
pub(crate) fn day_of(moment: f64) -> Day {
    let midnight = |days: i32| {
        let date = Date::new(&moment.into());
        date.set_hours(0);
        date.set_minutes(0);
        date.set_seconds(0);
        date.set_milliseconds(0);
        // The clock may have been changed since: a day is not always as long.
        let day = i64::from(date.get_date()) + i64::from(days);
        date.set_date(u32::try_from(day).unwrap_or_default());
        date.get_time()
    };
    Day { starts_at: midnight(0), ends_at: midnight(1) }
}

/// Nine in the morning, so many days from now.
pub(crate) fn morning(days: u32) -> f64 {
    const NINE_HOURS: f64 = 9.0 * 3_600_000.0;
    let mut day = day_of(wall_clock());
    for _ in 0..days {
        day = day_of(day.ends_at);
    }
    day.starts_at + NINE_HOURS
}

/// How many days it is until Monday; seven on a Monday.
pub(crate) fn days_until_monday() -> u32 {
    // Sunday is 0.
    match Date::new_0().get_day() {
        0 => 1,
        weekday => 8 - weekday,
    }
}

/// A moment as HTML has it.
pub(crate) fn timestamp(moment: f64) -> String {
    // A moment beyond the calendar has no name, and to ask for it throws.
    match Date::new(&moment.into()) {
        date if date.get_time().is_finite() => date.to_iso_string().into(),
        _ => String::new(),
    }
}
