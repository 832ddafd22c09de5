//! What the four events of the marketplace mean to a user, to the letter of PayChain's document:
//! who is told, with which icon, for how long, and which data is stale.

use std::time::Duration;

use bellwire::Event;
use bellwire_demo_api::{JobAccepted, JobCompleted, JobCreated, JobId, JobRefunded, Role};
use bellwire_ui::invalidation::InvalidationRules;
use bellwire_ui::{NotificationRules, Toast, key, on};
use serde::Deserialize;

use super::market::Market;
use crate::route::{Page, Scene};

const DURATION: Duration = Duration::from_secs(5);
const EMPLOYER: &str = Role::Employer.as_str();
const WORKER: &str = Role::Worker.as_str();

/// What the document's example of `POST /broadcast` sends.
#[derive(Deserialize, Event)]
struct TestMessage {
    message: String,
}

pub(super) fn invalidation() -> InvalidationRules {
    InvalidationRules::new()
        .on::<JobCreated>(|rule| rule.stale(key!["jobs"]).stale(key!["stats"]))
        .on::<JobAccepted>(|rule| {
            rule.stale_each(key!["job"], |event| event.job_id)
                .stale(key!["my-jobs"])
                .stale(key!["stats"])
        })
        .on::<JobCompleted>(|rule| {
            rule.stale_each(key!["job"], |event| event.job_id)
                .stale(key!["my-jobs"])
                .stale(key!["stats"])
                .stale(key!["wallet-balance"])
        })
        .on::<JobRefunded>(|rule| {
            rule.stale_each(key!["job"], |event| event.job_id)
                .stale(key!["my-jobs"])
                .stale(key!["stats"])
                .stale(key!["wallet-balance"])
        })
}

pub(super) fn notifications(market: Market) -> NotificationRules {
    NotificationRules::new()
        .with(on::<JobCreated>().for_role(WORKER).duration(DURATION).toast(|event| {
            about(event.job_id, "New Job Posted!", "💼", &event.title)
                .detail(format!("{} • {}", event.pay_amount_usd, event.job_type))
        }))
        .with(on::<JobAccepted>().for_role(EMPLOYER).duration(DURATION).toast(move |event| {
            about(event.job_id, "Job Accepted!", "🎉", &market.title(event.job_id))
                .detail("A worker is on it")
        }))
        .with(on::<JobCompleted>().for_role(EMPLOYER).duration(DURATION).toast(move |event| {
            about(event.job_id, "Job Completed!", "🎊", &market.title(event.job_id))
                .detail("The payment is released")
        }))
        .with(on::<JobCompleted>().for_role(WORKER).duration(DURATION).toast(move |event| {
            let toast = about(event.job_id, "Payment Released!", "💰", &market.title(event.job_id));
            match market.look_up(event.job_id, |job| job.pay_amount_usd) {
                Some(amount) => toast.detail(format!("{amount} for your wallet")),
                None => toast,
            }
        }))
        .with(on::<JobRefunded>().for_role(EMPLOYER).duration(DURATION).toast(move |event| {
            about(event.job_id, "Job Refunded", "🔄", &market.title(event.job_id))
                .detail(format!("It was {}; your money is back", event.reason))
        }))
        .with(
            on::<TestMessage>()
                .toast(|event| Toast::info("Test message").icon("📢").description(&event.message)),
        )
}

fn about(job: JobId, title: &str, icon: &str, job_title: &str) -> Toast {
    Toast::success(title)
        .icon(icon)
        .description(job_title)
        .link(Scene::PayChain.href(Page::Job(job)))
}
