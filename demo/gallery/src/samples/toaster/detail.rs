use bellwire_ui::{Toast, Toaster, provide_toaster};
use leptos::prelude::*;

#[component]
pub fn Detail() -> impl IntoView {
    let toaster = provide_toaster();
    let show = move |_| {
        toaster.show(
            Toast::success("New job posted")
                .description("Frontend developer for a booking page, two weeks, remote")
                .detail("$5,000 • development"),
        );
    };
    view! { <button class="button" on:click=show>"Show"</button> <Toaster/> }
}
