use bellwire::{Client, TokenError};
use bellwire_ui::view::dynamic;
use bellwire_ui::{provide_job_sockets, provide_labels, provide_realtime};
use leptos::prelude::*;

use crate::address::Address;
use crate::alone::Alone;
use crate::gallery::Gallery;
use crate::preferences::provide_preferences;
use crate::samples;
use crate::under_load::{self, UnderLoad};

/// The whole gallery, or one of its samples alone.
#[component]
pub(crate) fn App() -> impl IntoView {
    let address = Address::read();
    let preferences = provide_preferences(&address);
    provide_labels(Signal::derive(move || preferences.language.get().labels()));
    provide_job_sockets(|_| nobodys_client());
    provide_realtime(nobodys_client());
    let only = address.only;
    // What a sample provides ends with it.
    dynamic(move || match only.as_deref() {
        None => view! { <Gallery/> }.into_any(),
        Some(under_load::NAME) => view! { <UnderLoad/> }.into_any(),
        Some(id) => match samples::find(id) {
            Some(sample) => view! { <Alone sample/> }.into_any(),
            None => {
                view! { <main class="alone"><h1>"There is no such sample"</h1></main> }.into_any()
            }
        },
    })
}

/// The gallery has no server. Its clients never open a socket, because nobody is signed in.
#[expect(clippy::expect_used, reason = "the address is a constant")]
fn nobodys_client() -> Client {
    Client::builder("/ws")
        .token_provider(|| async { Err::<String, _>(TokenError::SignedOut) })
        .build()
        .expect("a path is a URL")
}
