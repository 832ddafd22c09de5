//! Where there is no browser, nothing happens to a page.

use leptos::html::Section;
use leptos::prelude::*;
use leptos::web_sys::{Element, HtmlElement, KeyboardEvent, Node};

use crate::notifications::Day;
use crate::store::Urgency;

pub(crate) fn use_page_hidden() -> Signal<bool> {
    Signal::stored(false)
}

pub(crate) fn use_page_left() -> Signal<bool> {
    Signal::stored(false)
}

pub(crate) fn use_press_outside(
    _inside: impl Fn() -> Option<Element> + Clone + 'static,
    _while_true: Signal<bool>,
    _handler: impl Fn() + Clone + 'static,
) {
}

pub(crate) fn use_keys(_handler: impl Fn(&KeyboardEvent) + 'static) {}

pub(crate) fn use_layer(_view: impl Fn(&Layer) -> AnyView + 'static) {}

pub(crate) fn has_focus(_inside: NodeRef<Section>) -> bool {
    false
}

pub(crate) fn focused() -> Option<HtmlElement> {
    None
}

pub(crate) fn find_all(_within: &Element, _selector: &str) -> Vec<HtmlElement> {
    Vec::new()
}

pub(crate) fn is_rtl(_element: &Element) -> bool {
    false
}

pub(crate) fn has_selection(_within: &Element) -> bool {
    false
}

pub(crate) fn set_property(_element: &HtmlElement, _property: &str, _value: &str) {}

pub(crate) fn wall_clock() -> f64 {
    0.0
}

pub(crate) fn parse_time(_text: &str) -> Option<f64> {
    None
}

pub(crate) fn random() -> f64 {
    0.0
}

pub(crate) fn is_narrow() -> bool {
    false
}

pub(crate) fn place_of(_element: &Element) -> (f64, f64, f64) {
    (0.0, 0.0, 0.0)
}

pub(crate) fn screen() -> (f64, f64) {
    (0.0, 0.0)
}

pub(crate) fn use_screen(_handler: impl Fn(Option<Node>) + 'static) {}

pub(crate) fn day_of(moment: f64) -> Day {
    Day::utc(moment)
}

pub(crate) fn timestamp(_moment: f64) -> String {
    String::new()
}

pub(crate) fn morning(_days: u32) -> f64 {
    0.0
}

pub(crate) fn days_until_monday() -> u32 {
    1
}

#[derive(Clone)]
pub(crate) struct LiveRegions;

impl LiveRegions {
    pub(crate) fn new() -> Self {
        Self
    }

    #[expect(clippy::unused_self, reason = "as it is in browsers")]
    pub(crate) fn say(&self, _urgency: Urgency, _text: &str) {}
}

#[derive(Clone)]
pub(crate) struct Layer;

impl Layer {
    #[expect(clippy::unused_self, reason = "as it is in browsers")]
    pub(crate) fn raise(&self) {}
}

#[derive(Clone)]
pub(crate) struct Resizes;

#[expect(clippy::unused_self, reason = "as it is in browsers")]
impl Resizes {
    pub(crate) fn new(_handler: impl Fn(&Element, f64) + 'static) -> Self {
        Self
    }

    pub(crate) fn watch(&self, _element: &Element) {}

    pub(crate) fn leave(&self, _element: &Element) {}
}
