use bellwire_ui::{NotificationBell, Toast, Toaster, use_notifications, use_realtime, use_toaster};
use leptos::ev::Custom;
use leptos::prelude::*;
use web_sys::CustomEvent;

/// The name of this page in addresses, where others have that of a sample.
pub(crate) const NAME: &str = "under-load";

/// A bell and a toaster alone. They show what events of the window tell them to, so that
/// `cargo xtask bench bursts` measures them and nothing else.
///
/// `toast`, `notification` and `news` bear a number as their detail, `clear` nothing.
#[component]
pub(crate) fn UnderLoad() -> impl IntoView {
    let (toaster, realtime, notifications) = (use_toaster(), use_realtime(), use_notifications());
    on("toast", move |n| {
        toaster.show(Toast::info(format!("Message {n}")));
    });
    on("notification", move |n| notifications.add(posted(n)));
    on("news", move |n| realtime.notify(posted(n)));
    on("clear", move |_| {
        toaster.dismiss_all();
        notifications.clear();
    });
    view! {
        <main class="alone"><NotificationBell max_count=100_000/></main>
        <Toaster/>
    }
}

fn posted(n: f64) -> Toast {
    Toast::info(format!("Job {n} was posted")).detail("Just now")
}

fn on(name: &'static str, then: impl Fn(f64) + 'static) {
    let listener = window_event_listener(Custom::<CustomEvent>::new(name), move |event| {
        then(event.detail().as_f64().unwrap_or_default());
    });
    on_cleanup(move || listener.remove());
}
