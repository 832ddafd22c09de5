use bellwire_demo_api::{Bid, BidId, BidStatus, Job, JobId, JobStatus, NewBid, Role, User};

use super::error::MarketError;
use super::market::Market;
use super::party::is_employer;

/// How many bids are taken for one job.
const MAX_BIDS: usize = 100;
/// The longest message of a bid, in characters.
const MAX_MESSAGE: usize = 1_000;

impl Market {
    pub(in crate::marketplace) fn bid(
        &mut self,
        user: &User,
        id: JobId,
        new: NewBid,
    ) -> Result<(Bid, Job), MarketError> {
        if user.role != Role::Worker {
            return Err(MarketError::OnlyWorkers);
        }
        let job = self.job(id)?.clone();
        if job.status != JobStatus::Open {
            return Err(MarketError::NotOpen);
        }
        if new.amount.is_zero() {
            return Err(MarketError::NoAmount);
        }
        if new.message.chars().count() > MAX_MESSAGE {
            return Err(MarketError::BadMessage);
        }
        if self.has_bid(user, id) {
            return Err(MarketError::HasBid);
        }
        if self.bids.values().filter(|bid| bid.job_id == id).count() >= MAX_BIDS {
            return Err(MarketError::TooManyBids);
        }
        self.last_bid += 1;
        let bid = Bid {
            id: self.last_bid,
            job_id: id,
            worker: user.clone(),
            amount: new.amount,
            message: new.message,
            status: BidStatus::Pending,
        };
        self.bids.insert(bid.id, bid.clone());
        Ok((bid, job))
    }

    /// Whether a bid of this user stands on a job. Who was rejected may bid again.
    fn has_bid(&self, user: &User, id: JobId) -> bool {
        self.bids.values().any(|bid| {
            bid.job_id == id && bid.worker.id == user.id && bid.status != BidStatus::Rejected
        })
    }

    /// The bids on a job, newest first: all of them for its employer, and for others their own.
    pub(in crate::marketplace) fn bids_on(
        &self,
        user: &User,
        id: JobId,
    ) -> Result<Vec<Bid>, MarketError> {
        let job = self.job(id)?;
        let may_see =
            |bid: &&Bid| bid.job_id == id && (is_employer(user, job) || bid.worker.id == user.id);
        Ok(self.bids.values().rev().filter(may_see).cloned().collect())
    }

    /// Gives the job to whoever made the bid. What the job pays stays what was put aside for it.
    pub(in crate::marketplace) fn accept_bid(
        &mut self,
        user: &User,
        id: BidId,
    ) -> Result<(Bid, Job), MarketError> {
        let bid = self.pending_bid(user, id)?.clone();
        let job = self.accept(&bid.worker, bid.job_id)?;
        Ok((self.decide(bid, BidStatus::Accepted), job))
    }

    pub(in crate::marketplace) fn reject_bid(
        &mut self,
        user: &User,
        id: BidId,
    ) -> Result<(Bid, Job), MarketError> {
        let bid = self.pending_bid(user, id)?.clone();
        let job = self.job(bid.job_id)?.clone();
        Ok((self.decide(bid, BidStatus::Rejected), job))
    }

    /// A bid on which this user has to decide.
    fn pending_bid(&self, user: &User, id: BidId) -> Result<&Bid, MarketError> {
        let bid = self.bids.get(&id).ok_or(MarketError::NoSuchBid)?;
        if !is_employer(user, self.job(bid.job_id)?) {
            return Err(MarketError::NotYours);
        }
        match bid.status {
            BidStatus::Pending => Ok(bid),
            BidStatus::Accepted | BidStatus::Rejected => Err(MarketError::Decided),
        }
    }

    fn decide(&mut self, bid: Bid, status: BidStatus) -> Bid {
        let bid = Bid { status, ..bid };
        self.bids.insert(bid.id, bid.clone());
        bid
    }
}

#[cfg(test)]
mod tests {
    use bellwire_demo_api::Usd;

    use super::super::market::tests::{alice, bob, new_job};
    use super::super::party::tests::renamed;
    use super::*;

    fn carol() -> User {
        User { id: 3, name: "Carol".to_owned(), role: Role::Worker }
    }

