use bellwire_ui::{CSS, Styles};
use leptos::prelude::*;

use crate::page::render;

#[test]
fn the_stylesheet_is_rendered_byte_for_byte() {
    assert_eq!(render(|| view! { <Styles/> }).html, format!("<style>{CSS}</style>"));
}

#[test]
fn the_stylesheet_has_nothing_that_could_end_its_element() {
    assert!(!CSS.contains('<'));
}

#[test]
fn a_nonce_is_the_applications() {
    let html = render(|| view! { <Styles nonce="r4nd0m"/> }).html;
    assert!(html.starts_with(r#"<style nonce="r4nd0m">"#), "{html:.60}");
}
