use std::any::Any;

use bellwire::Client;
use bellwire_testing::{eventually, socket_url};
use bellwire_ui::{Realtime, provide_realtime};
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// An application on the page; dropping it takes it off.
pub(crate) struct Stage {
    root: HtmlElement,
    mounted: Option<Box<dyn Any>>,
}

/// A client that has not been told to connect.
pub(crate) fn idle_client() -> Client {
    Client::builder(socket_url()).build().unwrap()
}

pub(crate) fn connected_client() -> Client {
    let client = idle_client();
    client.connect();
    client
}

impl Stage {
    /// Mounts an application and returns what it hands out beside its view.
    pub(crate) fn mount<T, V>(
        client: Client,
        app: impl FnOnce(Realtime) -> (T, V) + 'static,
    ) -> (T, Self)
    where
        T: 'static,
        V: IntoView + 'static,
    {
        let root = document().create_element("main").unwrap().unchecked_into::<HtmlElement>();
        document().body().unwrap().append_child(&root).unwrap();
        let (give, take) = std::sync::mpsc::channel();
        let mounted = mount_to(root.clone(), move || {
            let (handed_out, view) = app(provide_realtime(client));
            give.send(handed_out).unwrap();
            view
        });
        (take.recv().unwrap(), Self { root, mounted: Some(Box::new(mounted)) })
    }

    pub(crate) fn find(&self, selector: &str) -> Option<HtmlElement> {
        self.all(selector).into_iter().next()
    }

    pub(crate) fn count(&self, selector: &str) -> usize {
        self.all(selector).len()
    }

    /// What is in the application, and then what it has put beside itself: toasts and what is said aloud
    /// are at the end of the page.
    fn all(&self, selector: &str) -> Vec<HtmlElement> {
        let found = document().query_selector_all(selector).unwrap();
        let elements = (0..found.length())
            .map(|index| found.item(index).unwrap().unchecked_into::<HtmlElement>())
            .filter(|element| {
                element.closest("main").unwrap().is_none_or(|main| main == *self.root)
            });
        let (mut inside, beside): (Vec<_>, Vec<_>) =
            elements.partition(|element| self.root.contains(Some(element)));
        inside.extend(beside);
        inside
    }

    /// What an element says; nothing when it is not there.
    pub(crate) fn text(&self, selector: &str) -> String {
        self.find(selector).and_then(|element| element.text_content()).unwrap_or_default()
    }

    pub(crate) async fn shows(&self, selector: &str, text: &str) {
        eventually(&format!("{selector} says {text}"), async || self.text(selector) == text).await;
    }

    pub(crate) async fn click(&self, selector: &str) {
        eventually(&format!("{selector} is there"), async || self.count(selector) > 0).await;
        self.find(selector).unwrap().click();
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        drop(self.mounted.take());
        self.root.remove();
    }
}

/// Presses a key on the element that has the focus.
pub(crate) fn press(key: &str) {
    let options = web_sys::KeyboardEventInit::new();
    options.set_key(key);
    options.set_bubbles(true);
    let event =
        web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &options).unwrap();
    document().active_element().unwrap().dispatch_event(&event).unwrap();
}

pub(crate) fn has_focus(selector: &str) -> bool {
    document().active_element().is_some_and(|element| element.matches(selector).unwrap())
}

/// The stylesheet, while it is kept: without it, all of a list is on the screen.
pub(crate) fn stylesheet() -> impl Drop {
    struct Styles(Element);
    impl Drop for Styles {
        fn drop(&mut self) {
            self.0.remove();
        }
    }
    let styles = document().create_element("style").unwrap();
    styles.set_text_content(Some(include_str!("../../styles/bellwire.css")));
    document().head().unwrap().append_child(&styles).unwrap();
    Styles(styles)
}
