use bellwire::Member;
use bellwire::engine::ClientEvent;
use leptos::prelude::*;

use crate::realtime::until_cleanup;
use crate::{use_channel, use_realtime};

/// Who is in a channel; see [`use_presence`].
#[derive(Clone, Copy, Debug)]
pub struct UsePresence {
    members: RwSignal<Vec<Member>>,
}

/// Keeps a channel subscribed for as long as the component lives, and says who is in it.
///
/// The channel is a presence channel, whose name begins with `presence-`: of the Pusher protocol, or
/// of a server of the envelope that promises presence. `bellwire` needs its feature `pusher` or
/// `presence`. Each user is there once, the own one included. While the connection is away that is who
/// was there last.
///
/// # Examples
///
/// ```no_run
/// use bellwire_ui::use_presence;
/// use leptos::prelude::*;
///
/// #[component]
/// fn Viewers() -> impl IntoView {
///     let viewers = use_presence("presence-job.5");
///     view! { <p>{move || viewers.members().len()} " people look at this"</p> }
/// }
/// ```
///
/// # Panics
///
/// Panics outside of [`provide_realtime`](crate::provide_realtime).
#[must_use]
pub fn use_presence(channel: impl Into<Signal<String>>) -> UsePresence {
    let channel = channel.into();
    use_channel(channel);
    let client = use_realtime().client().clone();
    let members = RwSignal::new(client.members(channel.get_untracked()));
    let at_hand = client.clone();
    until_cleanup([client.on_client_event(move |event| {
        let (ClientEvent::Presence { channel: changed, .. }
        | ClientEvent::Unsubscribed { channel: changed, .. }) = event
        else {
            return;
        };
        // The hook's signals go with the component, which may be going just now.
        if channel.try_get_untracked().as_deref() == Some(changed.as_str()) {
            members.try_set(at_hand.members(changed.as_str()));
        }
    })]);
    Effect::new(move |_| members.set(client.members(channel.get())));
    UsePresence { members }
}

impl UsePresence {
    /// Everybody who is there; reactive.
    #[must_use]
    pub fn members(&self) -> Vec<Member> {
        self.members.get()
    }
}
