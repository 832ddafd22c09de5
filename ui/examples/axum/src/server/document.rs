use axum::http::{HeaderValue, header};
use bellwire_ui::Styles;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use crate::App;

/// The document around [`App`]. What stands here is not hydrated: the stylesheet is in the HTML
/// alone.
#[component]
pub(super) fn Document(options: LeptosOptions, realtime: String) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="realtime" content=realtime.clone()/>
                <title>"Jobs"</title>
                <link rel="icon" href="/icon.svg"/>
                // First, because it says in which order the layers count.
                <link rel="stylesheet" href="/page.css"/>
                <Styles/>
                <HydrationScripts options/>
            </head>
            <body>
                <App realtime/>
            </body>
        </html>
    }
}

/// Tells the browser to refuse whatever the page does not need. The nonce is new in each response;
/// Leptos and [`Styles`] put it on what they write.
///
/// `'self'` beside it is for the module that [`HydrationScripts`] preloads without a nonce.
pub(super) fn set_policy(realtime: &str) {
    let nonce = use_nonce().map(|nonce| format!(" 'nonce-{nonce}'")).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; \
         base-uri 'none'; \
         connect-src 'self' {realtime}; \
         form-action 'self'; \
         frame-ancestors 'none'; \
         img-src 'self'; \
         script-src 'self' 'wasm-unsafe-eval'{nonce}; \
         style-src 'self'{nonce}"
    );
    // What is no header's value is no address of a WebSocket either, and was refused at the start.
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        expect_context::<ResponseOptions>().insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}
