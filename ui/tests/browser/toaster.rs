use std::time::Duration;

use bellwire_testing::eventually;
use bellwire_ui::{Toast, Toaster, UseToaster, use_toaster};
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, has_focus, idle_client, press};

fn toaster() -> (UseToaster, Stage) {
    Stage::mount(idle_client(), |_| (use_toaster(), view! { <Toaster/> }))
}

#[wasm_bindgen_test]
async fn what_a_toast_says_is_text_and_links_lead_somewhere_safe() {
    let (toaster, stage) = toaster();
    let markup = "<img src=x onerror=alert(1)>";
    toaster.show(Toast::success(markup).description(markup).icon("🎉").link("javascript:alert(1)"));
    stage.shows(".bw-toast-title", markup).await;
    assert_eq!(stage.text(".bw-toast-description"), markup);
    assert_eq!(stage.text(".bw-toast-icon"), "🎉");
    assert_eq!(stage.count("img"), 0);
    assert_eq!(stage.count("a"), 0);

    toaster.show(Toast::info("Job #5").link("/jobs/5"));
    stage.shows(".bw-toast a[href='/jobs/5']", "Job #5").await;
}

#[wasm_bindgen_test]
async fn a_toast_is_closed_by_its_button_and_by_escape() {
    let (toaster, stage) = toaster();
    toaster.show(Toast::error("first"));
    toaster.show(Toast::error("second"));
    eventually("both are shown", async || stage.count(".bw-toast") == 2).await;

    stage.find("button[aria-label='Dismiss: first']").unwrap().focus().unwrap();
    press("Escape");
    eventually("one is left", async || stage.count(".bw-toast") == 1).await;
    assert!(has_focus(".bw-toast"), "the focus goes to the other");

    stage.click(".bw-toast-close").await;
    eventually("none is left", async || stage.count(".bw-toast") == 0).await;
}

#[wasm_bindgen_test]
async fn a_toast_is_said_aloud_once_and_an_error_at_once() {
    let (toaster, stage) = toaster();
    assert_eq!(stage.text("[role=status]"), "");
    toaster.show(Toast::success("Saved").description("job.txt"));
    stage.shows("[role=status]", "Success: Saved. job.txt").await;
    stage.shows("[role=status]", "").await;
    toaster.show(Toast::error("Not saved"));
    stage.shows("[role=alert]", "Error: Not saved").await;
    assert_eq!(stage.text("[role=status]"), "");
}

#[wasm_bindgen_test]
async fn of_several_toasts_that_come_together_each_is_heard() {
    let (toaster, stage) = toaster();
    toaster.show(Toast::info("Ada is looking"));
    toaster.show(Toast::warning("Slow"));
    toaster.show(Toast::success("Saved"));
    toaster.show(Toast::error("Not sent"));
    toaster.show(Toast::error("Not paid"));
    for (urgency, said) in [
        ("alert", "Error: Not sent"),
        ("status", "Ada is looking"),
        ("status", "Warning: Slow"),
        ("alert", "Error: Not paid"),
        ("status", "Success: Saved"),
    ] {
        stage.shows(&format!("[role={urgency}]"), said).await;
    }
}

#[wasm_bindgen_test]
async fn what_the_icon_shows_stands_in_words_before_the_title() {
    let (toaster, stage) = toaster();
    let id = toaster.show(Toast::info("A").id("one"));
    for (toast, words, said, marks) in [
        (Toast::info("A"), "A", "A", 0),
        (Toast::success("A"), "Success: A", "Success: A", 0),
        (Toast::success("A").icon("💼"), "💼A", "A", 0),
        (Toast::warning("A").icon("💼"), "💼Warning: A", "Warning: A", 1),
        (Toast::error("A").icon("💼"), "💼Error: A", "Error: A", 1),
        (Toast::loading("A"), "In progress: A", "In progress: A", 0),
    ] {
        toaster.update(id, toast);
        stage.shows(".bw-toast-body", words).await;
        assert_eq!(stage.count(".bw-toast-icon .bw-mark"), marks);
        let name = stage.find(".bw-toast").unwrap().get_attribute("aria-label");
        assert_eq!(name.as_deref(), Some(said));
    }
}

#[wasm_bindgen_test]
async fn three_are_shown_and_the_next_takes_a_place_that_is_free() {
    let (toaster, stage) = toaster();
    let first = toaster.show(Toast::error("1"));
    for title in ["2", "3", "4"] {
        toaster.show(Toast::error(title));
    }
    eventually("three are shown", async || stage.count(".bw-toast") == 3).await;
    toaster.dismiss(first);
    eventually("the fourth is shown", async || {
        stage.count("button[aria-label='Dismiss: 4']") == 1 && stage.count(".bw-toast") == 3
    })
    .await;
}

const SHORT: Duration = Duration::from_millis(100);

#[wasm_bindgen_test]
async fn the_focus_that_a_dismissed_toast_leaves_behind_stops_no_clock() {
    let (toaster, stage) = toaster();
    toaster.show(Toast::error("first"));
    eventually("it is shown", async || stage.count(".bw-toast") == 1).await;
    stage.find(".bw-toast-close").unwrap().focus().unwrap();
    press("Escape");
    eventually("it is gone", async || stage.count(".bw-toast") == 0).await;

    toaster.show(Toast::success("second").duration(SHORT));
    eventually("it is shown", async || stage.count(".bw-toast") == 1).await;
    eventually("it is gone", async || stage.count(".bw-toast") == 0).await;
}

#[wasm_bindgen_test]
async fn a_toaster_that_goes_takes_its_hold_on_the_clocks_with_it() {
    let ((toaster, is_there), stage) = Stage::mount(idle_client(), |_| {
        let is_there = RwSignal::new(true);
        let view = view! { <Show when=move || is_there.get()><Toaster/></Show> };
        ((use_toaster(), is_there), view)
    });
    toaster.show(Toast::error("stays"));
    toaster.show(Toast::success("goes").duration(Duration::from_secs(1)));
    eventually("both are shown", async || stage.count(".bw-toast") == 2).await;
    let enter = web_sys::PointerEvent::new("pointerenter").unwrap();
    stage.find(".bw-toaster").unwrap().dispatch_event(&enter).unwrap();
    is_there.set(false);
    eventually("none is shown", async || stage.count(".bw-toast") == 0).await;
    is_there.set(true);
    eventually("one is left", async || stage.count(".bw-toast") == 1).await;
}
