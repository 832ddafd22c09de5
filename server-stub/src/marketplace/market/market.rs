use std::collections::BTreeMap;

use bellwire_demo_api::{
    Bid, BidId, Job, JobId, JobStatus, NewJob, Role, Stats, Usd, User, UserId, Wallet,
};

use super::error::MarketError;
use super::party::{is_employer, is_party, is_worker};
use crate::marketplace::session::demo_user;

/// The longest title or kind, in characters.
const MAX_TITLE: usize = 120;
/// The longest description, in characters.
const MAX_DESCRIPTION: usize = 4_000;
/// How many jobs are remembered; the oldest that are over make room.
const MAX_JOBS: usize = 1_000;

/// What there is to do, who does it, and who has how much.
#[derive(Debug, Default)]
pub(in crate::marketplace) struct Market {
    last_id: JobId,
    jobs: BTreeMap<JobId, Job>,
    pub(super) last_bid: BidId,
    /// Those on jobs that are remembered.
    pub(super) bids: BTreeMap<BidId, Bid>,
    wallets: BTreeMap<UserId, Wallet>,
    paid: Usd,
}

impl Market {
    /// A market with a few jobs, so that there is something to see.
    pub(in crate::marketplace) fn with_examples() -> Self {
        let mut market = Self::default();
        let employer = demo_user(Role::Employer);
        for (title, job_type, dollars, description) in [
            (
                "Landing page for a bakery",
                "design",
                900,
                "One page, three sections, photographs are there.",
            ),
            (
                "Port a CSV importer to Rust",
                "development",
                2400,
                "The Python version takes an hour. It should not.",
            ),
            (
                "Translate a manual into German",
                "writing",
                650,
                "Forty pages about an espresso machine.",
            ),
        ] {
            let job = NewJob {
                title: title.to_owned(),
                description: description.to_owned(),
                pay_amount_usd: Usd::from_dollars(dollars),
                job_type: job_type.to_owned(),
            };
            let _ = market.create(&employer, &job);
        }
        market
    }

    pub(in crate::marketplace) fn create(
        &mut self,
        user: &User,
        new: &NewJob,
    ) -> Result<Job, MarketError> {
        if user.role != Role::Employer {
            return Err(MarketError::OnlyEmployers);
        }
        check(new)?;
        self.make_room()?;
        let wallet = self.wallet_mut(user);
        if wallet.balance_usd < new.pay_amount_usd {
            return Err(MarketError::NotEnoughMoney);
        }
        wallet.balance_usd = wallet.balance_usd - new.pay_amount_usd;
        wallet.locked_usd += new.pay_amount_usd;
        self.last_id += 1;
        let job = Job {
            id: self.last_id,
            title: new.title.trim().to_owned(),
            description: new.description.trim().to_owned(),
            pay_amount_usd: new.pay_amount_usd,
            job_type: new.job_type.trim().to_owned(),
            status: JobStatus::Open,
            employer: user.clone(),
            worker: None,
            worker_marked_complete: false,
            client_marked_complete: false,
            payment_method: None,
        };
        self.jobs.insert(job.id, job.clone());
        Ok(job)
    }

    pub(in crate::marketplace) fn accept(
        &mut self,
        user: &User,
        id: JobId,
    ) -> Result<Job, MarketError> {
        if user.role != Role::Worker {
            return Err(MarketError::OnlyWorkers);
        }
        let job = self.job_mut(id)?;
        if job.status != JobStatus::Open {
            return Err(MarketError::NotOpen);
        }
        job.status = JobStatus::InProgress;
        job.worker = Some(user.clone());
        Ok(job.clone())
    }

