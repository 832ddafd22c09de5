use bellwire_ui::{Toast, Toaster, provide_toaster};
use leptos::prelude::*;

#[component]
pub fn Stack() -> impl IntoView {
    let toaster = provide_toaster();
    let show = move |_| {
        for title in ["Ada has come", "Grace has come", "Edsger has come", "Barbara has come"] {
            toaster.show(Toast::info(title).description("Job 5, window cleaning"));
        }
    };
    view! { <button class="button" on:click=show>"Show four"</button> <Toaster/> }
}
