use bellwire_demo_api::{Job, JobId, Role, User, Wallet};
use bellwire_ui::invalidation::{Invalidation, InvalidationRules};
use bellwire_ui::{
    NotificationRules, Toast, key, on, use_channel, use_event, use_invalidation,
    use_notification_rules,
};
use leptos::prelude::*;

use super::events::{JobClaimed, JobPosted, JobUpdated, WalletUpdated};
use crate::api;
use crate::query::{Query, use_query};
use crate::route::{Page, Scene};
use crate::session::use_session;

/// What every page of SharedJox shows a part of.
#[derive(Clone, Copy)]
pub(super) struct Jox {
    pub(super) jobs: Query<Vec<Job>>,
    pub(super) wallet: Query<Wallet>,
    invalidation: Invalidation,
}

pub(super) fn use_jox() -> Jox {
    expect_context()
}

/// Subscribes to what concerns everybody, and to what concerns this user.
pub(super) fn provide_jox(user: &User) {
    let session = use_session();
    let jox = Jox {
        jobs: use_query(key!["jobs"], async || api::get("jobs", None).await),
        wallet: use_query(key!["wallet"], move || async move {
            api::get("wallet", session.token().as_deref()).await
        }),
        invalidation: use_invalidation(invalidation()),
    };
    use_channel("jobs.discovery");
    use_channel(format!("private-user.{}", user.id));
    let me = user.id;
    use_event(move |event: WalletUpdated| {
        if event.user_id == me {
            jox.wallet.patch(|wallet| {
                wallet.balance_usd = event.available_balance;
                wallet.locked_usd = event.new_balance - event.available_balance;
            });
        }
    });
    let role = Signal::stored(Some(user.role.as_str().into()));
    use_notification_rules(notifications(), role);
    jox.tell_of_claims(user);
    provide_context(jox);
}

/// What travels is small: who wants more, fetches it.
fn invalidation() -> InvalidationRules {
    InvalidationRules::new()
        .on::<JobPosted>(|rule| rule.stale(key!["jobs"]))
        .on::<JobClaimed>(|rule| {
            rule.stale_each(key!["job"], |event| event.job_id).stale(key!["jobs"])
        })
        .on::<JobUpdated>(|rule| {
            rule.stale_each(key!["job"], |event| event.job_id).stale(key!["jobs"])
        })
        // Each event brings the balance along; only those that were missed make it stale.
        .on::<WalletUpdated>(|rule| rule.stale_on_gap(key!["wallet"]))
}

fn notifications() -> NotificationRules {
    NotificationRules::new()
        .with(on::<JobPosted>().for_role(Role::Worker.as_str()).toast(|event| {
            about(event.job.id, Toast::info("New on discovery").icon("🔭"))
                .description(&event.job.title)
                .detail(format!("up to {}", event.job.budget_max))
        }))
        .with(on::<WalletUpdated>().for_role(Role::Worker.as_str()).toast(|event| {
            let words = match event.transaction_type.as_str() {
                "job_earning" => "You have earned money",
                _ => "Your wallet has changed",
            };
            Toast::success(words)
                .icon("👛")
                .description(format!("{} · you have {} now", event.amount, event.new_balance))
        }))
}

fn about(job: JobId, toast: Toast) -> Toast {
    toast.link(Scene::SharedJox.href(Page::Job(job)))
}

impl Jox {
    /// What we do ourselves is fresh at once, whether or not we hear of it.
    pub(super) fn changed(self, id: JobId) {
        for key in [key!["jobs"], key!["job", id], key!["wallet"]] {
            self.invalidation.mark_stale(key);
        }
    }

    /// Who posted a job hears of a claim on two channels while the job's page is open. A job is
    /// claimed once.
    fn tell_of_claims(self, user: &User) {
        if user.role != Role::Employer {
            return;
        }
        let toaster = bellwire_ui::use_realtime();
        let told = StoredValue::new(Vec::<JobId>::new());
        use_event(move |event: JobClaimed| {
            let id = event.job_id;
            if told.with_value(|told| told.contains(&id)) {
                return;
            }
            told.update_value(|told| told.push(id));
            let title = self
                .jobs
                .peek(|jobs| jobs.iter().find(|job| job.id == id).map(|job| job.title.clone()));
            let title = title.flatten().unwrap_or_else(|| format!("Job #{id}"));
            toaster.notify(about(id, Toast::success("Claimed!").icon("🤝")).description(title));
        });
    }
}
