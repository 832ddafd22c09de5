//! What the marketplace tells of each step, to everybody at once: in PayChain's words to the hub,
//! and in SharedJox's to the subscribers of Pusher channels.

mod paychain;
mod sharedjox;

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use bellwire_demo_api::{Job, Usd, User, UserId};

use self::sharedjox::Transaction;
use crate::app::State;
use crate::pusher::SocketId;

/// The connection from which a page makes a request, and which therefore knows of it already; as
/// Laravel's `toOthers` has it.
const SOCKET_ID: &str = "x-socket-id";

/// Tells of what one request does.
#[derive(Debug)]
pub(super) struct Announcer {
    state: State,
    except: Option<SocketId>,
}

impl Announcer {
    pub(super) fn created(&self, job: &Job) {
        self.state.hub.publish(paychain::created(job));
        self.tell(&sharedjox::posted(job));
        self.tell_wallet(&job.employer, Transaction::Escrow, job.pay_amount_usd);
    }

    pub(super) fn accepted(&self, job: &Job, worker: UserId) {
        self.state.hub.publish(paychain::accepted(job, worker));
        self.tell(&sharedjox::claimed(job, worker));
    }

    pub(super) fn completed(&self, job: &Job, worker: &User) {
        self.state.hub.publish(paychain::completed(job));
        self.tell(&sharedjox::updated(job));
        self.tell_wallet(&job.employer, Transaction::Payment, job.pay_amount_usd);
        self.tell_wallet(worker, Transaction::Earning, job.pay_amount_usd);
    }

    pub(super) fn refunded(&self, job: &Job) {
        self.state.hub.publish(paychain::refunded(job));
        self.tell(&sharedjox::updated(job));
        self.tell_wallet(&job.employer, Transaction::Refund, job.pay_amount_usd);
    }

    fn tell_wallet(&self, user: &User, transaction: Transaction, amount: Usd) {
        let wallet = self.state.marketplace.market().wallet(user);
        self.tell(&sharedjox::wallet_updated(user.id, &wallet, transaction, amount));
    }

    fn tell(&self, announcement: &sharedjox::Announcement) {
        let sharedjox::Announcement { channels, event } = announcement;
        self.state.pusher.publish(channels, event, self.except);
    }
}

impl FromRequestParts<State> for Announcer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Infallible> {
        // A page that is not connected sends `undefined`.
        let except = parts.headers.get(SOCKET_ID).and_then(|id| id.to_str().ok()?.parse().ok());
        Ok(Self { state: state.clone(), except })
    }
}
