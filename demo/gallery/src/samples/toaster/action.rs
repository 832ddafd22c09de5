use bellwire_ui::{Toast, Toaster, provide_toaster};
use leptos::prelude::*;

#[component]
pub fn Action() -> impl IntoView {
    let toaster = provide_toaster();
    let delete = move |_| {
        let deleted = Toast::info("Draft deleted")
            .description("It is kept for thirty days")
            .action("Undo", move || {
                toaster.show(Toast::success("The draft is back"));
            })
            .cancel("All right");
        toaster.show(deleted);
    };
    view! { <button class="button" on:click=delete>"Delete the draft"</button> <Toaster/> }
}
