use axum::http::StatusCode;
use bellwire_demo_api::{JobId, UserId};

use super::connections::Audience;
use crate::error::Refusal;
use crate::marketplace::Marketplace;

/// What comes with the request for a socket.
pub(super) type Parameters = Vec<(String, String)>;

/// Lets users in to their own notifications.
pub(super) fn to_notifications(
    marketplace: &Marketplace,
    user_id: &str,
    parameters: &Parameters,
) -> Result<Audience, Refusal> {
    let id: UserId = number(user_id)?;
    let user = token(parameters).and_then(|token| marketplace.user(token));
    if user.is_none_or(|user| user.id != id) {
        return Err(forbidden("these notifications need their owner's token as `?token=…`"));
    }
    Ok(Audience::User(id))
}

/// Lets the employer and the worker of a job in to its status.
pub(super) fn to_job(
    marketplace: &Marketplace,
    job_id: &str,
    parameters: &Parameters,
) -> Result<Audience, Refusal> {
    let id: JobId = number(job_id)?;
    let user = token(parameters).and_then(|token| marketplace.user(token));
    if !user.is_some_and(|user| marketplace.is_party(&user, id)) {
        return Err(forbidden("this job needs the token of one of its parties as `?token=…`"));
    }
    Ok(Audience::Job(id))
}

fn token(parameters: &Parameters) -> Option<&str> {
    let token = parameters.iter().find(|(name, _)| name == "token");
    token.map(|(_, token)| token.as_str())
}

/// The number in an address; what is none makes another address, which does not exist.
fn number(text: &str) -> Result<u64, Refusal> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Refusal::new(StatusCode::NOT_FOUND, "there is no such socket"));
    }
    // A number that is too large is one that nobody has.
    text.parse().map_err(|_| forbidden("there is nobody with such a number"))
}

/// As Django refuses before the upgrade; to a browser, that looks like a server that is away.
fn forbidden(detail: &str) -> Refusal {
    Refusal::new(StatusCode::FORBIDDEN, detail)
}