    fn new_bid(dollars: u64) -> NewBid {
        NewBid { amount: Usd::from_dollars(dollars), message: String::new() }
    }

    fn market_with_job() -> (Market, JobId) {
        let mut market = Market::default();
        let job = market.create(&alice(), &new_job(100)).unwrap().id;
        (market, job)
    }

    #[test]
    fn whoever_made_the_accepted_bid_has_the_job() {
        let (mut market, job) = market_with_job();
        let (bobs, _) = market.bid(&bob(), job, new_bid(90)).unwrap();
        let (carols, _) = market.bid(&carol(), job, new_bid(80)).unwrap();
        let (bid, taken) = market.accept_bid(&alice(), carols.id).unwrap();
        assert_eq!((bid.status, taken.status), (BidStatus::Accepted, JobStatus::InProgress));
        assert_eq!(taken.worker, Some(carol()));
        assert_eq!(market.accept_bid(&alice(), bobs.id), Err(MarketError::NotOpen));
        let own = market.bids_on(&bob(), job).unwrap();
        assert_eq!(market.bids_on(&alice(), job).unwrap(), [bid, bobs.clone()]);
        assert_eq!(own, [bobs]);
    }

    #[test]
    fn a_bid_is_decided_once_and_by_the_employer() {
        let (mut market, job) = market_with_job();
        let (bid, _) = market.bid(&bob(), job, new_bid(90)).unwrap();
        assert_eq!(market.accept_bid(&bob(), bid.id), Err(MarketError::NotYours));
        assert_eq!(market.reject_bid(&carol(), bid.id), Err(MarketError::NotYours));
        let (rejected, open) = market.reject_bid(&alice(), bid.id).unwrap();
        assert_eq!((rejected.status, open.status), (BidStatus::Rejected, JobStatus::Open));
        assert_eq!(market.accept_bid(&alice(), bid.id), Err(MarketError::Decided));
        assert_eq!(market.reject_bid(&alice(), 99), Err(MarketError::NoSuchBid));
    }

    #[test]
    fn a_worker_has_one_bid_on_a_job_until_it_is_rejected() {
        let (mut market, job) = market_with_job();
        let other = market.create(&alice(), &new_job(1)).unwrap().id;
        let (bid, _) = market.bid(&bob(), job, new_bid(90)).unwrap();
        assert_eq!(market.bid(&bob(), job, new_bid(80)), Err(MarketError::HasBid));
        market.bid(&bob(), other, new_bid(80)).unwrap();
        market.reject_bid(&alice(), bid.id).unwrap();
        let (again, _) = market.bid(&bob(), job, new_bid(80)).unwrap();
        assert_ne!(again.id, bid.id);
    }

    #[test]
    fn a_bid_belongs_to_a_user_and_not_to_a_name() {
        let (mut market, job) = market_with_job();
        let (bid, _) = market.bid(&bob(), job, new_bid(90)).unwrap();
        let id = bid.id;
        assert_eq!(market.bids_on(&renamed(&bob(), "Rob"), job).unwrap(), [bid]);
        market.accept_bid(&renamed(&alice(), "Alicia"), id).unwrap();
    }

    #[test]
    fn a_bid_that_makes_no_sense_is_refused() {
        let (mut market, job) = market_with_job();
        let long = NewBid { message: "x".repeat(1_001), ..new_bid(1) };
        for (user, id, bid, error) in [
            (alice(), job, new_bid(1), MarketError::OnlyWorkers),
            (bob(), 99, new_bid(1), MarketError::NoSuchJob),
            (bob(), job, new_bid(0), MarketError::NoAmount),
            (bob(), job, long, MarketError::BadMessage),
        ] {
            assert_eq!(market.bid(&user, id, bid), Err(error));
        }
        for number in 0..MAX_BIDS as u64 {
            market.bid(&User { id: 100 + number, ..bob() }, job, new_bid(1)).unwrap();
        }
        assert_eq!(market.bid(&bob(), job, new_bid(1)), Err(MarketError::TooManyBids));
        market.accept(&bob(), job).unwrap();
        assert_eq!(market.bid(&bob(), job, new_bid(1)), Err(MarketError::NotOpen));
    }
}
