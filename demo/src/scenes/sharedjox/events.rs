//! The events, with those of the fields that SharedJox's document gives them which are shown here.

use bellwire::Event;
use bellwire_demo_api::{JobId, Usd, UserId};
use serde::Deserialize;

/// A job was posted; on `jobs.discovery`.
#[derive(Debug, Deserialize, Event)]
#[event(name = "job.posted")]
pub(super) struct JobPosted {
    pub(super) job: PostedJob,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PostedJob {
    pub(super) id: JobId,
    pub(super) title: String,
    pub(super) budget_max: Usd,
}

/// Somebody has taken a job; on the job's channel, and on the channel of who posted it.
#[derive(Debug, Deserialize, Event)]
#[serde(rename_all = "camelCase")]
#[event(name = "job.claimed")]
pub(super) struct JobClaimed {
    pub(super) job_id: JobId,
}

/// A job is done, or over without being done; on the job's channel.
#[derive(Debug, Deserialize, Event)]
#[serde(rename_all = "camelCase")]
#[event(name = "job.updated")]
pub(super) struct JobUpdated {
    pub(super) job_id: JobId,
}

/// There is more or less in a wallet; on its owner's channel.
#[derive(Debug, Deserialize, Event)]
#[serde(rename_all = "camelCase")]
#[event(name = "wallet.updated")]
pub(super) struct WalletUpdated {
    pub(super) user_id: UserId,
    pub(super) new_balance: Usd,
    pub(super) available_balance: Usd,
    pub(super) transaction_type: String,
    pub(super) amount: Usd,
}
