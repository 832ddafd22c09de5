use bellwire::Subscription;
use leptos::prelude::*;

use crate::clockwork::effect;
use crate::use_realtime;

/// Keeps a channel subscribed for as long as the component lives.
///
/// The name may change; the former channel is then given back. Components that name the same
/// channel share one subscription, and a component that comes right back costs nothing.
///
/// # Examples
///
/// ```no_run
/// use bellwire_ui::use_channel;
/// use leptos::prelude::*;
///
/// #[component]
/// fn JobPage(#[prop(into)] id: Signal<u64>) -> impl IntoView {
///     use_channel("jobs");
///     use_channel(Signal::derive(move || format!("job.{}", id.get())));
/// }
/// ```
///
/// # Panics
///
/// Panics outside of [`provide_realtime`](crate::provide_realtime).
pub fn use_channel(name: impl Into<Signal<String>>) {
    let name = name.into();
    let client = use_realtime().client().clone();
    let mut subscription = None::<Subscription>;
    effect(move || {
        // The former is given back after the new one is taken: the same name goes on without a
        // break.
        subscription.replace(client.subscribe(name.get()));
    });
}
