use bellwire_ui::{Toast, Toaster, provide_toaster};
use leptos::prelude::*;

#[component]
pub fn Times() -> impl IntoView {
    let toaster = provide_toaster();
    let show = move |_| {
        for _ in 0..3 {
            toaster.show(Toast::warning("The microphone is off"));
        }
    };
    view! { <button class="button" on:click=show>"Say it three times"</button> <Toaster/> }
}
