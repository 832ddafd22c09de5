use bellwire_ui::view::dynamic;
use leptos::attr::custom::custom_attribute;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::preferences::use_preferences;
use crate::sample::{Sample, Stage};

/// A sample in the gallery: what it is, itself, and its code.
#[component]
pub(crate) fn Card(sample: &'static Sample) -> impl IntoView {
    let preferences = use_preferences();
    let title_id = format!("{}-title", sample.id);
    let labelled_by = title_id.clone();
    // The link is made when it is followed: by then the visitor may prefer something else.
    let alone = RwSignal::new(preferences.href(sample.id));
    let refresh = move || alone.set(preferences.href(sample.id));
    let stage = match sample.stage {
        Stage::Page | Stage::Pressed => view! { <Live sample/> }.into_any(),
        Stage::Frame(height) => {
            let loading = if preferences.is_still { "eager" } else { "lazy" };
            view! {
                <iframe
                    class="stage"
                    title=sample.title
                    src=preferences.href(sample.id)
                    height=height.to_string()
                    {..custom_attribute("loading", loading)}
                ></iframe>
            }
            .into_any()
        }
    };
    view! {
        // The fragment of an address names it: `#/toaster/action`.
        <article class="sample" id=format!("/{}", sample.id) aria-labelledby=labelled_by>
            <div class="sample-header" lang="en">
                <h3 id=title_id><a href=format!("#/{}", sample.id)>{sample.title}</a></h3>
                <a
                    class="sample-alone"
                    href=move || alone.get()
                    target="_blank"
                    on:pointerdown=move |_| refresh()
                    on:focus=move |_| refresh()
                >
                    "Open alone"
                    <span class="bw-hidden">": " {sample.title} ", in a new window"</span>
                </a>
            </div>
            <p class="sample-about" lang="en">{sample.about}</p>
            {stage}
            <Code sample/>
        </article>
    }
}

/// A sample at work.
#[component]
pub(crate) fn Live(sample: &'static Sample) -> impl IntoView {
    let stage = NodeRef::<Div>::new();
    if use_preferences().is_still && sample.stage != Stage::Page {
        Effect::new(move |_| {
            let Some(stage) = stage.get() else { return };
            // Once everything is in its place.
            request_animation_frame(move || press_all(&stage));
        });
    }
    let group = sample.id.split('/').next();
    // What it provides is its own.
    let sample = dynamic(move || (sample.view)());
    view! { <div node_ref=stage class="stage" data-group=group>{sample}</div> }
}

fn press_all(stage: &HtmlElement) {
    let Ok(buttons) = stage.query_selector_all("button") else { return };
    let buttons: Vec<_> = (0..buttons.length()).filter_map(|index| buttons.item(index)).collect();
    for button in buttons {
        if let Some(button) = button.dyn_ref::<HtmlElement>() {
            button.click();
        }
    }
}

/// The code of a sample, for those who want to see it.
#[component]
fn Code(sample: &'static Sample) -> impl IntoView {
    let is_copied = RwSignal::new(false);
    let copy = move |_| {
        // Where the page may not write to the clipboard, the code can be selected.
        let _ = window().navigator().clipboard().write_text(sample.code);
        is_copied.set(true);
    };
    let copy_words = move || if is_copied.get() { "Copied" } else { "Copy" };
    view! {
        <details class="code" lang="en" on:toggle=move |_| is_copied.set(false)>
            <summary>"Code"<span class="bw-hidden">" of " {sample.title}</span></summary>
            <div class="code-body">
                <button type="button" class="button code-copy" on:click=copy>{copy_words}</button>
                <pre tabindex="0" dir="ltr"><code>{sample.code}</code></pre>
            </div>
        </details>
    }
}
