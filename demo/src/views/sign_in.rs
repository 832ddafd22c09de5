use bellwire_demo_api::Role;
use bellwire_ui::view::{pressed, text};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::route::Scene;
use crate::session::use_session;

/// Where one becomes somebody. The children stand below.
#[component]
pub(crate) fn SignIn(scene: Scene, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    let session = use_session();
    let error = RwSignal::new(String::new());
    let sign_in = move |role| {
        spawn_local(async move {
            if let Err(words) = session.sign_in(role).await {
                error.set(words);
            }
        });
    };
    view! {
        <main class="welcome">
            <p class="logo">{scene.name()}</p>
            <h1>"A marketplace whose pages are never stale"</h1>
            <p class="lead">
                "Open this page in two windows: be the employer in one and the worker in the other, and
                watch what one does arrive at the other."
            </p>
            <div class="roles">
                {role("🏢", "Alice, employer", "Posts jobs and pays for them", move || sign_in(Role::Employer))}
                {role("🧰", "Bob, worker", "Takes jobs and gets paid", move || sign_in(Role::Worker))}
            </div>
            <p class="error" role="alert">{text(move || error.get())}</p>
            {children.map(|children| children())}
        </main>
    }
}

fn role(
    icon: &'static str,
    name: &'static str,
    what: &'static str,
    choose: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <button type="button" class="role" on:click=pressed(move |_| choose())>
            <span class="role-icon" aria-hidden="true">{icon}</span>
            <strong>{name}</strong>
            <span>{what}</span>
        </button>
    }
}
