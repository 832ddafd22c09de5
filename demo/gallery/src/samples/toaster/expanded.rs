use bellwire_ui::{Toast, Toaster, provide_toaster};
use leptos::prelude::*;

#[component]
pub fn Expanded() -> impl IntoView {
    let toaster = provide_toaster();
    let show = move |_| {
        toaster.show(Toast::info("New job posted"));
        toaster.show(Toast::success("Payment received").description("120.00 from Ada"));
        toaster.show(Toast::warning("Payment is late").action("Remind", || ()));
    };
    view! { <button class="button" on:click=show>"Show three"</button> <Toaster expanded=true/> }
}
