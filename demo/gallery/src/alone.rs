use leptos::prelude::*;

use crate::sample::Sample;
use crate::stage::Live;

/// A bare page with one sample.
#[component]
pub(crate) fn Alone(sample: &'static Sample) -> impl IntoView {
    document().set_title(sample.title);
    view! {
        <main class="alone">
            <h1 class="bw-hidden" lang="en">{sample.title}</h1>
            <Live sample/>
        </main>
    }
}
