//! Cleaning jobs: bids, and an inbox that the server keeps, as Django Channels speaks it. What happens
//! comes as notifications; the pages fetch what they show.

mod bids;
mod cleaning_jobs;
mod job_page;

use bellwire::{Client, Protocol};
use bellwire_demo_api::UserId;
use bellwire_ui::view::dynamic;
use bellwire_ui::{InboxRules, use_inbox};
use leptos::prelude::*;

use self::cleaning_jobs::{CleaningJobs, provide_cleaning};
use self::job_page::JobPage;
use super::{patiently, signed_in, stage};
use crate::route::{Page, Scene, use_page};
use crate::session::use_session;
use crate::views::Bar;

#[component]
pub(crate) fn Cleaning(user: UserId) -> impl IntoView {
    let url = format!("/ws/notifications/{user}/");
    let builder = Client::builder(url).protocol(Protocol::inbox());
    stage(patiently(signed_in(use_session(), builder)), move || {
        // The server's own links are paths of its pages, and ours are named by fragments.
        use_inbox(
            InboxRules::new().link(|entry| {
                Some(Scene::Cleaning.href(entry.job_id.map_or(Page::Home, Page::Job)))
            }),
        );
        provide_cleaning();
        let page = use_page();
        let content = dynamic(move || match page.get() {
            Page::Home | Page::Jobs => view! { <CleaningJobs/> }.into_any(),
            Page::Job(id) => view! { <JobPage id/> }.into_any(),
        });
        view! {
            <Bar scene=Scene::Cleaning links=&[(Page::Home, "Jobs")]/>
            <main>{content}</main>
        }
        .into_any()
    })
}
