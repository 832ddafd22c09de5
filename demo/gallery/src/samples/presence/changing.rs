use bellwire::{Member, Payload};
use bellwire_ui::PresenceAvatars;
use leptos::prelude::*;

#[component]
pub fn Changing() -> impl IntoView {
    let count = RwSignal::new(3_u32);
    // Without a name to read, a member is called by its id.
    let members = Signal::derive(move || {
        let ids = (1..=count.get()).map(|n| format!("Guest {n}"));
        ids.map(|id| Member { id: id.into(), info: Payload::null() }).collect()
    });
    view! {
        <div class="row">
            <button class="button" on:click=move |_| count.update(|count| *count += 1)>
                "Somebody comes"
            </button>
            <button
                class="button"
                on:click=move |_| count.update(|count| *count = count.saturating_sub(1))
            >
                "Somebody goes"
            </button>
        </div>
        <PresenceAvatars members max=4/>
    }
}
