use bellwire_ui::{Toast, Toaster, provide_toaster};
use leptos::prelude::*;

#[component]
pub fn Loading() -> impl IntoView {
    let toaster = provide_toaster();
    let show = move |_| {
        toaster.show(Toast::loading("Sending the picture…"));
    };
    view! { <button class="button" on:click=show>"Show"</button> <Toaster/> }
}
