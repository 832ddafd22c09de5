use bellwire::{Attempts, Backoff, Client};
use bellwire_ui::view::{dynamic, text};
use bellwire_ui::{NotificationBell, Toaster, ToasterPosition, provide_realtime};
use leptos::prelude::*;

use crate::market::provide_market;
use crate::route::{Route, provide_route};
use crate::session::{provide_session, use_session};
use crate::views::{Browse, Dashboard, JobDetails, SignIn};

#[component]
pub(crate) fn App() -> impl IntoView {
    // Somebody who starts the server after the page wants to see the page come alive, however
    // much later that is.
    let backoff = Backoff::default().attempts(Attempts::Unlimited);
    let client = match Client::builder("/ws").backoff(backoff).build() {
        Ok(client) => client,
        Err(error) => return error.to_string().into_any(),
    };
    client.connect();
    provide_realtime(client);
    provide_session();
    provide_route();
    let session = use_session();
    let page = dynamic(move || match session.user() {
        Some(_) => view! { <SignedIn/> }.into_any(),
        None => view! { <SignIn/> }.into_any(),
    });
    view! {
        {page}
        <Toaster position=ToasterPosition::TopEnd class="toaster"/>
    }
    .into_any()
}

#[component]
fn SignedIn() -> impl IntoView {
    provide_market();
    let route = crate::route::use_route();
    let session = use_session();
    let nav = move |target: Route, words: &'static str| {
        let current = move || {
            let is_here = (route.get() == Route::Dashboard) == (target == Route::Dashboard);
            if is_here { "page" } else { "false" }
        };
        view! { <a href=target.href() aria-current=text(current)>{words}</a> }
    };
    let user = text(move || {
        session.user().map(|user| format!("{} · {}", user.name, user.role)).unwrap_or_default()
    });
    let page = dynamic(move || match route.get() {
        Route::Dashboard => view! { <Dashboard/> }.into_any(),
        Route::Jobs => view! { <Browse/> }.into_any(),
        Route::Job(id) => view! { <JobDetails id/> }.into_any(),
    });
    view! {
        <header class="bar">
            <a class="logo" href=Route::Dashboard.href()>"PayChain"</a>
            <nav aria-label="Main">
                {nav(Route::Dashboard, "Dashboard")}
                {nav(Route::Jobs, "Browse jobs")}
            </nav>
            <span class="user">{user}</span>
            <NotificationBell/>
            <button type="button" class="quiet" on:click=move |_| session.sign_out()>"Sign out"</button>
        </header>
        <main>{page}</main>
    }
}
