use leptos::prelude::*;

/// One of a few.
pub(crate) trait Choice: Copy + PartialEq + Send + Sync + 'static {
    const ALL: &'static [Self];

    /// Its name in addresses and in what is kept.
    fn as_str(self) -> &'static str;

    /// What people read.
    fn title(self) -> &'static str;

    fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.as_str() == name)
    }
}

/// A list to choose from.
#[component]
pub(crate) fn Select<C: Choice>(label: &'static str, value: RwSignal<C>) -> impl IntoView {
    let options = C::ALL.iter().map(|&one| {
        let is_chosen = move || value.get() == one;
        view! { <option value=one.as_str() selected=is_chosen>{one.title()}</option> }
    });
    let choose = move |event| {
        if let Some(one) = C::find(&event_target_value(&event)) {
            value.set(one);
        }
    };
    view! {
        <label class="choice">
            {label}
            <select on:change=choose>{options.collect_view()}</select>
        </label>
    }
}
