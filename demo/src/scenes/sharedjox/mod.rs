//! SharedJox: a feed of jobs, claims and a wallet, over the Pusher protocol as Laravel Reverb speaks it.

mod events;
mod feed;
mod job_page;
mod jox;

use bellwire::{ChannelAuthEndpoint, Client, Protocol};
use bellwire_demo_api::User;
use bellwire_ui::view::dynamic;
use leptos::prelude::*;

use self::feed::Feed;
use self::job_page::JobPage;
use self::jox::provide_jox;
use super::{patiently, signed_in, stage};
use crate::route::{Page, Scene, use_page};
use crate::session::use_session;
use crate::views::Bar;

#[component]
pub(crate) fn SharedJox(user: User) -> impl IntoView {
    let builder = Client::builder("/")
        .protocol(Protocol::pusher("sharedjox"))
        .channel_auth(ChannelAuthEndpoint::new("/broadcasting/auth"));
    stage(patiently(signed_in(use_session(), builder)), move || {
        provide_jox(&user);
        let page = use_page();
        let content = dynamic(move || match page.get() {
            Page::Home | Page::Jobs => view! { <Feed/> }.into_any(),
            Page::Job(id) => view! { <JobPage id/> }.into_any(),
        });
        view! {
            <Bar scene=Scene::SharedJox links=&[(Page::Home, "Discovery")]/>
            <main>{content}</main>
        }
        .into_any()
    })
}
