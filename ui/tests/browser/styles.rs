use bellwire_ui::{CSS, ConnectionBadge, Styles};
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, idle_client};

fn display_of(stage: &Stage, selector: &str) -> String {
    let element = stage.find(selector).unwrap();
    let style = window().get_computed_style(&element).unwrap().unwrap();
    style.get_property_value("display").unwrap()
}

#[wasm_bindgen_test]
fn the_stylesheet_styles_the_page_while_it_is_there() {
    let ((), stage) = Stage::mount(idle_client(), |_| ((), view! { <Styles/> <ConnectionBadge/> }));
    assert_eq!(display_of(&stage, ".bw-badge"), "inline-flex");
    assert_eq!(stage.text("style"), CSS);
    stage.find("style").unwrap().remove();
    assert_ne!(display_of(&stage, ".bw-badge"), "inline-flex");
}

#[wasm_bindgen_test]
fn the_nonce_is_the_applications() {
    let ((), stage) = Stage::mount(idle_client(), |_| ((), view! { <Styles nonce="r4nd0m"/> }));
    // What a policy goes by; the attribute is hidden from scripts where there is one.
    assert_eq!(stage.find("style").unwrap().nonce(), "r4nd0m");
}
