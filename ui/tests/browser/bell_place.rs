use bellwire_testing::eventually;
use bellwire_ui::{NotificationBell, Toast, use_notifications};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, idle_client, stylesheet};

#[wasm_bindgen(inline_js = r#"
export function bounds(element) {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return [left, top, right, bottom];
}
export function screen() {
  const { clientWidth, clientHeight } = document.documentElement;
  return [clientWidth, clientHeight];
}
export function turn(isNarrow) {
  window.matchMedia = () => ({ matches: isNarrow });
  window.dispatchEvent(new Event("resize"));
}
const matchMedia = window.matchMedia;
export function turn_back() { window.matchMedia = matchMedia; }
"#)]
extern "C" {
    fn bounds(element: &web_sys::Element) -> Vec<f64>;
    fn screen() -> Vec<f64>;
    fn turn(is_narrow: bool);
    fn turn_back();
}

/// A bell at a place on the screen, open, with enough to fill its panel.
async fn open_at(place: &'static str) -> Stage {
    let (notifications, stage) = Stage::mount(idle_client(), move |_| {
        (use_notifications(), view! { <div style=place><NotificationBell/></div> })
    });
    for number in 0..20 {
        notifications.add(Toast::info(format!("News {number}")));
    }
    stage.click(".bw-bell-button").await;
    eventually("the panel is filled", async || stage.count(".bw-row") > 3).await;
    stage
}

#[wasm_bindgen_test]
async fn the_panel_is_on_the_screen_wherever_the_bell_is() {
    let _look = stylesheet();
    let screen = screen();
    assert!(screen[0] > 600.0, "a screen of {screen:?} is a phone's");
    for direction in ["ltr", "rtl"] {
        document().document_element().unwrap().set_attribute("dir", direction).unwrap();
        for (place, side) in [
            ("position: fixed; top: 0; left: 0", "below"),
            ("position: fixed; top: 0; right: 0", "below"),
            ("position: fixed; top: 0; left: 120px", "below"),
            ("position: fixed; bottom: 0; left: 0", "above"),
            ("position: fixed; bottom: 0; right: 0", "above"),
        ] {
            let stage = open_at(place).await;
            let panel = stage.find(".bw-panel").unwrap();
            let bell = bounds(&stage.find(".bw-bell").unwrap());
            assert_eq!(panel.get_attribute("data-side").as_deref(), Some(side), "{place}");
            eventually(&format!("{direction}, {place}: on the screen"), async || {
                let is_beside = |panel: &[f64]| match side {
                    "above" => panel[3] <= bell[1],
                    _ => panel[1] >= bell[3],
                };
                let panel = bounds(&panel);
                let is_on_it = panel[0] >= 0.0 && panel[2] <= screen[0];
                is_on_it && panel[1] >= 0.0 && panel[3] <= screen[1] && is_beside(&panel)
            })
            .await;
        }
    }
    document().document_element().unwrap().remove_attribute("dir").unwrap();
}

#[wasm_bindgen_test]
async fn the_panel_is_modal_while_the_screen_is_narrow_and_keeps_the_focus() {
    let stage = open_at("").await;
    let main = stage.find(".bw-row-main").unwrap();
    main.focus().unwrap();
    assert_eq!(stage.count(".bw-panel:modal"), 0);
    turn(true);
    assert_eq!(stage.count(".bw-panel:modal"), 1);
    assert_eq!(document().active_element(), Some(main.clone().into()));
    turn(false);
    assert_eq!((stage.count(".bw-panel:modal"), stage.count(".bw-panel[open]")), (0, 1));
    assert_eq!(document().active_element(), Some(main.into()));
    turn_back();
}
