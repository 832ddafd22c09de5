//! Job status: one socket for each job that somebody looks at, on which Django Channels tells both
//! parties of the two steps by which it is done. The pages themselves have no connection.

mod job_page;

use bellwire::{Client, Protocol};
use bellwire_demo_api::{Job, User};
use bellwire_ui::view::dynamic;
use bellwire_ui::{key, provide_job_sockets};
use leptos::prelude::*;

use self::job_page::JobPage;
use super::{patiently, signed_in, stage_of};
use crate::api;
use crate::query::use_query;
use crate::route::{Page, Scene, use_page};
use crate::session::use_session;
use crate::views::{Bar, JobList};

#[component]
pub(crate) fn JobStatus(user: User) -> impl IntoView {
    // What toasts and stale data need is there without a connection.
    let offline = match Client::builder("/").build() {
        Ok(client) => client,
        Err(error) => return error.to_string().into_any(),
    };
    stage_of(offline, move || {
        provide_sockets();
        let page = use_page();
        let content = dynamic(move || match page.get() {
            Page::Home | Page::Jobs => view! { <Jobs/> }.into_any(),
            Page::Job(id) => view! { <JobPage id user=user.clone()/> }.into_any(),
        });
        view! {
            <Bar scene=Scene::JobStatus links=&[(Page::Home, "My jobs")]/>
            <main>{content}</main>
        }
        .into_any()
    })
}

#[expect(clippy::expect_used, reason = "the URL is a path whatever the number")]
fn provide_sockets() {
    let session = use_session();
    provide_job_sockets(move |job_id| {
        let builder = Client::builder(format!("/ws/job/{job_id}/"))
            .protocol(Protocol::envelope().without_welcome().listening_only());
        patiently(signed_in(session, builder)).build().expect("a path")
    });
}

#[component]
fn Jobs() -> impl IntoView {
    let session = use_session();
    let mine = use_query(key!["my-jobs"], move || async move {
        api::get::<Vec<Job>>("my-jobs", session.token().as_deref()).await
    });
    view! {
        <div class="heading"><h1>"My jobs"</h1></div>
        <p class="hint">
            "Open a job that is in progress in two windows, one for each party. Each job has a socket of \
             its own, which is open while somebody looks at it."
        </p>
        <JobList
            scene=Scene::JobStatus
            jobs=mine
            empty="Nothing here yet. Post a job or take one in one of the other scenes."
        />
    }
}
