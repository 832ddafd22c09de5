use bellwire_ui::view::{dynamic, text};
use leptos::prelude::*;

use crate::route::{Page, Scene, provide_route, use_route};
use crate::scenes::{Cleaning, JobStatus, PayChain, SharedJox};
use crate::session::{provide_session, use_session};
use crate::views::SignIn;

#[component]
pub(crate) fn App() -> impl IntoView {
    provide_session();
    provide_route();
    let (route, session) = (use_route(), use_session());
    let scene = Memo::new(move |_| route.get().scene);
    // Another scene is another connection, and so is another user where the server asks who it is.
    let stage = Memo::new(move |_| match scene.get() {
        Scene::PayChain => (Scene::PayChain, None),
        scene @ (Scene::SharedJox | Scene::Cleaning | Scene::JobStatus) => (scene, session.user()),
    });
    let content = dynamic(move || match stage.get() {
        (Scene::PayChain, _) => view! { <PayChain/> }.into_any(),
        (scene, None) => view! { <SignIn scene/> }.into_any(),
        (Scene::SharedJox, Some(user)) => view! { <SharedJox user/> }.into_any(),
        (Scene::Cleaning, Some(user)) => view! { <Cleaning user=user.id/> }.into_any(),
        (Scene::JobStatus, Some(user)) => view! { <JobStatus user/> }.into_any(),
    });
    let links = Scene::ALL.map(|other| {
        let current = move || if scene.get() == other { "page" } else { "false" };
        view! {
            <a href=other.href(Page::Home) title=other.backend() aria-current=text(current)>
                {other.name()}
            </a>
        }
    });
    view! {
        <nav class="scenes" aria-label="Scenes">
            {links.collect_view()}
            <a href="gallery/" rel="external">"Components"</a>
            <span class="backend">{text(move || scene.get().backend())}</span>
        </nav>
        {content}
    }
}
