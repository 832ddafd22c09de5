use std::time::Duration;

use bellwire_ui::{Toast, Toaster, UseToaster, provide_toaster};
use gloo_timers::future::sleep;
use leptos::prelude::*;

#[component]
pub fn Failure() -> impl IntoView {
    let toaster = provide_toaster();
    view! {
        <button class="button" on:click=move |_| save(toaster)>"Save"</button>
        <Toaster/>
    }
}

fn save(toaster: UseToaster) {
    toaster.promise(Toast::loading("Saving…"), async move {
        sleep(Duration::from_secs(2)).await;
        Toast::error("Not saved")
            .description("The server does not answer")
            .action("Try again", move || save(toaster))
    });
}
