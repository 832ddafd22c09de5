use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::prelude::*;

/// The turn of one among the pages of this origin. It is the next one's when this is dropped.
///
/// It is a Web Lock, and to be held for a short time: a page with a lock is not kept when the user
/// goes on to another, and is loaded anew when they come back.
pub(crate) struct Turn {
    is_ours: Rc<Cell<bool>>,
    release: Option<Function>,
}

impl Turn {
    /// Calls `act` if it is our turn, which it is where the browser has no locks.
    pub(crate) fn take(name: &str, act: impl Fn() + 'static) -> Option<Self> {
        let act = Rc::new(act);
        let is_ours = Rc::new(Cell::new(false));
        let mut release = None;
        let held = Promise::new(&mut |resolve, _| release = Some(resolve));
        let callback = {
            let (act, is_ours) = (act.clone(), is_ours.clone());
            // It is called once, maybe after all of this is gone.
            Closure::once_into_js(move |lock: JsValue| {
                if lock.is_null() {
                    return JsValue::UNDEFINED;
                }
                is_ours.set(true);
                act();
                JsValue::from(held)
            })
        };
        match request(name, &callback) {
            Some(ended) => super::ignore(ended),
            None => {
                act();
                return None;
            }
        }
        Some(Self { is_ours, release })
    }

    pub(crate) fn is_ours(&self) -> bool {
        self.is_ours.get()
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(release) = &self.release {
            // It only resolves a promise.
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

/// The bindings of web-sys are not stable yet.
fn request(name: &str, callback: &JsValue) -> Option<Promise> {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    let request = Reflect::get(&locks, &"request".into()).ok()?.dyn_into::<Function>().ok()?;
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &true.into()).ok()?;
    let arguments = Array::of3(&name.into(), &options, callback);
    request.apply(&locks, &arguments).ok()?.dyn_into().ok()
}
