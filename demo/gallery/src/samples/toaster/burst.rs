use bellwire_ui::{Toast, Toaster, provide_toaster};
use leptos::prelude::*;

#[component]
pub fn Burst() -> impl IntoView {
    let toaster = provide_toaster();
    let show = move |_| {
        for n in 1..=20 {
            toaster.show(Toast::info(format!("Job {n} was posted")));
        }
    };
    view! { <button class="button" on:click=show>"20 at once"</button> <Toaster expanded=true/> }
}
