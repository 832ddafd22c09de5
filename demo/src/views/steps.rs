use bellwire_demo_api::Job;
use bellwire_ui::view::text;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api;
use crate::session::use_session;

/// Something that can be done, as a button: its words, its class, and the path to post to.
pub(crate) type Step = (&'static str, &'static str, String);

/// What can be done about a job now. `done` is called when something was.
#[component]
pub(crate) fn Steps(steps: Vec<Step>, done: impl Fn() + Copy + 'static) -> impl IntoView {
    let session = use_session();
    let error = RwSignal::new(String::new());
    let buttons = steps
        .into_iter()
        .map(|(words, class, path)| {
            let act = move |_| {
                let path = path.clone();
                spawn_local(async move {
                    let token = session.token();
                    match api::post::<serde::de::IgnoredAny>(&path, token.as_deref(), &()).await {
                        Ok(_) => done(),
                        // The view may be another by now.
                        Err(words) => drop(error.try_set(words)),
                    }
                });
            };
            view! { <button type="button" class=class on:click=act>{words}</button> }
        })
        .collect_view();
    view! {
        <div class="actions">{buttons}</div>
        <p class="error" role="alert">{text(move || error.get())}</p>
    }
}

/// The path of a step that is taken with a job.
pub(crate) fn step(words: &'static str, class: &'static str, job: &Job, action: &str) -> Step {
    (words, class, format!("jobs/{}/{action}", job.id))
}
