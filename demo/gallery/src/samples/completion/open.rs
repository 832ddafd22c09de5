use std::time::Duration;

use bellwire::job_status::PaymentMethod;
use bellwire_ui::{JobCompletion, JobParty, use_job_status};
use gloo_timers::future::sleep;
use leptos::prelude::*;

#[component]
pub fn Open() -> impl IntoView {
    let status = use_job_status(1);
    let mark = Action::new_local(|_: &()| post());
    let approve = Action::new_local(|_: &PaymentMethod| post());
    view! {
        <JobCompletion status party=JobParty::Worker mark approve/>
        <JobCompletion status party=JobParty::Client mark approve/>
    }
}

/// Stands for a request.
async fn post() -> Result<(), String> {
    sleep(Duration::from_millis(600)).await;
    Ok(())
}
