use bellwire_ui::{Toast, Toaster, provide_toaster};
use leptos::prelude::*;

#[component]
pub fn Link() -> impl IntoView {
    let toaster = provide_toaster();
    let show = move |_| {
        toaster.show(Toast::info("New bid").description("Window cleaning").link("#/jobs/5"));
    };
    view! { <button class="button" on:click=show>"Show"</button> <Toaster/> }
}
