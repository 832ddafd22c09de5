use bellwire_demo_api::{Job, JobId, JobStatus, Usd, UserId, Wallet};
use bellwire_protocol::ChannelName;
use serde::Serialize;

use crate::pusher::Event;
use crate::timestamp;

/// Nobody is matched with jobs here; the document has 50 for a job that is new.
const MATCH_SCORE: u32 = 50;
/// Nobody estimates how long a job takes, in minutes; the document has two hours.
const ESTIMATED_DURATION: u32 = 120;

/// What is said, and where.
#[derive(Debug)]
pub(super) struct Announcement {
    pub(super) channels: Vec<ChannelName>,
    pub(super) event: Event,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Posted<'a> {
    job: PostedJob<'a>,
    match_score: u32,
    timestamp: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PostedJob<'a> {
    id: JobId,
    client_id: UserId,
    title: &'a str,
    budget_min: Usd,
    budget_max: Usd,
    status: &'static str,
    required_skills: [&'a str; 1],
    estimated_duration: u32,
    created_at: String,
}

/// A job was created.
pub(super) fn posted(job: &Job) -> Announcement {
    let now = timestamp::now();
    let posted = PostedJob {
        id: job.id,
        client_id: job.employer.id,
        title: &job.title,
        budget_min: job.pay_amount_usd,
        budget_max: job.pay_amount_usd,
        status: status(job.status),
        required_skills: [&job.job_type],
        estimated_duration: ESTIMATED_DURATION,
        created_at: now.clone(),
    };
    let posted = Posted { job: posted, match_score: MATCH_SCORE, timestamp: now };
    announcement(&["jobs.discovery".to_owned()], "job.posted", &posted)
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Claimed {
    job_id: JobId,
    claimed_by: UserId,
    claimed_at: String,
    match_score: u32,
    timestamp: String,
}

/// A worker has accepted a job.
pub(super) fn claimed(job: &Job, worker: UserId) -> Announcement {
    let now = timestamp::now();
    let claimed = Claimed {
        job_id: job.id,
        claimed_by: worker,
        claimed_at: now.clone(),
        match_score: MATCH_SCORE,
        timestamp: now,
    };
    announcement(&[job_channel(job), user_channel(job.employer.id)], "job.claimed", &claimed)
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Updated {
    job_id: JobId,
    status: &'static str,
    /// None are handed in here.
    deliverables: [&'static str; 0],
    updated_at: String,
    timestamp: String,
}

/// A job is done, or over without being done.
pub(super) fn updated(job: &Job) -> Announcement {
    let now = timestamp::now();
    let updated = Updated {
        job_id: job.id,
        status: status(job.status),
        deliverables: [],
        updated_at: now.clone(),
        timestamp: now,
    };
    announcement(&[job_channel(job)], "job.updated", &updated)
}

/// Why there is more or less in a wallet.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) enum Transaction {
    /// A job was posted, and what it pays is put aside.
    #[serde(rename = "job_escrow")]
    Escrow,
    /// A job is done, and paid.
    #[serde(rename = "job_payment")]
    Payment,
    /// A job is done, and was paid.
    #[serde(rename = "job_earning")]
    Earning,
    /// A job is over, and what was put aside is back: nobody is paid, or somebody by hand.
    #[serde(rename = "job_refund")]
    Refund,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct WalletUpdated {
    user_id: UserId,
    new_balance: Usd,
    available_balance: Usd,
    transaction_type: Transaction,
    amount: Usd,
    timestamp: String,
}

/// Money came into a wallet, left it, or was put aside there.
pub(super) fn wallet_updated(
    user: UserId,
    wallet: &Wallet,
    transaction_type: Transaction,
    amount: Usd,
) -> Announcement {
    let updated = WalletUpdated {
        user_id: user,
        new_balance: wallet.balance_usd + wallet.locked_usd,
        available_balance: wallet.balance_usd,
        transaction_type,
        amount,
        timestamp: timestamp::now(),
    };
    announcement(&[user_channel(user)], "wallet.updated", &updated)
}

fn announcement(channels: &[String], name: &str, payload: &impl Serialize) -> Announcement {
    let data = serde_json::to_string(payload).unwrap_or_default();
    let channels = channels.iter().filter_map(|name| ChannelName::try_from(name.as_str()).ok());
    Announcement { channels: channels.collect(), event: Event { name: name.to_owned(), data } }
}

fn job_channel(job: &Job) -> String {
    format!("private-job.{}", job.id)
}

fn user_channel(user: UserId) -> String {
    format!("private-user.{user}")
}

/// SharedJox's words for how far a job is.
fn status(status: JobStatus) -> &'static str {
    match status {
        JobStatus::Open => "active",
        JobStatus::InProgress => "in_progress",
        JobStatus::Completed => "completed",
        JobStatus::Refunded => "refunded",
    }
}
