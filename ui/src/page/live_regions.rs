use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::Layer;
use crate::store::Urgency;

/// The two places on the page whose texts a screen reader says when they change. Dropping them takes
/// them off the page.
#[derive(Clone)]
pub(crate) struct LiveRegions(Option<Regions>);

#[derive(Clone)]
struct Regions {
    layer: Layer,
    polite: HtmlElement,
    assertive: HtmlElement,
}

/// Nobody sees them, also where there is no stylesheet.
const HIDDEN: [(&str, &str); 7] = [
    ("position", "absolute"),
    ("width", "1px"),
    ("height", "1px"),
    ("margin", "-1px"),
    ("overflow", "hidden"),
    ("clip-path", "inset(50%)"),
    ("white-space", "nowrap"),
];

impl LiveRegions {
    pub(crate) fn new() -> Self {
        Self(Regions::new())
    }

    /// Sets what is said; nothing, with an empty text.
    pub(crate) fn say(&self, urgency: Urgency, text: &str) {
        let Some(Regions { layer, polite, assertive }) = &self.0 else { return };
        let region = match urgency {
            Urgency::Polite => polite,
            Urgency::Assertive => assertive,
        };
        // Saying it again would be saying it twice.
        if region.text_content().as_deref() == Some(text) {
            return;
        }
        if !text.is_empty() {
            layer.raise();
        }
        region.set_text_content(Some(text));
    }
}

impl Regions {
    fn new() -> Option<Self> {
        let layer = Layer::new()?;
        for (property, value) in HIDDEN {
            layer.element().style().set_property(property, value).ok()?;
        }
        // Libraries that hide everything beside their dialogs leave these alone.
        layer.element().set_attribute("data-live-announcer", "true").ok()?;
        let region = |role: &str, live: &str| {
            let region: HtmlElement = document().create_element("div").ok()?.dyn_into().ok()?;
            region.set_attribute("role", role).ok()?;
            region.set_attribute("aria-live", live).ok()?;
            region.set_attribute("aria-atomic", "true").ok()?;
            layer.element().append_child(&region).ok()?;
            Some(region)
        };
        let polite = region("status", "polite")?;
        let assertive = region("alert", "assertive")?;
        Some(Self { layer, polite, assertive })
    }
}
