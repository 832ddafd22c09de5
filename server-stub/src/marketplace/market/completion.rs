use bellwire_demo_api::{Job, JobId, JobStatus, PaymentMethod, Role, Usd, User};

use super::error::MarketError;
use super::market::Market;
use super::party::{is_employer, is_worker};

impl Market {
    /// The worker says that the job is done, and the employer is to agree.
    pub(in crate::marketplace) fn mark_complete(
        &mut self,
        user: &User,
        id: JobId,
    ) -> Result<Job, MarketError> {
        let job = self.job_mut(id)?;
        if !is_worker(user, job) {
            return Err(MarketError::NotYours);
        }
        if job.status != JobStatus::InProgress {
            return Err(MarketError::NotInProgress);
        }
        job.worker_marked_complete = true;
        Ok(job.clone())
    }

    /// The employer agrees, and what was put aside for the job is the worker's; or the employer's
    /// again, who pays by hand.
    pub(in crate::marketplace) fn approve_completion(
        &mut self,
        user: &User,
        id: JobId,
        method: PaymentMethod,
    ) -> Result<(Job, User), MarketError> {
        let job = self.job_mut(id)?;
        if !is_employer(user, job) {
            return Err(MarketError::NotYours);
        }
        if job.status != JobStatus::InProgress {
            return Err(MarketError::NotInProgress);
        }
        if !job.worker_marked_complete {
            return Err(MarketError::NotMarkedComplete);
        }
        let worker = job.worker.clone().ok_or(MarketError::NoWorker)?;
        job.client_marked_complete = true;
        job.payment_method = Some(method);
        job.status = JobStatus::Completed;
        let job = job.clone();
        match method {
            PaymentMethod::Gcash => self.pay_out(&job, &worker),
            PaymentMethod::Cash => self.give_back(&job),
        }
        Ok((job, worker))
    }

    /// Pays the worker of a job something beside what the job pays.
    pub(in crate::marketplace) fn pay(
        &mut self,
        user: &User,
        id: JobId,
        amount: Usd,
    ) -> Result<(Job, User), MarketError> {
        if user.role != Role::Employer {
            return Err(MarketError::OnlyEmployers);
        }
        let job = self.job(id)?.clone();
        if !is_employer(user, &job) {
            return Err(MarketError::NotYours);
        }
        let worker = job.worker.clone().ok_or(MarketError::NoWorker)?;
        if amount.is_zero() {
            return Err(MarketError::NoAmount);
        }
        let wallet = self.wallet_mut(user);
        if wallet.balance_usd < amount {
            return Err(MarketError::NotEnoughMoney);
        }
        wallet.balance_usd = wallet.balance_usd - amount;
        self.earn(&worker, amount);
        Ok((job, worker))
    }
}

#[cfg(test)]
mod tests {
    use super::super::market::tests::{alice, bob, new_job, wallets};
    use super::*;

    fn market_with_worker() -> (Market, JobId) {
        let mut market = Market::default();
        let job = market.create(&alice(), &new_job(5_000)).unwrap().id;
        market.accept(&bob(), job).unwrap();
        (market, job)
    }

    #[test]
    fn a_job_is_paid_when_both_say_that_it_is_done() {
        let (mut market, job) = market_with_worker();
        let usd = Usd::from_dollars;
        let marked = market.mark_complete(&bob(), job).unwrap();
        assert_eq!((marked.worker_marked_complete, marked.client_marked_complete), (true, false));
        assert_eq!(wallets(&mut market), (usd(95_000), usd(5_000), usd(0)));
        let (job, worker) = market.approve_completion(&alice(), job, PaymentMethod::Gcash).unwrap();
        assert_eq!((job.status, job.client_marked_complete), (JobStatus::Completed, true));
        assert_eq!((job.payment_method, worker), (Some(PaymentMethod::Gcash), bob()));
        assert_eq!(wallets(&mut market), (usd(95_000), usd(0), usd(5_000)));
        let again = market.approve_completion(&alice(), job.id, PaymentMethod::Cash);
        assert_eq!(again, Err(MarketError::NotInProgress), "money goes once");
    }

    #[test]
    fn what_is_paid_by_hand_goes_through_no_wallet() {
        let (mut market, job) = market_with_worker();
        let usd = Usd::from_dollars;
        market.mark_complete(&bob(), job).unwrap();
        market.approve_completion(&alice(), job, PaymentMethod::Cash).unwrap();
        assert_eq!(wallets(&mut market), (usd(100_000), usd(0), usd(0)));
        assert_eq!(market.stats().paid_usd, usd(0));
        assert_eq!(market.refund(&alice(), job), Err(MarketError::Over), "money goes once");
    }

    #[test]
    fn each_step_is_taken_by_the_one_whose_step_it_is() {
        let (mut market, job) = market_with_worker();
        let cash = PaymentMethod::Cash;
        assert_eq!(market.mark_complete(&alice(), job), Err(MarketError::NotYours));
        let early = market.approve_completion(&alice(), job, cash);
        assert_eq!(early, Err(MarketError::NotMarkedComplete));
        market.mark_complete(&bob(), job).unwrap();
        market.mark_complete(&bob(), job).unwrap();
        assert_eq!(market.approve_completion(&bob(), job, cash), Err(MarketError::NotYours));
        market.refund(&alice(), job).unwrap();
        assert_eq!(market.mark_complete(&bob(), job), Err(MarketError::NotInProgress));
    }

    #[test]
    fn an_approval_that_is_awaited_cannot_be_skipped() {
        let (mut market, job) = market_with_worker();
        market.mark_complete(&bob(), job).unwrap();
        assert_eq!(market.complete(&bob(), job), Err(MarketError::AwaitingApproval));
        assert_eq!(wallets(&mut market).2, Usd::from_dollars(0));
        market.approve_completion(&alice(), job, PaymentMethod::Gcash).unwrap();
    }

    #[test]
    fn a_payment_goes_from_one_wallet_to_the_other() {
        let (mut market, job) = market_with_worker();
        let usd = Usd::from_dollars;
        market.pay(&alice(), job, usd(20)).unwrap();
        assert_eq!(wallets(&mut market), (usd(94_980), usd(5_000), usd(20)));
        assert_eq!(market.stats().paid_usd, usd(20));
        let open = market.create(&alice(), &new_job(1)).unwrap().id;
        for (user, id, amount, error) in [
            (bob(), job, usd(1), MarketError::OnlyEmployers),
            (User { id: 9, ..alice() }, job, usd(1), MarketError::NotYours),
            (alice(), open, usd(1), MarketError::NoWorker),
            (alice(), job, usd(0), MarketError::NoAmount),
            (alice(), job, usd(95_000), MarketError::NotEnoughMoney),
        ] {
            assert_eq!(market.pay(&user, id, amount), Err(error));
        }
    }
}
