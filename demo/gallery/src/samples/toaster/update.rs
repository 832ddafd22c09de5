use bellwire_ui::{Toast, Toaster, provide_toaster};
use leptos::prelude::*;

#[component]
pub fn Update() -> impl IntoView {
    let toaster = provide_toaster();
    let bids = StoredValue::new(0);
    let bid = move |_| {
        bids.update_value(|bids| *bids += 1);
        let title = format!("Bids for window cleaning: {}", bids.get_value());
        toaster.show(Toast::info(title).id("bids/5"));
    };
    view! { <button class="button" on:click=bid>"Another bid"</button> <Toaster/> }
}
