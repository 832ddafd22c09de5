use bellwire::{Attempts, Backoff, Client};
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
    view! {
        {move || match session.user() {
            Some(_) => view! { <SignedIn/> }.into_any(),
            None => view! { <SignIn/> }.into_any(),
        }}
        <Toaster position=ToasterPosition::TopEnd class="toaster"/>
    }
    .into_any()
}

#[component]
fn SignedIn() -> impl IntoView {
    provide_market();
    let route = crate::route::use_route();
    let session = use_session();
    let current = move |own: fn(&Route) -> bool| route.with(own).then_some("page");
    view! {
        <header class="bar">
            <a class="logo" href=Route::Dashboard.href()>"PayChain"</a>
            <nav aria-label="Main">
                <a href=Route::Dashboard.href() aria-current=move || current(|route| *route == Route::Dashboard)>
                    "Dashboard"
                </a>
                <a href=Route::Jobs.href() aria-current=move || current(|route| *route != Route::Dashboard)>
                    "Browse jobs"
                </a>
            </nav>
            <span class="user">{move || session.user().map(|user| format!("{} · {}", user.name, user.role))}</span>
            <NotificationBell/>
            <button type="button" class="quiet" on:click=move |_| session.sign_out()>"Sign out"</button>
        </header>
        <main>
            {move || match route.get() {
                Route::Dashboard => view! { <Dashboard/> }.into_any(),
                Route::Jobs => view! { <Browse/> }.into_any(),
                Route::Job(id) => view! { <JobDetails id/> }.into_any(),
            }}
        </main>
    }
}
