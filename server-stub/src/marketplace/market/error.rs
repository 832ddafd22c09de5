/// Why something cannot be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(in crate::marketplace) enum MarketError {
    #[error("there is no such job")]
    NoSuchJob,
    #[error("there is no such bid")]
    NoSuchBid,
    #[error("only an employer can do that")]
    OnlyEmployers,
    #[error("only a worker can do that")]
    OnlyWorkers,
    #[error("the job belongs to somebody else")]
    NotYours,
    #[error("the job is not open any more")]
    NotOpen,
    #[error("the job is not in progress")]
    NotInProgress,
    #[error("the job is over")]
    Over,
    #[error("a job that is taken does not become open again")]
    NotReopened,
    #[error("the bid is decided already")]
    Decided,
    #[error("you have a bid on this job already")]
    HasBid,
    #[error("the worker has not marked the job as complete")]
    NotMarkedComplete,
    #[error("the job waits for the employer's approval")]
    AwaitingApproval,
    #[error("nobody has taken the job yet")]
    NoWorker,
    #[error("a job needs a title of 1 to 120 characters")]
    BadTitle,
    #[error("a job needs a kind of 1 to 120 characters")]
    BadKind,
    #[error("a description has at most 4,000 characters")]
    BadDescription,
    #[error("the message of a bid has at most 1,000 characters")]
    BadMessage,
    #[error("a job must pay something")]
    PaysNothing,
    #[error("an amount must be more than nothing")]
    NoAmount,
    #[error("your wallet does not hold that much")]
    NotEnoughMoney,
    #[error("there are too many jobs; finish one first")]
    TooManyJobs,
    #[error("there are too many bids on this job")]
    TooManyBids,
}
