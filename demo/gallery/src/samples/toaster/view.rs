use bellwire_ui::{Toast, Toaster, provide_toaster};
use leptos::prelude::*;

#[component]
pub fn View() -> impl IntoView {
    let toaster = provide_toaster();
    let show = move |_| {
        let bid = Toast::info("Ada bids $180 for window cleaning")
            .view(|| {
                view! {
                    <div class="bid">
                        <strong>"Ada Lovelace"</strong>
                        <span>"Window cleaning"</span>
                        <span class="bid-price">"$180"</span>
                    </div>
                }
            })
            .action("Accept", || ())
            .cancel("Later");
        toaster.show(bid);
    };
    view! { <button class="button" on:click=show>"Show"</button> <Toaster/> }
}
