use bellwire_ui::{Toast, Toaster, provide_toaster};
use leptos::prelude::*;

#[component]
pub fn Severities() -> impl IntoView {
    let toaster = provide_toaster();
    let show = move |_| {
        toaster.show(Toast::info("New job posted").description("Frontend developer"));
        toaster.show(Toast::success("Job completed").description("Landing page for a bakery"));
        toaster.show(Toast::warning("Payment is late").description("Due on 12 January"));
        toaster.show(Toast::error("Not saved").description("The server does not answer"));
    };
    view! {
        <button class="button" on:click=show>"Show all four"</button>
        <Toaster expanded=true visible=4/>
    }
}
