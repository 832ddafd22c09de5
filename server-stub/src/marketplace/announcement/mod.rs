//! What the marketplace tells of each step, to everybody at once: in PayChain's words to the hub, in
//! SharedJox's to the subscribers of Pusher channels, and to each user's inbox what concerns them.

mod job_status;
mod notifications;
mod paychain;
mod sharedjox;

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use bellwire_demo_api::{Bid, Job, JobStatus, JobStatusUpdate, PaymentMethod, Usd, User, UserId};
use bellwire_protocol::Publication;

use self::sharedjox::Transaction;
use super::Said;
use super::market::is_employer;
use crate::app::State;
use crate::inbox::Draft;
use crate::pusher::SocketId;

/// The connection from which a page makes a request, and which therefore knows of it already; as
/// Laravel's `toOthers` has it.
const SOCKET_ID: &str = "x-socket-id";

/// Tells of what one request does.
#[derive(Debug)]
pub(crate) struct Announcer {
    state: State,
    except: Option<SocketId>,
}

impl Announcer {
    pub(super) fn created(&self, job: &Job) {
        self.state.hub.publish(paychain::created(job));
        self.tell(&sharedjox::posted(job));
        self.tell_wallet(&job.employer, Transaction::Escrow, job.pay_amount_usd);
        for worker in self.state.marketplace.workers() {
            self.notify(&worker, notifications::job_created(job));
        }
    }

    pub(super) fn bid_received(&self, job: &Job, bid: &Bid) {
        self.notify(&job.employer, notifications::bid_received(job, bid));
    }

    pub(super) fn bid_accepted(&self, job: &Job, bid: &Bid) {
        self.taken(job, bid.worker.id);
        self.notify(&bid.worker, notifications::bid_accepted(job, bid));
    }

    pub(super) fn bid_rejected(&self, job: &Job, bid: &Bid) {
        self.notify(&bid.worker, notifications::bid_rejected(job));
    }

    pub(super) fn accepted(&self, job: &Job, worker: &User) {
        self.taken(job, worker.id);
        self.status_changed(job, worker, JobStatus::Open);
    }

    pub(super) fn completed(&self, job: &Job, worker: &User) {
        self.done(job, worker);
        self.status_changed(job, worker, JobStatus::InProgress);
    }

    pub(super) fn marked_complete(&self, job: &Job) {
        self.update(&job_status::worker_marked_complete(job));
    }

    pub(super) fn approved(&self, job: &Job, worker: &User) {
        self.done(job, worker);
        self.update(&job_status::client_approved_completion(job));
    }

    pub(super) fn refunded(&self, job: &Job) {
        self.state.hub.publish(paychain::refunded(job));
        self.tell(&sharedjox::updated(job));
        self.tell_wallet(&job.employer, Transaction::Refund, job.pay_amount_usd);
        self.status_changed(job, &job.employer, JobStatus::InProgress);
    }

    pub(super) fn paid(&self, job: &Job, worker: &User, amount: Usd) {
        self.tell_wallet(&job.employer, Transaction::Payment, amount);
        self.tell_wallet(worker, Transaction::Earning, amount);
        self.notify(worker, notifications::payment_received(job, amount));
    }

    /// Passes on what was said about a job.
    pub(crate) fn said(&self, said: Said) {
        let Said { publication, message, reader } = said;
        // It goes to its sender as well, and is news there.
        self.state.hub.publish(Publication { key: None, ..publication });
        if let Some(reader) = reader {
            self.notify(&reader, notifications::message_received(&message));
        }
    }

    fn taken(&self, job: &Job, worker: UserId) {
        self.state.hub.publish(paychain::accepted(job, worker));
        self.tell(&sharedjox::claimed(job, worker));
    }

    fn done(&self, job: &Job, worker: &User) {
        self.state.hub.publish(paychain::completed(job, !is_paid_by_hand(job)));
        self.tell(&sharedjox::updated(job));
        if is_paid_by_hand(job) {
            self.tell_wallet(&job.employer, Transaction::Refund, job.pay_amount_usd);
        } else {
            self.tell_wallet(&job.employer, Transaction::Payment, job.pay_amount_usd);
            self.tell_wallet(worker, Transaction::Earning, job.pay_amount_usd);
        }
    }

    /// Tells the party that has not changed the status, if there is one.
    fn status_changed(&self, job: &Job, by: &User, before: JobStatus) {
        let other = if is_employer(by, job) { job.worker.as_ref() } else { Some(&job.employer) };
        if let Some(other) = other {
            self.notify(other, notifications::job_status_changed(job, by, before));
        }
    }

    fn notify(&self, user: &User, draft: Draft) {
        self.state.inboxes.notify(user.id, draft);
    }

    fn update(&self, update: &JobStatusUpdate) {
        self.state.inboxes.tell_job(update.job_id, update);
    }

    fn tell_wallet(&self, user: &User, transaction: Transaction, amount: Usd) {
        let wallet = self.state.marketplace.market().wallet(user);
        // The answer to the request does not say what is left, so its page hears of it as well.
        let wallet_updated = sharedjox::wallet_updated(user.id, &wallet, transaction, amount);
        self.tell_all_but(&wallet_updated, None);
    }

    fn tell(&self, announcement: &sharedjox::Announcement) {
        self.tell_all_but(announcement, self.except);
    }

    fn tell_all_but(&self, announcement: &sharedjox::Announcement, except: Option<SocketId>) {
        let sharedjox::Announcement { channels, event } = announcement;
        self.state.pusher.publish(channels, event, except);
    }
}

/// Whether the employer has what was put aside for a job again, because the worker is paid outside.
fn is_paid_by_hand(job: &Job) -> bool {
    match job.payment_method {
        Some(PaymentMethod::Cash) => true,
        Some(PaymentMethod::Gcash) | None => false,
    }
}

impl FromRequestParts<State> for Announcer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Infallible> {
        // A page that is not connected sends `undefined`.
        let except = parts.headers.get(SOCKET_ID).and_then(|id| id.to_str().ok()?.parse().ok());
        Ok(Self { except, ..Self::from(state) })
    }
}

/// For what comes on a socket, and is news for every page.
impl From<&State> for Announcer {
    fn from(state: &State) -> Self {
        Self { state: state.clone(), except: None }
    }
}
