use bellwire_ui::{ShownToast, Toast, ToastParts, UseToaster, provide_toaster};
use leptos::prelude::*;

#[component]
pub fn Own() -> impl IntoView {
    let toaster = provide_toaster();
    let show = move |_| {
        let deleted = Toast::info("Draft deleted").action("Undo", move || {
            toaster.show(Toast::success("The draft is back"));
        });
        toaster.show(deleted);
    };
    let held = StoredValue::new(None);
    view! {
        <button class="button" on:click=show>"Delete the draft"</button>
        <ul
            class="own"
            on:pointerenter=move |_| held.set_value(Some(toaster.hold()))
            on:pointerleave=move |_| held.set_value(None)
        >
            {move || toaster.shown().iter().map(|shown| line(toaster, shown)).collect_view()}
        </ul>
    }
}

fn line(toaster: UseToaster, shown: &ShownToast) -> AnyView {
    let id = shown.id();
    let Some(ToastParts { title, actions, .. }) = shown.toast().map(Toast::parts) else {
        return view! { <li>{shown.burst()} " more"</li> }.into_any();
    };
    let buttons = actions.iter().enumerate().map(|(index, action)| {
        let label = action.label().to_owned();
        view! { <button class="button" on:click=move |_| toaster.act(id, index)>{label}</button> }
    });
    view! {
        <li data-stage=shown.stage().as_str()>
            <span>{title.to_owned()}</span>
            {buttons.collect_view()}
            <button class="button" on:click=move |_| toaster.dismiss(id)>"All right"</button>
        </li>
    }
    .into_any()
}
