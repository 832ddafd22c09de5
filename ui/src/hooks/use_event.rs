use bellwire::Event;
use send_wrapper::SendWrapper;
use serde::de::DeserializeOwned;

use crate::realtime::until_cleanup;
use crate::{page, use_realtime};

/// Calls `handler` with each event of type `E` for as long as the component lives.
///
/// # Examples
///
/// ```no_run
/// use bellwire::Event;
/// use bellwire_ui::use_event;
/// use leptos::prelude::*;
/// use serde::Deserialize;
///
/// #[derive(Deserialize, Event)]
/// struct JobCreated {
///     title: String,
/// }
///
/// #[component]
/// fn LatestJob() -> impl IntoView {
///     let title = RwSignal::new(String::new());
///     use_event(move |job: JobCreated| title.set(job.title));
///     view! { <p>{title}</p> }
/// }
/// ```
///
/// # Panics
///
/// Panics outside of [`provide_realtime`](crate::provide_realtime).
pub fn use_event<E>(handler: impl Fn(E) + 'static)
where
    E: Event + DeserializeOwned + 'static,
{
    if !page::IS_THERE {
        return;
    }
    // Components live on one thread, and so do their handlers.
    let handler = SendWrapper::new(handler);
    until_cleanup([use_realtime().client().on(move |event: E| handler(event))]);
}
