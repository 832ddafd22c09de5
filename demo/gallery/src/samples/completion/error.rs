use bellwire::job_status::PaymentMethod;
use bellwire_ui::{JobCompletion, JobParty, use_job_status};
use leptos::prelude::*;

#[component]
pub fn Error() -> impl IntoView {
    let status = use_job_status(4);
    let refuse = || async { Err("The server does not answer".to_owned()) };
    let mark = Action::new_local(move |_: &()| refuse());
    let approve = Action::new_local(move |_: &PaymentMethod| refuse());
    view! { <JobCompletion status party=JobParty::Worker mark approve/> }
}
