//! Web Locks: they tell which tabs are gone, for a lock ends with its tab, however that ends.
//!
//! The bindings of web-sys are not stable yet.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use futures_channel::oneshot;
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// A lock that is held until it is dropped.
pub(super) struct Lock {
    release: Option<Function>,
    _callback: Closure<dyn FnMut(JsValue) -> JsValue>,
}

impl Lock {
    /// Waits for a lock and takes it. None where the browser has no locks, or refuses this one.
    pub(super) async fn acquire(name: &str) -> Option<Self> {
        let mut release = None;
        let held = Promise::new(&mut |resolve, _| release = Some(resolve));
        let (granted, mut is_granted) = oneshot::channel();
        let mut granted = Some(granted);
        let callback = Closure::<dyn FnMut(JsValue) -> JsValue>::new(move |_| {
            if let Some(granted) = granted.take() {
                let _ = granted.send(());
            }
            held.clone().into()
        });
        let arguments = Array::of2(&name.into(), callback.as_ref());
        let mut ended = pin!(JsFuture::from(call("request", &arguments)?));
        poll_fn(|context| {
            let is_granted = pin!(&mut is_granted).poll(context);
            match ended.as_mut().poll(context) {
                // Refused, for instance because the page's origin has no storage.
                Poll::Ready(_) => Poll::Ready(None),
                Poll::Pending => is_granted.map(Result::ok),
            }
        })
        .await?;
        Some(Self { release, _callback: callback })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(release) = &self.release {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

/// The names of all locks of this origin that are held. None where the browser has no locks.
pub(super) async fn held() -> Option<Vec<String>> {
    let snapshot = JsFuture::from(call("query", &Array::new())?).await.ok()?;
    let locks = Reflect::get(&snapshot, &"held".into()).ok()?.dyn_into::<Array>().ok()?;
    let name = |lock: JsValue| Reflect::get(&lock, &"name".into()).ok()?.as_string();
    Some(locks.iter().filter_map(name).collect())
}

fn call(method: &str, arguments: &Array) -> Option<Promise> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    let method = Reflect::get(&locks, &method.into()).ok()?.dyn_into::<Function>().ok()?;
    method.apply(&locks, arguments).ok()?.dyn_into().ok()
}
