use std::time::Duration;

use bellwire_ui::{Toast, Toaster, provide_toaster};
use gloo_timers::future::sleep;
use leptos::prelude::*;

#[component]
pub fn Promise() -> impl IntoView {
    let toaster = provide_toaster();
    let save = move |_| {
        toaster.promise(Toast::loading("Saving…"), async {
            sleep(Duration::from_secs(2)).await;
            Toast::success("Saved").description("All 12 pictures")
        });
    };
    view! { <button class="button" on:click=save>"Save"</button> <Toaster/> }
}
