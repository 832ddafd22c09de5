use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::Layer;
use crate::store::Urgency;

/// How long a screen reader takes to get to know regions that have come to another place of the page.
const SETTLING_MS: u32 = 150;

/// The two places on the page whose texts a screen reader says when they change. Dropping them takes
/// them off the page.
pub(crate) struct LiveRegions(Option<(Layer, Rc<Regions>)>);

struct Regions {
    polite: Region,
    assertive: Region,
    /// Runs after a move: a region that arrives together with its text is not read.
    settling: RefCell<Option<Timeout>>,
}

struct Region {
    element: HtmlElement,
    /// What it says, or will say once it is known.
    text: RefCell<String>,
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
        Self(Regions::on_page())
    }

    /// Sets what is said; nothing, with an empty text.
    pub(crate) fn say(&self, urgency: Urgency, text: &str) {
        let Some((layer, regions)) = &self.0 else { return };
        let region = match urgency {
            Urgency::Polite => &regions.polite,
            Urgency::Assertive => &regions.assertive,
        };
        // Saying it again would be saying it twice.
        if *region.text.borrow() == text {
            return;
        }
        text.clone_into(&mut region.text.borrow_mut());
        if !text.is_empty() {
            layer.raise();
        }
        if regions.settling.borrow().is_none() {
            region.fill();
        }
    }
}

impl Regions {
    fn on_page() -> Option<(Layer, Rc<Self>)> {
        let regions = Rc::new(Self {
            polite: Region::new("status", "polite")?,
            assertive: Region::new("alert", "assertive")?,
            settling: RefCell::default(),
        });
        let settling = regions.clone();
        let layer = Layer::new(move || settling.settle())?;
        for (property, value) in HIDDEN {
            layer.element().style().set_property(property, value).ok()?;
        }
        // Libraries that hide everything beside their dialogs leave these alone.
        layer.element().set_attribute("data-live-announcer", "true").ok()?;
        for region in [&regions.polite, &regions.assertive] {
            layer.element().append_child(&region.element).ok()?;
        }
        Some((layer, regions))
    }

    /// They are somewhere else: what they say is said there, once they are known.
    fn settle(self: &Rc<Self>) {
        for region in [&self.polite, &self.assertive] {
            region.element.set_text_content(None);
        }
        let regions = Rc::downgrade(self);
        let known = Timeout::new(SETTLING_MS, move || {
            let Some(regions) = regions.upgrade() else { return };
            regions.settling.take();
            regions.polite.fill();
            regions.assertive.fill();
        });
        self.settling.replace(Some(known));
    }
}

impl Region {
    fn new(role: &str, live: &str) -> Option<Self> {
        let element: HtmlElement = document().create_element("div").ok()?.dyn_into().ok()?;
        element.set_attribute("role", role).ok()?;
        element.set_attribute("aria-live", live).ok()?;
        element.set_attribute("aria-atomic", "true").ok()?;
        Some(Self { element, text: RefCell::default() })
    }

    fn fill(&self) {
        self.element.set_text_content(Some(&self.text.borrow()));
    }
}
