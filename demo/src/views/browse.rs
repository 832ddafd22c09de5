use bellwire_ui::{BadgeLabels, ConnectionBadge};
use leptos::prelude::*;

use super::job_list::JobList;
use crate::market::use_market;

#[component]
pub(crate) fn Browse() -> impl IntoView {
    let jobs = use_market().jobs;
    view! {
        <div class="heading">
            <h1>"Browse jobs"</h1>
            <ConnectionBadge labels=BadgeLabels::live()/>
        </div>
        <JobList jobs empty="No jobs yet. An employer can post one from the dashboard."/>
    }
}
