use bellwire_ui::{Toast, Toaster, ToasterClasses, provide_toaster};
use leptos::prelude::*;

#[component]
pub fn Classes() -> impl IntoView {
    let toaster = provide_toaster();
    let show = move |_| {
        toaster.show(
            Toast::success("Paid").description("With a look of its own").action("See", || ()),
        );
    };
    let classes =
        ToasterClasses { toast: "ticket", action: "ticket-action", ..ToasterClasses::default() };
    view! { <button class="button" on:click=show>"Show"</button> <Toaster classes/> }
}
