//! What components ask of the page they are on, with answers for rendering on a server.

#[cfg(target_family = "wasm")]
mod browser {
    use gloo_events::EventListener;
    use js_sys::{Object, Reflect};
    use leptos::html::{Div, Section};
    use leptos::prelude::*;
    use send_wrapper::SendWrapper;
    use wasm_bindgen::prelude::*;

    use crate::clockwork::effect;

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

    pub(crate) fn use_press_outside(
        inside: NodeRef<Div>,
        while_true: Signal<bool>,
        handler: impl Fn() + Clone + 'static,
    ) {
        let mut listening = None::<EventListener>;
        effect(move || {
            drop(listening.take());
            if !while_true.get() {
                return;
            }
            let handler = handler.clone();
            listening = Some(EventListener::new(&document(), "pointerdown", move |event| {
                let target =
                    event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
                let is_inside =
                    inside.get_untracked().is_some_and(|inside| inside.contains(target.as_ref()));
                if !is_inside {
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
        js_sys::Date::now()
    }

    /// A moment as RFC 3339 has it, in milliseconds since 1970.
    pub(crate) fn parse_time(text: &str) -> Option<f64> {
        Some(js_sys::Date::parse(text)).filter(|millis| millis.is_finite())
    }

    /// A number that nobody else has, from 0 to 1.
    pub(crate) fn random() -> f64 {
        js_sys::Math::random()
    }

    pub(crate) fn time_ago(moment: f64) -> String {
        let (amount, unit) = super::largest_unit(wall_clock() - moment);
        let language = document().document_element().and_then(|root| root.get_attribute("lang"));
        let options = Object::new();
        // A fresh object takes every property.
        let _ = Reflect::set(&options, &"numeric".into(), &"auto".into());
        let _ = Reflect::set(&options, &"style".into(), &"narrow".into());
        // The page's language, or the browser's where the page's makes no sense.
        RelativeTime::new(language.into(), &options)
            .or_else(|_| RelativeTime::new(JsValue::UNDEFINED, &options))
            .map(|format| format.format(-amount, unit))
            .unwrap_or_default()
    }

    #[wasm_bindgen]
    extern "C" {
        type RelativeTime;
        #[wasm_bindgen(
            constructor,
            js_namespace = Intl,
            js_class = "RelativeTimeFormat",
            catch
        )]
        fn new(locale: JsValue, options: &Object) -> Result<RelativeTime, JsValue>;
        #[wasm_bindgen(method)]
        fn format(this: &RelativeTime, amount: f64, unit: &str) -> String;
    }
}

#[cfg(not(target_family = "wasm"))]
mod server {
    use leptos::html::{Div, Section};
    use leptos::prelude::*;

    pub(crate) fn use_page_hidden() -> Signal<bool> {
        Signal::stored(false)
    }

    pub(crate) fn use_press_outside(
        _inside: NodeRef<Div>,
        _while_true: Signal<bool>,
        _handler: impl Fn() + Clone + 'static,
    ) {
    }

    pub(crate) fn has_focus(_inside: NodeRef<Section>) -> bool {
        false
    }

    pub(crate) fn wall_clock() -> f64 {
        0.0
    }

    pub(crate) fn parse_time(_text: &str) -> Option<f64> {
        None
    }

    pub(crate) fn random() -> f64 {
        0.0
    }

    pub(crate) fn time_ago(_moment: f64) -> String {
        String::new()
    }
}

#[cfg(target_family = "wasm")]
pub(crate) use self::browser::{
    has_focus, parse_time, random, time_ago, use_page_hidden, use_press_outside, wall_clock,
};
#[cfg(not(target_family = "wasm"))]
pub(crate) use self::server::{
    has_focus, parse_time, random, time_ago, use_page_hidden, use_press_outside, wall_clock,
};

/// A stretch of time in its largest unit, in the words of `Intl.RelativeTimeFormat`.
#[cfg_attr(not(any(test, target_family = "wasm")), expect(dead_code, reason = "needs a browser"))]
fn largest_unit(millis: f64) -> (f64, &'static str) {
    let minutes = (millis / 60_000.0).floor().max(0.0);
    match minutes {
        minutes if minutes < 1.0 => (0.0, "second"),
        minutes if minutes < 60.0 => (minutes, "minute"),
        minutes if minutes < 24.0 * 60.0 => ((minutes / 60.0).floor(), "hour"),
        minutes => ((minutes / (24.0 * 60.0)).floor(), "day"),
    }
}

#[cfg(test)]
mod tests {
    use super::largest_unit;

    #[test]
    fn time_is_told_in_its_largest_unit() {
        assert_eq!(largest_unit(-5.0), (0.0, "second"));
        assert_eq!(largest_unit(59_999.0), (0.0, "second"));
        assert_eq!(largest_unit(60_000.0), (1.0, "minute"));
        assert_eq!(largest_unit(2.5 * 3_600_000.0), (2.0, "hour"));
        assert_eq!(largest_unit(49.0 * 3_600_000.0), (2.0, "day"));
    }
}
