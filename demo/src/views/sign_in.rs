use bellwire_demo_api::Role;
use bellwire_ui::ConnectionBadge;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::session::use_session;

#[component]
pub(crate) fn SignIn() -> impl IntoView {
    let session = use_session();
    let error = RwSignal::new(None::<String>);
    let sign_in = move |role| {
        spawn_local(async move {
            if let Err(words) = session.sign_in(role).await {
                error.set(Some(words));
            }
        });
    };
    view! {
        <main class="welcome">
            <p class="logo">"PayChain"</p>
            <h1>"A marketplace whose pages are never stale"</h1>
            <p class="lead">
                "Open this page in two windows: be the employer in one and the worker in the other, and
                watch what one does arrive at the other."
            </p>
            <div class="roles">
                <button type="button" class="role" on:click=move |_| sign_in(Role::Employer)>
                    <span class="role-icon" aria-hidden="true">"🏢"</span>
                    <strong>"Alice, employer"</strong>
                    <span>"Posts jobs and pays for them"</span>
                </button>
                <button type="button" class="role" on:click=move |_| sign_in(Role::Worker)>
                    <span class="role-icon" aria-hidden="true">"🧰"</span>
                    <strong>"Bob, worker"</strong>
                    <span>"Takes jobs and gets paid"</span>
                </button>
            </div>
            <p class="error" role="alert">{error}</p>
            <ConnectionBadge/>
        </main>
    }
}
