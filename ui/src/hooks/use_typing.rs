use bellwire::clock;
use leptos::prelude::*;

use crate::clockwork::{effect, use_alarm};
use crate::page;
use crate::realtime::until_cleanup;
use crate::store::{OwnTyping, TYPING_EVENT, TYPING_WHISPER, Typing, TypingStore};
use crate::use_realtime;

/// Who is typing; see [`use_typing`].
#[derive(Clone, Copy, Debug)]
pub struct UseTyping {
    others: RwSignal<TypingStore>,
    own: StoredValue<OwnTyping>,
    id: StoredValue<String>,
    channel: Signal<String>,
    name: Signal<String>,
    client: StoredValue<bellwire::Client>,
}

/// Tells the other subscribers of a channel that the user is typing, and says which of them are.
///
/// It is whispered, as `typing`: nothing is queued or kept. Who has said nothing for five seconds has
/// stopped. The channel is subscribed elsewhere, such as by [`use_channel`](crate::use_channel); over
/// the Pusher protocol it is a private or a presence channel.
///
/// # Examples
///
/// ```no_run
/// use bellwire_ui::{use_channel, use_typing};
/// use leptos::prelude::*;
///
/// #[component]
/// fn Reply(#[prop(into)] me: String) -> impl IntoView {
///     use_channel("private-chat.5");
///     let typing = use_typing("private-chat.5", me);
///     view! {
///         <input on:input=move |_| typing.handle_key() on:blur=move |_| typing.stop()/>
///         <p>{move || typing.names().join(", ")}</p>
///     }
/// }
/// ```
///
/// # Panics
///
/// Panics outside of [`provide_realtime`](crate::provide_realtime).
#[must_use]
pub fn use_typing(
    channel: impl Into<Signal<String>>,
    name: impl Into<Signal<String>>,
) -> UseTyping {
    let (channel, name) = (channel.into(), name.into());
    let client = use_realtime().client().clone();
    let others = RwSignal::new(TypingStore::default());
    until_cleanup([client.on_publication(TYPING_EVENT, move |publication| {
        let here = channel.try_get_untracked();
        let is_here = publication.channel.as_ref().map(|name| name.as_str()) == here.as_deref();
        // What cannot be read is somebody else's idea of typing.
        let Some(mut typing) = publication.data.read::<Typing>().ok().filter(|_| is_here) else {
            return;
        };
        if let Some(user) = &publication.user_id {
            typing.id = user.to_string();
        }
        others.try_update(|others| others.hear(clock::now(), typing));
    })]);
    use_alarm(
        move || others.with(TypingStore::poll_timeout),
        move || others.update(|others| others.handle_timeout(clock::now())),
    );
    let typing = UseTyping {
        others,
        own: StoredValue::new(OwnTyping::default()),
        id: StoredValue::new(page::random().to_string()),
        channel,
        name,
        client: StoredValue::new(client),
    };
    // Who types elsewhere does not type here, and neither does the user any more.
    let mut here = channel.get_untracked();
    effect(move || {
        let former = std::mem::replace(&mut here, channel.get());
        if former != here {
            typing.leave(&former);
        }
    });
    on_cleanup(move || typing.stop());
    typing
}

impl UseTyping {
    /// The names of those who are typing, the user left out, in alphabetical order; reactive.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.others.with(TypingStore::names)
    }

    /// The user has typed something.
    pub fn handle_key(&self) {
        if self.own.try_update_value(|own| own.handle_key(clock::now())) == Some(true) {
            self.say(&self.channel.get_untracked(), true);
        }
    }

    /// The user has sent it, or thought better of it.
    pub fn stop(&self) {
        if self.own.try_update_value(OwnTyping::stop) == Some(true) {
            self.say(&self.channel.get_untracked(), false);
        }
    }

    /// The channel is no longer this one.
    fn leave(&self, former: &str) {
        self.others.set(TypingStore::default());
        if self.own.try_update_value(OwnTyping::stop) == Some(true) {
            self.say(former, false);
        }
    }

    fn say(&self, channel: &str, is_typing: bool) {
        let Some((id, client)) = self.id.try_get_value().zip(self.client.try_get_value()) else {
            return;
        };
        let name = self.name.get_untracked();
        // A channel whose name is none is reported where it is subscribed to.
        let _ = client.whisper(channel, TYPING_WHISPER, &Typing { id, name, is_typing });
    }
}
