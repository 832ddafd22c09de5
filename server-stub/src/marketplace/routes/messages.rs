use axum::Json;
use axum::extract::{Path, State as Extract};
use axum::http::StatusCode;
use bellwire_demo_api::{JobId, JobMessage, NewMessage};
use uuid::Uuid;

use crate::app::State;
use crate::error::{Body, Refusal};
use crate::marketplace::announcement::Announcer;
use crate::marketplace::market::{MarketError, is_party};
use crate::marketplace::signed_in::SignedIn;

pub(super) async fn messages(
    Extract(state): Extract<State>,
    Path(id): Path<JobId>,
) -> Result<Json<Vec<JobMessage>>, Refusal> {
    state.marketplace.market().job(id)?;
    Ok(Json(state.marketplace.messages(id)))
}

pub(super) async fn say(
    Extract(state): Extract<State>,
    SignedIn(user): SignedIn,
    Path(id): Path<JobId>,
    announcer: Announcer,
    Body(new): Body<NewMessage>,
) -> Result<(StatusCode, Json<JobMessage>), Refusal> {
    let job = state.marketplace.market().job(id)?.clone();
    if !is_party(&user, &job) {
        return Err(MarketError::NotYours.into());
    }
    let key = Uuid::new_v4().to_string();
    let message = JobMessage { job_id: id, key, author: user.name.clone(), text: new.text };
    let said = state.marketplace.say(&job, &user, message.clone());
    let unfit = |words| Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, words);
    if let Some(said) = said.map_err(unfit)? {
        announcer.said(said);
    }
    Ok((StatusCode::CREATED, Json(message)))
}
