use bellwire_ui::NotificationBell;
use bellwire_ui::view::{dynamic, pressed, text};
use leptos::prelude::*;

use crate::route::{Page, Scene, use_page};
use crate::session::use_session;

/// What stands above each page of a scene, for those who are signed in.
#[component]
pub(crate) fn Bar(scene: Scene, links: &'static [(Page, &'static str)]) -> impl IntoView {
    let page = use_page();
    let session = use_session();
    let links = links.iter().map(|&(target, words)| {
        let current = move || {
            let is_here = (page.get() == Page::Home) == (target == Page::Home);
            if is_here { "page" } else { "false" }
        };
        view! { <a href=scene.href(target) aria-current=text(current)>{words}</a> }
    });
    let user = dynamic(move || {
        session.user().map(|user| {
            view! { {user.name} <span class="user-role">" · " {user.role.as_str()}</span> }
        })
    });
    view! {
        <header class="bar">
            <a class="logo" href=scene.href(Page::Home)>{scene.name()}</a>
            <nav aria-label="Main">{links.collect_view()}</nav>
            <span class="user">{user}</span>
            <NotificationBell/>
            <button type="button" class="quiet" on:click=pressed(move |_| session.sign_out())>"Sign out"</button>
        </header>
    }
}
