use bellwire_ui::{Toast, Toaster, provide_toaster};
use leptos::prelude::*;

#[component]
pub fn Icon() -> impl IntoView {
    let toaster = provide_toaster();
    let show = move |_| {
        toaster.show(Toast::success("Payment received").icon("€").description("120.00 from Ada"));
    };
    view! { <button class="button" on:click=show>"Show"</button> <Toaster/> }
}
