use std::cell::RefCell;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bellwire_testing::eventually;
use bellwire_ui::{
    CloseCause, Toast, ToastDurations, ToastOverflow, Toaster, ToasterClasses, ToasterPosition,
    UseToaster, use_toaster,
};
use gloo_events::EventListener;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, has_focus, idle_client, press, stylesheet};

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
    // What another test has said may still be there.
    stage.shows("[role=status]", "").await;
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
async fn what_a_toast_offers_is_said_with_the_key_that_leads_there() {
    let (toaster, stage) =
        Stage::mount(idle_client(), |_| (use_toaster(), view! { <Toaster hotkey="Alt+t"/> }));
    toaster.show(Toast::success("Deleted").action("Undo", || ()));
    stage.shows("[role=status]", "Success: Deleted (Undo: press Alt+t)").await;
}

#[wasm_bindgen_test]
async fn nothing_is_said_of_news_to_those_who_do_not_want_to_be_disturbed() {
    let ((realtime, toaster), stage) =
        Stage::mount(idle_client(), |realtime| ((realtime, use_toaster()), view! { <Toaster/> }));
    toaster.set_quiet(true);
    realtime.notify(Toast::info("news"));
    leptos::task::tick().await;
    assert_eq!((stage.text("[role=status]"), stage.count(".bw-toast")), (String::new(), 0));
    toaster.show(Toast::info("Saved"));
    stage.shows("[role=status]", "Saved").await;
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

#[wasm_bindgen_test]
async fn toasts_that_the_application_takes_away_hand_the_focus_over() {
    let (toaster, stage) = Stage::mount(idle_client(), |_| {
        (use_toaster(), view! { <button id="before">"Before"</button> <Toaster/> })
    });
    let [_, second, _] = ["1", "2", "3"].map(|title| toaster.show(Toast::error(title)));
    eventually("all are shown", async || stage.count(".bw-toast") == 3).await;
    let name = || {
        let focused = document().active_element().unwrap();
        focused.get_attribute("aria-label").unwrap_or_else(|| focused.id())
    };
    stage.find("#before").unwrap().focus().unwrap();
    stage.find(".bw-toast[aria-label='Error: 2']").unwrap().focus().unwrap();
    toaster.dismiss(second);
    eventually("the next has it", async || name() == "Error: 1").await;
    toaster.dismiss_all();
    eventually("it is back where it came from", async || name() == "before").await;
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

/// A pointer does something to an element, there.
fn point(selector: &str, stage: &Stage, what: &str, kind: &str, (x, y): (i32, i32)) {
    let options = web_sys::PointerEventInit::new();
    options.set_bubbles(true);
    options.set_cancelable(true);
    options.set_is_primary(true);
    options.set_pointer_type(kind);
    options.set_client_x(x);
    options.set_client_y(y);
    let event = web_sys::PointerEvent::new_with_event_init_dict(what, &options).unwrap();
    stage.find(selector).unwrap().dispatch_event(&event).unwrap();
}

#[wasm_bindgen_test]
async fn the_number_and_the_bar_begin_again_with_each_change() {
    let _styles = stylesheet();
    let (toaster, _stage) = Stage::mount(idle_client(), |_| {
        (use_toaster(), view! { <Toaster visible=9 progress=true/> })
    });
    let started = Rc::new(RefCell::new(Vec::new()));
    let seen = started.clone();
    let _listener = EventListener::new(&document(), "animationstart", move |event| {
        let element: web_sys::Element = event.target().unwrap().unchecked_into();
        seen.borrow_mut().push(element.class_name());
    });
    let times = |class: &str| started.borrow().iter().filter(|other| *other == class).count();
    for (number, pulses) in [(1, 0), (2, 1), (3, 2), (4, 3)] {
        // Another toast changes in between: what counts is the change of this one.
        toaster.show(Toast::info(number.to_string()));
        toaster.show(Toast::success("Saved"));
        eventually(&format!("the bar has begun {number} times"), async || {
            times("bw-toast-times") == pulses && times("bw-toast-progress") == 2 * number
        })
        .await;
    }
}

#[wasm_bindgen_test]
async fn what_lies_behind_the_front_takes_no_press() {
    let _styles = stylesheet();
    let (toaster, stage) = toaster();
    toaster.show(Toast::error("high").description("line ".repeat(200)).action("Undo", || {}));
    toaster.show(Toast::error("low"));
    eventually("both are shown", async || stage.count(".bw-toast[data-front=false]") == 1).await;
    let button = stage.find(".bw-toast-action").unwrap();
    let events = |element: &web_sys::Element| {
        let style = window().get_computed_style(element).unwrap().unwrap();
        style.get_property_value("pointer-events").unwrap()
    };
    eventually("its button takes none", async || events(&button) == "none").await;
    point(".bw-toasts[data-position=bottom-end]", &stage, "pointerenter", "mouse", (0, 0));
    eventually("beside the other, it does", async || events(&button) == "auto").await;
}

#[wasm_bindgen_test]
async fn toasts_that_find_no_room_on_the_screen_are_scrolled_to() {
    let _styles = stylesheet();
    for position in [ToasterPosition::BottomEnd, ToasterPosition::TopStart] {
        let (toaster, stage) = Stage::mount(idle_client(), move |_| {
            (use_toaster(), view! { <Toaster position visible=4 expanded=true/> })
        });
        let list = format!(".bw-toasts[data-position={}]", position.as_str());
        toaster.show(Toast::error("short"));
        eventually("one has room", async || {
            stage.find(&list).is_some_and(|list| list.matches("[data-scrolls=false]").unwrap())
        })
        .await;
        for _ in 0..3 {
            toaster
                .show(Toast::error("long").description("line ".repeat(400)).action("Undo", || {}));
        }
        let screen = window().inner_height().unwrap().as_f64().unwrap();
        eventually("the list is no higher than the screen", async || {
            let list = stage.find(&list).unwrap();
            list.matches("[data-scrolls=true]").unwrap()
                && f64::from(list.offset_height()) < screen
                && list.scroll_height() > 2 * list.client_height()
        })
        .await;
        let newest = stage.find(".bw-toast[data-front=true]").unwrap().get_bounding_client_rect();
        assert!(newest.bottom() > 0.0 && newest.top() < screen, "the newest is seen at first");
        let newest = stage.find(".bw-toast[data-front=true]").unwrap();
        newest.focus().unwrap();
        let style = window().get_computed_style(&newest).unwrap().unwrap();
        let ring = style.get_property_value("outline-offset").unwrap();
        assert_eq!(ring, "-2px", "the list would cut it off");
        let oldest = stage.find("button[aria-label='Dismiss: short']").unwrap();
        eventually("the oldest is seen", async || {
            // While they spread out, it moves on.
            oldest.scroll_into_view();
            let place = oldest.get_bounding_client_rect();
            place.top() >= 0.0 && place.bottom() <= screen
        })
        .await;
    }
}

#[wasm_bindgen_test]
async fn a_finger_that_takes_a_toast_away_does_not_hold_the_others() {
    let (toaster, stage) = toaster();
    for title in ["1", "2", "3"] {
        toaster.show(Toast::error(title));
    }
    eventually("three are shown", async || stage.count(".bw-toast") == 3).await;
    point(".bw-toast-close", &stage, "pointerdown", "touch", (100, 100));
    point(".bw-toast-close", &stage, "pointerup", "touch", (100, 100));
    stage.click(".bw-toast-close").await;
    eventually("two are left", async || stage.count(".bw-toast") == 2).await;

    point(".bw-toast", &stage, "pointerdown", "touch", (100, 100));
    point(".bw-toast", &stage, "pointermove", "touch", (200, 100));
    point(".bw-toast", &stage, "pointerup", "touch", (200, 100));
    eventually("one is left", async || stage.count(".bw-toast") == 1).await;
    assert_eq!(stage.count("[data-expanded=true], [data-held=true]"), 0);

    point(".bw-toast", &stage, "pointerdown", "touch", (100, 100));
    point(".bw-toast", &stage, "pointerup", "touch", (100, 100));
    eventually("a touch holds it", async || stage.count("[data-held=true]") > 0).await;
}

#[wasm_bindgen_test]
async fn a_mouse_swipes_beside_the_text_and_a_finger_anywhere() {
    let (toaster, stage) = toaster();
    let swipe = |selector: &str, kind: &str| {
        point(selector, &stage, "pointerdown", kind, (100, 100));
        point(selector, &stage, "pointermove", kind, (200, 100));
        point(selector, &stage, "pointerup", kind, (200, 100));
    };
    let is_gone = async || {
        eventually("it is gone", async || stage.count(".bw-toast") == 0).await;
    };
    for (selector, kind, goes) in [
        (".bw-toast-description", "mouse", false),
        (".bw-toast-title", "mouse", false),
        (".bw-toast-icon", "mouse", true),
        (".bw-toast-description", "touch", true),
    ] {
        toaster.show(Toast::error("Not saved").description("The disk is full"));
        eventually("it is shown", async || stage.count(".bw-toast[data-state=present]") == 1).await;
        swipe(selector, kind);
        let stays = untrack(|| toaster.all()).len() == 1;
        assert_eq!(!stays, goes, "{kind} on {selector}");
        toaster.dismiss_all();
        is_gone().await;
    }

    toaster.show(Toast::error("Job #5").link("/jobs/5"));
    eventually("its link is there", async || stage.count(".bw-toast a[draggable=false]") == 1)
        .await;
    swipe(".bw-toast a", "mouse");
    is_gone().await;
}

#[wasm_bindgen_test]
async fn only_what_is_selected_in_a_toast_keeps_it_from_being_swiped() {
    let (toaster, stage) = Stage::mount(idle_client(), |_| {
        (use_toaster(), view! { <p class="words">"words"</p> <Toaster/> })
    });
    let selection = window().get_selection().unwrap().unwrap();
    let swipe = || {
        point(".bw-toast", &stage, "pointerdown", "touch", (100, 100));
        point(".bw-toast", &stage, "pointermove", "touch", (200, 100));
        point(".bw-toast", &stage, "pointerup", "touch", (200, 100));
        untrack(|| toaster.all()).len()
    };
    toaster.show(Toast::error("Not saved"));
    eventually("it is shown", async || stage.count(".bw-toast") == 1).await;
    selection.select_all_children(&stage.find(".bw-toast-title").unwrap()).unwrap();
    assert_eq!(swipe(), 1);
    selection.select_all_children(&stage.find(".words").unwrap()).unwrap();
    assert_eq!(swipe(), 0);
    selection.remove_all_ranges().unwrap();
}

#[wasm_bindgen_test]
async fn a_letter_that_leads_to_the_toasts_still_writes() {
    let (toaster, stage) = Stage::mount(idle_client(), |_| {
        let view = view! {
            <input/>
            <div class="words" contenteditable="true" tabindex="0"></div>
            <button>"Save"</button>
            <Toaster hotkey="n"/>
        };
        (use_toaster(), view)
    });
    toaster.show(Toast::error("Not saved"));
    eventually("it is shown", async || stage.count(".bw-toast") == 1).await;
    for field in ["main input", "main .words"] {
        stage.find(field).unwrap().focus().unwrap();
        press("n");
        assert!(has_focus(field), "{field}");
    }
    stage.find("main button").unwrap().focus().unwrap();
    press("n");
    assert!(has_focus(".bw-toast"));
}

#[wasm_bindgen_test]
async fn an_inset_of_the_applications_own_holds_on_narrow_screens() {
    let frame: web_sys::HtmlElement = document().create_element("iframe").unwrap().unchecked_into();
    let own = "<style>:root { --bw-toaster-inset: 40px } iframe { border: 0 }</style>";
    let sheet = include_str!("../../styles/bellwire.css");
    let list = "<ol class='bw-toasts' data-position='top-end'></ol>";
    frame.set_attribute("srcdoc", &format!("{own}<style>{sheet}</style>{list}")).unwrap();
    frame.set_attribute("width", "320").unwrap();
    document().body().unwrap().append_child(&frame).unwrap();
    let place = || {
        let page = js_sys::Reflect::get(&frame, &"contentDocument".into()).ok()?;
        let page: web_sys::Document = page.unchecked_into();
        Some(page.query_selector(".bw-toasts").ok()??.get_bounding_client_rect())
    };
    eventually("the list has its inset", async || {
        place()
            .is_some_and(|place| (place.left(), place.top(), place.right()) == (40.0, 40.0, 280.0))
    })
    .await;
    frame.remove();
}

#[wasm_bindgen_test]
async fn errors_that_stay_do_not_keep_the_rest_from_the_screen_where_that_is_asked_for() {
    for (overflow, is_told) in [(ToastOverflow::StepBack, false), (ToastOverflow::Drop, true)] {
        let (toaster, stage) = Stage::mount(idle_client(), move |_| {
            (use_toaster(), view! { <Toaster visible=1 overflow/> })
        });
        let causes = Arc::new(Mutex::new(Vec::new()));
        let told = causes.clone();
        toaster.show(Toast::error("first").on_close(move |cause| told.lock().unwrap().push(cause)));
        toaster.show(Toast::success("Saved").duration(SHORT));
        eventually("the other is shown", async || {
            stage.count("button[aria-label='Dismiss: Saved']") == 1
        })
        .await;
        eventually("it goes", async || stage.count("button[aria-label='Dismiss: Saved']") == 0)
            .await;
        let left = usize::from(!is_told);
        eventually("the error is back", async || stage.count(".bw-toast") == left).await;
        let expected = if is_told { vec![CloseCause::Displaced] } else { Vec::new() };
        assert_eq!(*causes.lock().unwrap(), expected);
    }
}

/// A finger takes a toast as far as it takes to dismiss it.
fn swipe(selector: &str, stage: &Stage) {
    point(selector, stage, "pointerdown", "touch", (100, 100));
    point(selector, stage, "pointermove", "touch", (200, 100));
    point(selector, stage, "pointerup", "touch", (200, 100));
}

fn count(toaster: UseToaster) -> usize {
    untrack(|| toaster.all().len())
}

#[wasm_bindgen_test]
async fn a_mouse_stops_the_clocks_unless_it_is_not_to() {
    for pause_on_hover in [true, false] {
        let (toaster, stage) = Stage::mount(idle_client(), move |_| {
            (use_toaster(), view! { <Toaster pause_on_hover/> })
        });
        toaster.show(Toast::error("stays"));
        let list = ".bw-toasts:not([hidden])";
        eventually("it is shown", async || stage.count(list) == 1).await;
        point(list, &stage, "pointerenter", "mouse", (0, 0));
        eventually("spread out", async || stage.count("[data-expanded=true]") == 1).await;
        let held = format!("{list}[data-held={pause_on_hover}]");
        eventually("held or not", async || stage.count(&held) == 1).await;
        toaster.show(Toast::success("goes").duration(SHORT));
        if !pause_on_hover {
            eventually("it has gone", async || count(toaster) == 1).await;
        }
    }
}

#[wasm_bindgen_test]
async fn toasts_that_are_not_to_be_swiped_stay() {
    let (toaster, stage) =
        Stage::mount(idle_client(), |_| (use_toaster(), view! { <Toaster swipe=false/> }));
    toaster.show(Toast::error("stays"));
    eventually("it is shown", async || stage.count(".bw-toast") == 1).await;
    swipe(".bw-toast", &stage);
    assert_eq!(count(toaster), 1);
}

#[wasm_bindgen_test]
async fn a_toast_that_is_not_to_be_dismissed_is_dismissed_by_nobody() {
    let _styles = stylesheet();
    let (toaster, stage) = toaster();
    let id = toaster.show(Toast::loading("Paying…").dismissible(false));
    eventually("it is shown", async || stage.count(".bw-toast") == 1).await;
    let button = stage.find(".bw-toast-close").unwrap();
    assert_eq!(button.offset_width(), 0);
    swipe(".bw-toast", &stage);
    stage.find(".bw-toast").unwrap().focus().unwrap();
    press("Escape");
    assert_eq!(count(toaster), 1);
    assert!(!has_focus(".bw-toast"), "Escape still leads back to the page");

    toaster.update(id, Toast::success("Paid").until_dismissed());
    eventually("its button is there", async || button.offset_width() > 0).await;
    swipe(".bw-toast", &stage);
    assert_eq!(count(toaster), 0);
}

#[wasm_bindgen_test]
async fn a_button_may_leave_its_toast_where_it_is() {
    let (toaster, stage) = toaster();
    let shown = Arc::new(Mutex::new(0));
    let more = shown.clone();
    toaster
        .show(Toast::info("Deleted").action_and_stay("Show", move || *more.lock().unwrap() += 1));
    eventually("it is shown", async || stage.count(".bw-toast-action") == 1).await;
    stage.find(".bw-toast-action").unwrap().focus().unwrap();
    stage.click(".bw-toast-action").await;
    stage.click(".bw-toast-action").await;
    assert_eq!((*shown.lock().unwrap(), count(toaster)), (2, 1));
    assert!(has_focus(".bw-toast-action"));
}

#[wasm_bindgen_test]
async fn the_clocks_stand_still_while_another_window_has_the_focus() {
    let (toaster, stage) = toaster();
    toaster.show(Toast::error("stays"));
    let held = ".bw-toasts:not([hidden])[data-held=true]";
    let turn = |what: &str, has_focus: bool| {
        let answer = js_sys::Function::new_no_args(&format!("return {has_focus}"));
        js_sys::Reflect::set(&document(), &"hasFocus".into(), &answer).unwrap();
        window().dispatch_event(&web_sys::Event::new(what).unwrap()).unwrap();
    };
    eventually("it is shown", async || stage.count(".bw-toasts:not([hidden])") == 1).await;
    turn("blur", true);
    assert_eq!(stage.count(held), 0, "the focus is in a frame of the page");
    turn("blur", false);
    eventually("they stand still", async || stage.count(held) == 1).await;
    turn("focus", true);
    eventually("they go on", async || stage.count(held) == 0).await;
    js_sys::Reflect::delete_property(&document(), &"hasFocus".into()).unwrap();
}

#[wasm_bindgen_test]
async fn an_application_draws_toasts_of_its_own() {
    let (toaster, stage) = Stage::mount(idle_client(), |_| {
        let toaster = use_toaster();
        toaster.set_layout(ToasterPosition::TopEnd, 1);
        let toasts = move || {
            let shown = toaster.shown().into_iter();
            let lines = shown.map(|shown| {
                let text = shown.toast().map(Toast::to_sentence);
                view! { <p class="own" data-stage=shown.stage().as_str()>{text}</p> }
            });
            lines.collect_view()
        };
        (toaster, toasts)
    });
    let pressed = Arc::new(Mutex::new(0));
    let count = pressed.clone();
    let id = toaster
        .show(Toast::error("Not saved").action("Again", move || *count.lock().unwrap() += 1));
    toaster.show(Toast::success("Sent").duration(SHORT));
    stage.shows(".own", "Not saved").await;
    assert_eq!(stage.count(".own"), 1, "the other waits");

    let hold = toaster.hold();
    toaster.act(id, 7);
    toaster.act(id, 0);
    assert_eq!(*pressed.lock().unwrap(), 1);
    stage.shows(".own[data-stage=present]", "Sent").await;
    eventually("the first is gone", async || stage.count(".own") == 1).await;
    drop(hold);
    eventually("its clock goes on", async || stage.count(".own") == 0).await;
}

#[wasm_bindgen_test]
async fn each_part_has_the_classes_of_the_application() {
    let classes = ToasterClasses {
        list: "own-list",
        toast: "own-toast",
        body: "own-body",
        icon: "own-icon",
        content: "own-content",
        title: "own-title",
        times: "own-times",
        description: "own-description",
        detail: "own-detail",
        actions: "own-actions",
        action: "own-action",
        cancel: "own-cancel",
        close: "own-close",
        progress: "own-progress",
    };
    let durations = ToastDurations { error: Some(SHORT), ..ToastDurations::default() };
    let (toaster, stage) = Stage::mount(idle_client(), move |_| {
        (use_toaster(), view! { <Toaster classes durations class="own-region" progress=true/> })
    });
    let full = || {
        let toast = Toast::info("Saved").description("job.txt").detail("now");
        toast.action("Undo", || {}).cancel("All right").class("first").id("save")
    };
    let id = toaster.show(full());
    toaster.show(Toast::info("twice"));
    toaster.show(Toast::info("twice"));
    eventually("it is shown", async || stage.count(".own-times") == 1).await;
    for part in [
        "list",
        "body",
        "icon",
        "content",
        "title",
        "description",
        "detail",
        "actions",
        "action",
        "cancel",
        "close",
        "progress",
        "region",
    ] {
        assert!(stage.count(&format!(".own-{part}")) > 0, "{part}");
    }
    eventually("its own", async || stage.count(".bw-toast.own-toast.first") == 1).await;
    toaster.update(id, full().class("second"));
    eventually("another one", async || stage.count(".bw-toast.own-toast.second") == 1).await;
    assert_eq!(stage.count(".first"), 0);

    toaster.show(Toast::error("goes"));
    eventually("it is there", async || count(toaster) == 3).await;
    eventually("it has gone", async || count(toaster) == 2).await;
}
