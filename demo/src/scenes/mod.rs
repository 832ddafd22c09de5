//! One scene for each backend, in its protocol and with its events. All of them show the same
//! marketplace. A scene has a connection of its own, which ends with it.

mod cleaning;
mod job_status;
mod paychain;
mod sharedjox;

pub(crate) use self::cleaning::Cleaning;
pub(crate) use self::job_status::JobStatus;
pub(crate) use self::paychain::PayChain;
pub(crate) use self::sharedjox::SharedJox;

use bellwire::{Attempts, Backoff, Client, ClientBuilder, TokenError};
use bellwire_ui::{Toaster, provide_realtime};
use leptos::prelude::*;

use crate::session::UseSession;

/// Somebody who starts the server after the page wants to see the page come alive, however much later
/// that is.
fn patiently(builder: ClientBuilder) -> ClientBuilder {
    builder.backoff(Backoff::default().attempts(Attempts::Unlimited))
}

/// A client says whose it is.
fn signed_in(session: UseSession, builder: ClientBuilder) -> ClientBuilder {
    builder.token_provider(move || {
        let token = session.token().ok_or(TokenError::SignedOut);
        async move { token }
    })
}

/// Connects, and shows what comes over the connection.
fn stage(builder: ClientBuilder, content: impl FnOnce() -> AnyView) -> AnyView {
    let client = match builder.build() {
        Ok(client) => client,
        Err(error) => return error.to_string().into_any(),
    };
    client.connect();
    stage_of(client, content)
}

/// Shows what comes over a connection, and what the page has to say itself.
fn stage_of(client: Client, content: impl FnOnce() -> AnyView) -> AnyView {
    provide_realtime(client);
    view! {
        {content()}
        <Toaster/>
    }
    .into_any()
}