    pub(in crate::marketplace) fn complete(
        &mut self,
        user: &User,
        id: JobId,
    ) -> Result<Job, MarketError> {
        if user.role != Role::Worker {
            return Err(MarketError::OnlyWorkers);
        }
        let job = self.job_mut(id)?;
        if job.status != JobStatus::InProgress {
            return Err(MarketError::NotInProgress);
        }
        if !is_worker(user, job) {
            return Err(MarketError::NotYours);
        }
        if job.worker_marked_complete {
            // From here on the employer decides, in two steps.
            return Err(MarketError::AwaitingApproval);
        }
        job.status = JobStatus::Completed;
        let job = job.clone();
        self.pay_out(&job, user);
        Ok(job)
    }

    pub(in crate::marketplace) fn refund(
        &mut self,
        user: &User,
        id: JobId,
    ) -> Result<Job, MarketError> {
        let job = self.job_mut(id)?;
        if !is_employer(user, job) {
            return Err(MarketError::NotYours);
        }
        if matches!(job.status, JobStatus::Completed | JobStatus::Refunded) {
            return Err(MarketError::Over);
        }
        job.status = JobStatus::Refunded;
        let job = job.clone();
        self.give_back(&job);
        Ok(job)
    }

    pub(in crate::marketplace) fn job(&self, id: JobId) -> Result<&Job, MarketError> {
        self.jobs.get(&id).ok_or(MarketError::NoSuchJob)
    }

    /// All jobs, newest first.
    pub(in crate::marketplace) fn jobs(&self) -> Vec<Job> {
        self.jobs.values().rev().cloned().collect()
    }

    /// The jobs that a user has posted or taken, newest first.
    pub(in crate::marketplace) fn jobs_of(&self, user: &User) -> Vec<Job> {
        self.jobs.values().rev().filter(|job| is_party(user, job)).cloned().collect()
    }

    pub(in crate::marketplace) fn stats(&self) -> Stats {
        let count = |status| self.jobs.values().filter(|job| job.status == status).count();
        Stats {
            open: count(JobStatus::Open),
            in_progress: count(JobStatus::InProgress),
            completed: count(JobStatus::Completed),
            paid_usd: self.paid,
        }
    }

    pub(in crate::marketplace) fn wallet(&mut self, user: &User) -> Wallet {
        self.wallet_mut(user).clone()
    }

    /// Gives the worker what was put aside for a job.
    pub(super) fn pay_out(&mut self, job: &Job, worker: &User) {
        self.unlock(job);
        self.earn(worker, job.pay_amount_usd);
    }

    /// Gives the employer back what was put aside for a job.
    pub(super) fn give_back(&mut self, job: &Job) {
        self.unlock(job);
        self.wallet_mut(&job.employer).balance_usd += job.pay_amount_usd;
    }

    pub(super) fn earn(&mut self, worker: &User, amount: Usd) {
        self.wallet_mut(worker).balance_usd += amount;
        self.paid += amount;
    }

    pub(super) fn job_mut(&mut self, id: JobId) -> Result<&mut Job, MarketError> {
        self.jobs.get_mut(&id).ok_or(MarketError::NoSuchJob)
    }

    pub(super) fn wallet_mut(&mut self, user: &User) -> &mut Wallet {
        self.wallets.entry(user.id).or_insert_with(|| Wallet {
            balance_usd: match user.role {
                Role::Employer => Usd::from_dollars(100_000),
                Role::Worker => Usd::default(),
            },
            locked_usd: Usd::default(),
        })
    }

    fn unlock(&mut self, job: &Job) {
        let wallet = self.wallet_mut(&job.employer);
        wallet.locked_usd = wallet.locked_usd - job.pay_amount_usd;
    }

    fn make_room(&mut self) -> Result<(), MarketError> {
        if self.jobs.len() < MAX_JOBS {
            return Ok(());
        }
        let is_over = |job: &&Job| matches!(job.status, JobStatus::Completed | JobStatus::Refunded);
        let oldest = self.jobs.values().find(is_over).ok_or(MarketError::TooManyJobs)?.id;
        self.jobs.remove(&oldest);
        self.bids.retain(|_, bid| bid.job_id != oldest);
        Ok(())
    }
}

