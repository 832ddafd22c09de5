use axum::Json;
use axum::extract::{Path, State as Extract};
use axum::http::StatusCode;
use bellwire_demo_api::{JobId, NewPayment, Payment, Wallet};

use crate::app::State;
use crate::error::{Body, Refusal};
use crate::marketplace::announcement::Announcer;
use crate::marketplace::signed_in::SignedIn;

pub(super) async fn wallet(
    Extract(state): Extract<State>,
    SignedIn(user): SignedIn,
) -> Json<Wallet> {
    Json(state.marketplace.market().wallet(&user))
}

pub(super) async fn pay(
    Extract(state): Extract<State>,
    SignedIn(user): SignedIn,
    Path(id): Path<JobId>,
    announcer: Announcer,
    Body(NewPayment { amount }): Body<NewPayment>,
) -> Result<(StatusCode, Json<Payment>), Refusal> {
    let tell = |(job, worker): &_| announcer.paid(job, worker, amount);
    state.marketplace.change(|market| market.pay(&user, id, amount), tell)?;
    Ok((StatusCode::CREATED, Json(Payment { job_id: id, amount })))
}
