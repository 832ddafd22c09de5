use std::cell::RefCell;
use std::f64::consts::FRAC_PI_2;
use std::rc::Rc;

use gloo_events::EventListener;
use leptos::prelude::{document, window};
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement, HtmlImageElement};

/// The page's icon with a count on it. Dropping it brings the page's own icon back.
pub(crate) struct FaviconCount(SendWrapper<Rc<Inner>>);

struct Inner {
    /// Ours, with the count.
    link: Element,
    /// The page's own, and what they say they are.
    own: Vec<(Element, String)>,
    /// The page's icon, once it has been loaded.
    icon: HtmlImageElement,
    count: RefCell<String>,
    loaded: RefCell<Vec<EventListener>>,
}

/// What the page's own icons are while ours is shown: browsers pick one of several as they like.
const SET_ASIDE: &str = "x-icon";
/// Where an icon is that no page names.
const USUAL_ICON: &str = "/favicon.ico";

impl FaviconCount {
    /// `None` where the page has no head.
    pub(crate) fn new(count: String) -> Option<Self> {
        let own = own_icons();
        let address = own.last().and_then(|(link, _)| link.get_attribute("href"));
        let icon = HtmlImageElement::new().ok()?;
        let link = document().create_element("link").ok()?;
        document().head()?;
        let inner = Inner {
            link,
            own,
            icon: icon.clone(),
            count: RefCell::new(count),
            loaded: RefCell::default(),
        };
        let inner = Rc::new(inner);
        let listeners = ["load", "error"].map(|event| {
            let inner = Rc::downgrade(&inner);
            EventListener::new(&icon, event, move |_| {
                if let Some(inner) = inner.upgrade() {
                    inner.show();
                }
            })
        });
        inner.loaded.replace(listeners.into());
        icon.set_src(address.as_deref().unwrap_or(USUAL_ICON));
        Some(Self(SendWrapper::new(inner)))
    }

    pub(crate) fn set(&self, count: String) {
        self.0.count.replace(count);
        if self.0.icon.complete() {
            self.0.show();
        }
    }
}

impl Inner {
    /// What hinders it is no harm: the icon is then as it was.
    fn show(&self) -> Option<()> {
        let count = self.count.borrow();
        // An icon that is not there cannot be drawn, and what comes from elsewhere not be read.
        let picture = draw(Some(&self.icon), &count).or_else(|| draw(None, &count))?;
        self.link.set_attribute("href", &picture).ok()?;
        if !self.link.is_connected() {
            for (link, _) in &self.own {
                link.set_attribute("rel", SET_ASIDE).ok()?;
            }
            self.link.set_attribute("rel", "icon").ok()?;
            self.link.set_attribute("type", "image/png").ok()?;
            document().head()?.append_child(&self.link).ok()?;
        }
        Some(())
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.link.remove();
        for (link, rel) in &self.own {
            if link.get_attribute("rel").as_deref() == Some(SET_ASIDE) {
                // It had this value before.
                let _ = link.set_attribute("rel", rel);
            }
        }
    }
}

fn own_icons() -> Vec<(Element, String)> {
    let Ok(links) = document().query_selector_all("link[rel~='icon' i]") else {
        return Vec::new();
    };
    let links = (0..links.length()).filter_map(|index| links.item(index)?.dyn_into().ok());
    links.filter_map(|link: Element| Some((link.clone(), link.get_attribute("rel")?))).collect()
}

/// How wide and high the picture is, in pixels: enough for screens with small ones.
const SIZE: f64 = 64.0;
const DOT: f64 = 40.0;
const RIM: f64 = 4.0;

/// The picture, as a `data:` address. `None` where the icon cannot be drawn, or not be read.
fn draw(icon: Option<&HtmlImageElement>, count: &str) -> Option<String> {
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(SIZE as u32);
    canvas.set_height(SIZE as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    if let Some(icon) = icon {
        context
            .draw_image_with_html_image_element_and_dw_and_dh(icon, 0.0, 0.0, SIZE, SIZE)
            .ok()?;
    }
    let width = DOT + 12.0 * count.len().saturating_sub(1) as f64;
    context.set_global_composite_operation("destination-out").ok()?;
    fill_dot(&context, width + RIM, DOT + RIM)?;
    context.set_global_composite_operation("source-over").ok()?;
    context.set_fill_style_str(&colour("--bw-count", "#dc2626"));
    fill_dot(&context, width, DOT)?;
    context.set_fill_style_str(&colour("--bw-count-text", "#ffffff"));
    context.set_font("bold 34px system-ui, sans-serif");
    context.set_text_align("center");
    context.set_text_baseline("middle");
    let (x, y) = (SIZE - width / 2.0, SIZE - DOT / 2.0 + 2.0);
    context.fill_text_with_max_width(count, x, y, width - 8.0).ok()?;
    canvas.to_data_url().ok()
}

/// A dot in the last corner, which is longer for more digits.
fn fill_dot(context: &CanvasRenderingContext2d, width: f64, height: f64) -> Option<()> {
    let (radius, y) = (height / 2.0, SIZE - height / 2.0);
    context.begin_path();
    context.arc(SIZE - width + radius, y, radius, FRAC_PI_2, 3.0 * FRAC_PI_2).ok()?;
    context.arc(SIZE - radius, y, radius, -FRAC_PI_2, FRAC_PI_2).ok()?;
    context.fill();
    Some(())
}

/// A colour of the stylesheet.
fn colour(property: &str, usual: &str) -> String {
    let style = document()
        .document_element()
        .and_then(|root| window().get_computed_style(&root).ok().flatten());
    let value = style.and_then(|style| style.get_property_value(property).ok());
    value.filter(|value| !value.trim().is_empty()).unwrap_or_else(|| usual.to_owned())
}
