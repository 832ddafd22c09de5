use std::rc::Rc;

use bellwire_demo_api::Job;
use bellwire_ui::view::{pressed, text};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::IgnoredAny;

use crate::api;
use crate::session::{UseSession, use_session};

/// Something that can be done, as a button: its words, its class, and the path to post to.
pub(crate) type Step = (&'static str, &'static str, String);

/// Takes the step with this path.
pub(crate) type Act = Rc<dyn Fn(String)>;

/// What can be done about a job now. `done` is called when something was.
#[component]
pub(crate) fn Steps(steps: Vec<Step>, done: impl Fn() + 'static) -> impl IntoView {
    let session = use_session();
    let error = RwSignal::new(String::new());
    let done: Rc<dyn Fn()> = Rc::new(done);
    let act: Act = Rc::new(move |path| {
        let done = done.clone();
        spawn_local(async move {
            match take(session, path).await {
                Ok(()) => done(),
                // The view may be another by now.
                Err(words) => drop(error.try_set(words)),
            }
        });
    });
    view! {
        {buttons(steps, &act)}
        <p class="error" role="alert">{text(move || error.get())}</p>
    }
}

/// A button for each step, which calls `act` with its path.
pub(crate) fn buttons(steps: Vec<Step>, act: &Act) -> AnyView {
    let buttons = steps
        .into_iter()
        .map(|(words, class, path)| {
            let act = act.clone();
            let act = move |_| act(path.clone());
            view! { <button type="button" class=class on:click=pressed(act)>{words}</button> }
        })
        .collect_view();
    view! { <div class="actions">{buttons}</div> }.into_any()
}

/// Has the server take a step.
pub(crate) async fn take(session: UseSession, path: String) -> Result<(), String> {
    let token = session.token();
    api::post::<IgnoredAny>(&path, token.as_deref(), &()).await.map(drop)
}

/// The path of a step that is taken with a job.
pub(crate) fn step(words: &'static str, class: &'static str, job: &Job, action: &str) -> Step {
    (words, class, format!("jobs/{}/{action}", job.id))
}
