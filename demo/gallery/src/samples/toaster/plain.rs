use bellwire_ui::{Toast, Toaster, provide_toaster};
use leptos::prelude::*;

#[component]
pub fn Plain() -> impl IntoView {
    let toaster = provide_toaster();
    let show = move |_| {
        toaster.show(Toast::info("Ada is looking at your job"));
        toaster.show(Toast::success("Saved"));
        toaster.show(Toast::warning("Your session ends in a minute"));
        toaster.show(Toast::error("The picture is too large"));
    };
    view! {
        <button class="button" on:click=show>"Show all four"</button>
        <Toaster expanded=true visible=4/>
    }
}
