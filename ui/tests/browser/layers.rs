use std::cell::RefCell;
use std::rc::Rc;

use bellwire_testing::eventually;
use bellwire_ui::{NotificationBell, Toast, Toaster, UseToaster, use_toaster};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, MutationObserver, MutationObserverInit};

use crate::stage::{Stage, has_focus, idle_client, press, stylesheet};

/// An application with a dialog that is where a transform has put it, and cuts off what stands out.
fn page_with_dialog() -> (UseToaster, Stage) {
    Stage::mount(idle_client(), |_| {
        let view = view! {
            <button id="before">"Before"</button>
            <dialog style="left: 0; top: 0; margin: 0; width: 200px; height: 100px; overflow: hidden; \
                           transform: translate(40px, 40px)">
                <button id="inside">"Inside"</button>
            </dialog>
            <Toaster/>
        };
        (use_toaster(), view)
    })
}

fn open(stage: &Stage) -> web_sys::HtmlDialogElement {
    let dialog: web_sys::HtmlDialogElement = stage.find("dialog").unwrap().unchecked_into();
    dialog.show_modal().unwrap();
    dialog
}

/// Whether a pointer in the middle of an element finds it.
fn is_hit(element: &HtmlElement) -> bool {
    let place = element.get_bounding_client_rect();
    let (x, y) = (place.x() + place.width() / 2.0, place.y() + place.height() / 2.0);
    let hit = document().element_from_point(x as f32, y as f32);
    hit.is_some_and(|hit| element.contains(Some(&hit)))
}

#[wasm_bindgen_test]
async fn toasts_lie_above_a_dialog_that_would_cut_them_off_and_are_used_there() {
    let _styles = stylesheet();
    let (toaster, stage) = page_with_dialog();
    let dialog = open(&stage);
    stage.find("#inside").unwrap().focus().unwrap();
    toaster.show(Toast::error("Not saved"));
    eventually("it is shown in the dialog", async || stage.count("dialog .bw-toast") == 1).await;
    let close = || stage.find(".bw-toast-close").unwrap();
    eventually("it can be pressed", async || is_hit(&close())).await;
    let toast = stage.find(".bw-toast").unwrap().get_bounding_client_rect();
    assert!(toast.left() >= 0.0 && toast.right() > dialog.get_bounding_client_rect().right());
    assert!(has_focus("#inside"), "it takes no focus");

    press("F8");
    assert!(has_focus(".bw-toast"));
    press("Escape");
    eventually("it is gone", async || stage.count(".bw-toast") == 0).await;
    assert!(has_focus("#inside") && dialog.open(), "and the dialog is not");

    toaster.show(Toast::error("Not sent"));
    eventually("it is shown", async || stage.count(".bw-toast") == 1).await;
    dialog.close();
    eventually("it is shown on the page", async || stage.count("body > .bw-layer .bw-toast") == 1)
        .await;
    assert_eq!(stage.count(".bw-layer[popover]"), 0);
    eventually("it can be pressed", async || is_hit(&close())).await;
}

#[wasm_bindgen_test]
async fn what_a_dialog_moves_is_said_once_it_is_known_there() {
    let (toaster, stage) = page_with_dialog();
    let dialog = open(&stage);
    let order = Rc::new(RefCell::new(Vec::<String>::new()));
    let seen = order.clone();
    let watched = Closure::<dyn FnMut(Vec<web_sys::MutationRecord>)>::new(
        move |changes: Vec<web_sys::MutationRecord>| {
            // Whoever watches is told once for all that has happened in a moment.
            let region = document().query_selector("dialog [role=status]").unwrap();
            let text = region.map(|region| region.text_content().unwrap());
            if !changes.is_empty() {
                seen.borrow_mut().extend(text);
            }
        },
    );
    let observer = MutationObserver::new(watched.as_ref().unchecked_ref()).unwrap();
    let init = MutationObserverInit::new();
    init.set_child_list(true);
    init.set_subtree(true);
    observer.observe_with_options(&dialog, &init).unwrap();
    toaster.show(Toast::success("Saved"));
    stage.shows("dialog [role=status]", "Success: Saved").await;
    observer.disconnect();
    let order = order.take();
    assert_eq!(order.first().map(String::as_str), Some(""), "the region comes empty");
    assert_eq!(order.last().map(String::as_str), Some("Success: Saved"));

    dialog.close();
    stage.shows("body > [data-live-announcer] [role=status]", "Success: Saved").await;
}

#[wasm_bindgen_test]
async fn a_press_on_a_toast_closes_nothing_else() {
    let (toaster, stage) =
        Stage::mount(idle_client(), |_| (use_toaster(), view! { <NotificationBell/> <Toaster/> }));
    toaster.show(Toast::error("Not saved"));
    eventually("it is shown", async || stage.count(".bw-toast") == 1).await;
    stage.click(".bw-bell-button").await;
    eventually("the panel is open", async || stage.count(".bw-panel") == 1).await;
    let press = |selector: &str| {
        let options = web_sys::PointerEventInit::new();
        options.set_bubbles(true);
        let press = web_sys::PointerEvent::new_with_event_init_dict("pointerdown", &options);
        stage.find(selector).unwrap().dispatch_event(&press.unwrap()).unwrap();
    };
    press(".bw-toast-title");
    gloo_timers::future::sleep(std::time::Duration::from_millis(50)).await;
    assert_eq!(stage.count(".bw-panel"), 1);
    press("main");
    eventually("it is closed", async || stage.count(".bw-panel") == 0).await;
}
