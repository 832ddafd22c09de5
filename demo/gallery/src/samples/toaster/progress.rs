use bellwire_ui::{Toast, Toaster, provide_toaster};
use leptos::prelude::*;

#[component]
pub fn Progress() -> impl IntoView {
    let toaster = provide_toaster();
    let show = move |_| {
        toaster.show(Toast::success("Saved").description("Five seconds for reading this"));
    };
    view! { <button class="button" on:click=show>"Show"</button> <Toaster progress=true/> }
}
