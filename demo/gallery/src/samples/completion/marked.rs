use bellwire::job_status::PaymentMethod;
use bellwire_ui::{Completion, JobCompletion, JobParty, use_job_status};
use leptos::prelude::*;

#[component]
pub fn Marked() -> impl IntoView {
    let status = use_job_status(2);
    // What the application's API has said of the job.
    status.learn(2, Completion::Marked);
    let mark = Action::new_local(|_: &()| async { Ok(()) });
    let approve = Action::new_local(|_: &PaymentMethod| async { Ok(()) });
    view! {
        <JobCompletion status party=JobParty::Worker mark approve/>
        <JobCompletion status party=JobParty::Client mark approve/>
    }
}
