use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use bellwire_demo_api::User;

use crate::app::State;
use crate::error::Refusal;

/// Whoever the request's token belongs to.
pub(crate) struct SignedIn(pub(crate) User);

impl FromRequestParts<State> for SignedIn {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Refusal> {
        parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "))
            .and_then(|token| state.marketplace.user(token))
            .map(Self)
            .ok_or_else(|| Refusal::new(StatusCode::UNAUTHORIZED, "sign in first"))
    }
}
