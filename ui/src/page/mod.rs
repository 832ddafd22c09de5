//! What components ask of the page they are on, with answers for rendering on a server.

mod attention;
#[cfg(target_family = "wasm")]
mod browser;
mod intl;
#[cfg(target_family = "wasm")]
mod layer;
#[cfg(target_family = "wasm")]
mod live_regions;
#[cfg(target_family = "wasm")]
mod resizes;
#[cfg(target_family = "wasm")]
mod screen;
#[cfg(not(target_family = "wasm"))]
mod server;

pub(crate) use self::attention::{
    FaviconCount, Player, SystemNotification, SystemText, TitleCount, follow, request_permission,
    store, stored, use_permission, use_stored_elsewhere, was_pressed,
};
#[cfg(target_family = "wasm")]
pub(crate) use self::browser::{
    day_of, days_until_monday, find_all, focused, has_focus, has_selection, is_narrow, is_rtl,
    morning, parse_time, random, set_property, timestamp, use_keys, use_layer, use_page_hidden,
    use_page_left, use_press_outside, wall_clock,
};
pub(crate) use self::intl::{date_and_time, day_name, number, plural_kind, time_ago};
#[cfg(target_family = "wasm")]
pub(crate) use self::layer::Layer;
#[cfg(target_family = "wasm")]
pub(crate) use self::live_regions::LiveRegions;
#[cfg(target_family = "wasm")]
pub(crate) use self::resizes::Resizes;
#[cfg(target_family = "wasm")]
pub(crate) use self::screen::{place_of, screen, use_screen};
#[cfg(not(target_family = "wasm"))]
pub(crate) use self::server::{
    Layer, LiveRegions, Resizes, day_of, days_until_monday, find_all, focused, has_focus,
    has_selection, is_narrow, is_rtl, morning, parse_time, place_of, random, screen, set_property,
    timestamp, use_keys, use_layer, use_page_hidden, use_page_left, use_press_outside, use_screen,
    wall_clock,
};

use std::time::Duration;

use leptos::web_sys::HtmlElement;

/// Whether there is a page, and not a server that renders one: there nothing happens, and what is
/// rendered on one thread may be dropped on another.
pub(crate) const IS_THERE: bool = cfg!(target_family = "wasm");

/// Whether a page is being taken over from a server, and has to begin as the server has rendered it.
#[cfg(feature = "hydrate")]
pub(crate) fn is_hydrating() -> bool {
    leptos::prelude::Owner::current_shared_context()
        .is_some_and(|context| context.during_hydration())
}

/// Without the feature there are no such pages.
#[cfg(not(feature = "hydrate"))]
pub(crate) fn is_hydrating() -> bool {
    false
}

/// Sets a custom property of an element, in whole CSS pixels.
pub(crate) fn set_length(element: &HtmlElement, property: &str, pixels: f64) {
    // A cast from float saturates. Printing fractions takes ten kilobytes of WebAssembly.
    set_property(element, property, &format!("{}px", pixels.round() as i64));
}

/// Sets a custom property of an element, as a bare number.
pub(crate) fn set_number(element: &HtmlElement, property: &str, number: i64) {
    set_property(element, property, &number.to_string());
}

/// Sets a custom property of an element, as a time.
pub(crate) fn set_time(element: &HtmlElement, property: &str, time: Duration) {
    set_property(element, property, &format!("{}ms", time.as_millis()));
}
