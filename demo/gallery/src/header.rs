use bellwire_ui::{NotificationBell, use_toaster};
use leptos::prelude::*;

use crate::burst::Bursts;
use crate::choice::Select;
use crate::preferences::use_preferences;

/// What stands above the gallery, and changes all of it.
#[component]
pub(crate) fn Header() -> impl IntoView {
    let preferences = use_preferences();
    let toaster = use_toaster();
    view! {
        <header class="bar">
            <div class="bar-title" lang="en">
                <h1>"Bellwire components"</h1>
                <a href="..">"To the demo"</a>
            </div>
            <div class="bar-choices" lang="en">
                <Select label="Theme" value=preferences.theme/>
                <Select label="Language" value=preferences.language/>
                <Select label="Direction" value=preferences.direction/>
            </div>
            <NotificationBell/>
        </header>
        <section class="tools" aria-label="Tools" lang="en">
            <Bursts/>
            <label class="switch">
                <input
                    type="checkbox"
                    prop:checked=move || toaster.is_quiet()
                    on:change=move |event| toaster.set_quiet(event_target_checked(&event))
                />
                "Do not disturb"
            </label>
            <p class="reduced-motion">
                "Your system asks for less motion: things fade, and nothing moves."
            </p>
        </section>
    }
}
