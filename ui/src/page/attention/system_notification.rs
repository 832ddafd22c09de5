use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_events::EventListener;
use js_sys::{Object, Promise, Reflect};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlElement, NotificationOptions, NotificationPermission, PermissionStatus};

use super::SystemText;
use crate::clockwork::effect;
use crate::store::Permission;

/// Something that the browser shows beside all pages. Dropping it takes it away.
pub(crate) struct SystemNotification(SendWrapper<Inner>);

struct Inner {
    shown: web_sys::Notification,
    is_replaced: Cell<bool>,
    _clicked: EventListener,
}

impl SystemNotification {
    /// Shows it, in place of an earlier one that has the same tag. `None` where the browser cannot.
    pub(crate) fn show(
        text: &SystemText,
        earlier: Option<Self>,
        on_click: impl Fn() + 'static,
    ) -> Option<Self> {
        let options = NotificationOptions::new();
        options.set_tag(&text.tag);
        options.set_body(&text.body);
        if let Some(icon) = &text.icon {
            options.set_icon(icon);
        }
        if text.is_silent {
            options.set_silent(Some(true));
        }
        let shown = web_sys::Notification::new_with_options(&text.title, &options).ok()?;
        let clicked = EventListener::new(&shown, "click", move |_| {
            // A browser that refuses shows at least that the page wants to be seen.
            let _ = window().focus();
            on_click();
        });
        // Who closes something closes what has its tag.
        if let Some(Self(earlier)) = earlier {
            earlier.is_replaced.set(true);
        }
        let is_replaced = Cell::new(false);
        Some(Self(SendWrapper::new(Inner { shown, is_replaced, _clicked: clicked })))
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if !self.is_replaced.get() {
            self.shown.close();
        }
    }
}

/// Whether this page may show any, for as long as the component lives.
pub(crate) fn use_permission() -> RwSignal<Permission> {
    let permission = RwSignal::new(Permission::default());
    let watch: Rc<RefCell<Option<EventListener>>> = Rc::default();
    // Once the page is there: a server does not know.
    effect(move || {
        permission.set(permission_now());
        let watch = Rc::downgrade(&watch);
        spawn_local(async move {
            let Some(status) = permission_status().await else { return };
            let listener = EventListener::new(&status, "change", move |_| {
                permission.try_set(permission_now());
            });
            if let Some(watch) = watch.upgrade() {
                watch.replace(Some(listener));
            }
        });
    });
    permission
}

/// Asks the user, while they press something. Returns whether they are asked.
pub(crate) fn request_permission(permission: RwSignal<Permission>) -> bool {
    if !is_supported() || !super::is_pressed() {
        return false;
    }
    let Ok(answer) = web_sys::Notification::request_permission() else { return false };
    spawn_local(async move {
        // What the answer is, the browser knows.
        let _ = JsFuture::from(answer).await;
        permission.try_set(permission_now());
    });
    true
}

/// Goes where a link leads, as if the user had pressed it: a router goes there without loading the
/// page anew.
pub(crate) fn follow(link: &str) {
    let Some(anchor) = anchor(link) else { return };
    anchor.click();
    anchor.remove();
}

fn anchor(link: &str) -> Option<HtmlElement> {
    let anchor: HtmlElement = document().create_element("a").ok()?.dyn_into().ok()?;
    anchor.set_attribute("href", link).ok()?;
    anchor.set_hidden(true);
    document().body()?.append_child(&anchor).ok()?;
    Some(anchor)
}

fn is_supported() -> bool {
    Reflect::has(&window(), &"Notification".into()).unwrap_or_default()
}

fn permission_now() -> Permission {
    if !is_supported() {
        return Permission::Unsupported;
    }
    match web_sys::Notification::permission() {
        NotificationPermission::Granted => Permission::Granted,
        NotificationPermission::Denied => Permission::Denied,
        NotificationPermission::Default | _ => Permission::Default,
    }
}

/// What tells when the permission changes in the browser's settings, where there is such a thing.
async fn permission_status() -> Option<PermissionStatus> {
    let permissions = window().navigator().permissions().ok()?;
    let query = Object::new();
    Reflect::set(&query, &"name".into(), &"notifications".into()).ok()?;
    if AsRef::<JsValue>::as_ref(&permissions).is_undefined() {
        return None;
    }
    let answer: Promise = permissions.query(&query).ok()?;
    JsFuture::from(answer).await.ok()?.dyn_into().ok()
}
