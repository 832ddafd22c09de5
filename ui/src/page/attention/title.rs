use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::document;
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::*;
use web_sys::{MutationObserver, MutationObserverInit};

use crate::store::CountedTitle;

/// A count before the page's title, whatever the application sets it to meanwhile. Dropping it puts
/// the application's title back.
pub(crate) struct TitleCount(SendWrapper<Inner>);

struct Inner {
    title: Rc<RefCell<CountedTitle>>,
    observer: MutationObserver,
    _changed: Closure<dyn FnMut()>,
}

impl TitleCount {
    /// `None` where the page has no head.
    pub(crate) fn new(count: String) -> Option<Self> {
        let title = Rc::new(RefCell::new(CountedTitle::new(document().title(), count)));
        let changed = {
            let title = title.clone();
            Closure::<dyn FnMut()>::new(move || {
                title.borrow_mut().handle_title(&document().title());
                show(&title.borrow());
            })
        };
        let observer = MutationObserver::new(changed.as_ref().unchecked_ref()).ok()?;
        let init = MutationObserverInit::new();
        // An application may put another `<title>` in place of the one that is there.
        init.set_child_list(true);
        init.set_character_data(true);
        init.set_subtree(true);
        let head = document().head()?;
        observer.observe_with_options(&head, &init).ok()?;
        show(&title.borrow());
        Some(Self(SendWrapper::new(Inner { title, observer, _changed: changed })))
    }

    pub(crate) fn set(&self, count: String) {
        let mut title = self.0.title.borrow_mut();
        title.handle_title(&document().title());
        title.set_count(count);
        show(&title);
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.observer.disconnect();
        let mut title = self.title.borrow_mut();
        // It may have been set just now.
        title.handle_title(&document().title());
        document().set_title(title.own());
    }
}

/// What we set ourselves is observed as well, and is what it should be.
fn show(title: &CountedTitle) {
    let shown = title.shown();
    if document().title() != shown {
        document().set_title(&shown);
    }
}
