use axum::Json;
use axum::extract::{Path, State as Extract};
use axum::http::StatusCode;
use bellwire_demo_api::{Bid, BidId, JobId, NewBid};

use crate::app::State;
use crate::error::{Body, Refusal};
use crate::marketplace::announcement::Announcer;
use crate::marketplace::signed_in::SignedIn;

pub(super) async fn bids(
    Extract(state): Extract<State>,
    SignedIn(user): SignedIn,
    Path(id): Path<JobId>,
) -> Result<Json<Vec<Bid>>, Refusal> {
    Ok(Json(state.marketplace.market().bids_on(&user, id)?))
}

pub(super) async fn submit(
    Extract(state): Extract<State>,
    SignedIn(user): SignedIn,
    Path(id): Path<JobId>,
    announcer: Announcer,
    Body(new): Body<NewBid>,
) -> Result<(StatusCode, Json<Bid>), Refusal> {
    let tell = |(bid, job): &_| announcer.bid_received(job, bid);
    let (bid, _) = state.marketplace.change(|market| market.bid(&user, id, new), tell)?;
    Ok((StatusCode::CREATED, Json(bid)))
}

pub(super) async fn accept(
    Extract(state): Extract<State>,
    SignedIn(user): SignedIn,
    Path(id): Path<BidId>,
    announcer: Announcer,
) -> Result<Json<Bid>, Refusal> {
    let tell = |(bid, job): &_| announcer.bid_accepted(job, bid);
    let (bid, _) = state.marketplace.change(|market| market.accept_bid(&user, id), tell)?;
    Ok(Json(bid))
}

pub(super) async fn reject(
    Extract(state): Extract<State>,
    SignedIn(user): SignedIn,
    Path(id): Path<BidId>,
    announcer: Announcer,
) -> Result<Json<Bid>, Refusal> {
    let tell = |(bid, job): &_| announcer.bid_rejected(job, bid);
    let (bid, _) = state.marketplace.change(|market| market.reject_bid(&user, id), tell)?;
    Ok(Json(bid))
}
