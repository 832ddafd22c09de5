use bellwire_ui::Toaster;
use leptos::prelude::*;

use crate::header::Header;
use crate::sample::Group;
use crate::samples::GROUPS;
use crate::stage::Card;

/// All samples, and what changes them.
#[component]
pub(crate) fn Gallery() -> impl IntoView {
    show_target();
    let contents = GROUPS.iter().map(contents_of).collect_view();
    let sections = GROUPS.iter().map(section).collect_view();
    view! {
        <Header/>
        <div class="page">
            <nav class="contents" aria-label="Components" lang="en">{contents}</nav>
            <main>
                <p class="intro" lang="en">
                    "Every component in every state, with the code that puts it there. The words of \
                     the components follow the language above; those of the samples are an \
                     application's, and stay English. "
                    <a href="?still">"Hold everything still"</a>
                    " to see all states at once."
                </p>
                {sections}
            </main>
        </div>
        <Toaster/>
    }
}

fn contents_of(group: &'static Group) -> impl IntoView {
    let samples = group.samples.iter().map(|sample| {
        view! { <li><a href=format!("#/{}", sample.id)>{sample.title}</a></li> }
    });
    view! {
        <details class="contents-group" open>
            <summary>{group.title}</summary>
            <ul>{samples.collect_view()}</ul>
        </details>
    }
}

fn section(group: &'static Group) -> impl IntoView {
    let title_id = format!("{}-title", group.name);
    let labelled_by = title_id.clone();
    let samples = group.samples.iter().map(|sample| view! { <Card sample/> });
    view! {
        <section class="group" id=format!("/{}", group.name) aria-labelledby=labelled_by>
            <h2 id=title_id lang="en">{group.title}</h2>
            <p class="group-about" lang="en">{group.about}</p>
            <div class="samples">{samples.collect_view()}</div>
        </section>
    }
}

/// Goes to the sample that the address names: it was not there when the browser looked for it.
fn show_target() {
    Effect::new(move |_| {
        let fragment = window().location().hash().unwrap_or_default();
        let target = fragment.strip_prefix('#').and_then(|id| document().get_element_by_id(id));
        if let Some(target) = target {
            target.scroll_into_view();
        }
    });
}