fn check(new: &NewJob) -> Result<(), MarketError> {
    let is_short = |text: &str| (1..=MAX_TITLE).contains(&text.trim().chars().count());
    if !is_short(&new.title) {
        return Err(MarketError::BadTitle);
    }
    if !is_short(&new.job_type) {
        return Err(MarketError::BadKind);
    }
    if new.description.chars().count() > MAX_DESCRIPTION {
        return Err(MarketError::BadDescription);
    }
    if new.pay_amount_usd.is_zero() {
        return Err(MarketError::PaysNothing);
    }
    Ok(())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(crate) fn alice() -> User {
        User { id: 1, name: "Alice".to_owned(), role: Role::Employer }
    }

    pub(crate) fn bob() -> User {
        User { id: 2, name: "Bob".to_owned(), role: Role::Worker }
    }

    pub(crate) fn new_job(dollars: u64) -> NewJob {
        NewJob {
            title: "Frontend Developer".to_owned(),
            description: String::new(),
            pay_amount_usd: Usd::from_dollars(dollars),
            job_type: "development".to_owned(),
        }
    }

    pub(crate) fn wallets(market: &mut Market) -> (Usd, Usd, Usd) {
        let employer = market.wallet(&alice());
        (employer.balance_usd, employer.locked_usd, market.wallet(&bob()).balance_usd)
    }

    #[test]
    fn money_is_locked_by_a_job_and_paid_when_it_is_done() {
        let mut market = Market::default();
        let usd = Usd::from_dollars;
        let job = market.create(&alice(), &new_job(5_000)).unwrap();
        assert_eq!(wallets(&mut market), (usd(95_000), usd(5_000), usd(0)));
        market.accept(&bob(), job.id).unwrap();
        market.complete(&bob(), job.id).unwrap();
        assert_eq!(wallets(&mut market), (usd(95_000), usd(0), usd(5_000)));
        assert_eq!(market.stats().paid_usd, usd(5_000));
    }

    #[test]
    fn a_refund_gives_the_money_back_once() {
        let mut market = Market::default();
        let job = market.create(&alice(), &new_job(5_000)).unwrap();
        market.refund(&alice(), job.id).unwrap();
        assert_eq!(market.refund(&alice(), job.id), Err(MarketError::Over));
        let usd = Usd::from_dollars;
        assert_eq!(wallets(&mut market), (usd(100_000), usd(0), usd(0)));
    }

    #[test]
    fn everybody_keeps_to_their_part() {
        let mut market = Market::default();
        assert_eq!(market.create(&bob(), &new_job(1)), Err(MarketError::OnlyEmployers));
        let job = market.create(&alice(), &new_job(1)).unwrap();
        assert_eq!(market.accept(&alice(), job.id), Err(MarketError::OnlyWorkers));
        assert_eq!(market.complete(&bob(), job.id), Err(MarketError::NotInProgress));
        market.accept(&bob(), job.id).unwrap();
        assert_eq!(market.accept(&bob(), job.id), Err(MarketError::NotOpen));
        let carol = User { id: 3, name: "Carol".to_owned(), role: Role::Worker };
        assert_eq!(market.complete(&carol, job.id), Err(MarketError::NotYours));
        assert_eq!(market.refund(&bob(), job.id), Err(MarketError::NotYours));
        assert_eq!(market.job(99), Err(MarketError::NoSuchJob));
    }

    #[test]
    fn a_job_that_makes_no_sense_is_refused() {
        let mut market = Market::default();
        for (job, error) in [
            (NewJob { title: "  ".to_owned(), ..new_job(1) }, MarketError::BadTitle),
            (NewJob { job_type: "x".repeat(121), ..new_job(1) }, MarketError::BadKind),
            (NewJob { description: "x".repeat(4_001), ..new_job(1) }, MarketError::BadDescription),
            (new_job(0), MarketError::PaysNothing),
            (new_job(100_001), MarketError::NotEnoughMoney),
        ] {
            assert_eq!(market.create(&alice(), &job), Err(error));
        }
    }
}
