//! PayChain: jobs and money, over the envelope. To the letter of its document: who is told what, with
//! which icon, and what is fetched again.

mod browse;
mod conversation;
mod dashboard;
mod job_details;
mod market;
mod rules;

use bellwire::Client;
use bellwire_ui::view::dynamic;
use bellwire_ui::{ConnectionBadge, use_notifications};
use leptos::prelude::*;

use self::browse::Browse;
use self::dashboard::Dashboard;
use self::job_details::JobDetails;
use self::market::provide_market;
use super::{patiently, stage};
use crate::route::{Page, Scene, use_page};
use crate::session::use_session;
use crate::views::{Bar, SignIn};

#[component]
pub(crate) fn PayChain() -> impl IntoView {
    let session = use_session();
    // This server asks nobody who they are.
    stage(patiently(Client::builder("/ws")), move || {
        let page = dynamic(move || match session.user() {
            Some(_) => view! { <SignedIn/> }.into_any(),
            None => view! { <SignIn scene=Scene::PayChain><ConnectionBadge/></SignIn> }.into_any(),
        });
        page.into_any()
    })
}

#[component]
fn SignedIn() -> impl IntoView {
    provide_market();
    // Whoever signs in next finds a bell of their own.
    let notifications = use_notifications();
    on_cleanup(move || notifications.clear());
    let page = use_page();
    let content = dynamic(move || match page.get() {
        Page::Home => view! { <Dashboard/> }.into_any(),
        Page::Jobs => view! { <Browse/> }.into_any(),
        Page::Job(id) => view! { <JobDetails id/> }.into_any(),
    });
    view! {
        <Bar scene=Scene::PayChain links=&[(Page::Home, "Dashboard"), (Page::Jobs, "Browse jobs")]/>
        <main>{content}</main>
    }
}
