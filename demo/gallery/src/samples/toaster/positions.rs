use bellwire_ui::{Toast, Toaster, ToasterPosition, provide_toaster};
use leptos::prelude::*;

#[component]
pub fn Positions() -> impl IntoView {
    let toaster = provide_toaster();
    let buttons = ToasterPosition::ALL.map(|position| {
        let name = position.as_str();
        let show = move |_| {
            toaster.show(Toast::info(name).id(name).position(position));
        };
        view! { <button class="button" on:click=show>{name}</button> }
    });
    view! { <div class="six">{buttons.collect_view()}</div> <Toaster class="narrow"/> }
}
