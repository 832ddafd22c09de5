use std::time::{SystemTime, UNIX_EPOCH};

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Query, RawPathParams, Request};
use axum::http::StatusCode;
use serde::de::DeserializeOwned;

use super::signature::verify;
use super::{Refusal, bad_request};
use crate::app::State;

/// The largest body, in bytes: the largest batch, however its events are escaped.
const MAX_BODY: usize = 1024 * 1024;

/// What a request says, once it is certain that the application says it.
#[derive(Debug)]
pub(super) struct Signed {
    parameters: Vec<(String, String)>,
    body: Bytes,
}

impl Signed {
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let mut parameters = self.parameters.iter();
        parameters.find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn body<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        serde_json::from_slice(&self.body)
            .map_err(|error| bad_request(format!("the body is not what it should be: {error}")))
    }
}

impl FromRequest<State> for Signed {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &State) -> Result<Self, Refusal> {
        let credentials = &state.pusher.credentials;
        let (mut parts, body) = request.into_parts();
        let path = RawPathParams::from_request_parts(&mut parts, state)
            .await
            .map_err(|rejection| bad_request(rejection.body_text()))?;
        if !path.iter().any(|(name, value)| name == "app_id" && value == credentials.app_id) {
            return Err((StatusCode::NOT_FOUND, "there is no app with this id".to_owned()));
        }
        let Query(parameters) = Query::<Vec<_>>::try_from_uri(&parts.uri)
            .map_err(|rejection| bad_request(rejection.body_text()))?;
        let body = to_bytes(body, MAX_BODY).await.map_err(|_| {
            (StatusCode::PAYLOAD_TOO_LARGE, "the body is too large, or broke off".to_owned())
        })?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let request = (parts.method.as_str(), parts.uri.path());
        verify(credentials, now, request, &parameters, &body)
            .map_err(|error| (StatusCode::UNAUTHORIZED, error.to_string()))?;
        Ok(Self { parameters, body })
    }
}
