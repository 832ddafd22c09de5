use bellwire_ui::{BadgeLabels, ConnectionBadge};
use leptos::prelude::*;

use super::market::use_market;
use crate::route::Scene;
use crate::views::JobList;

#[component]
pub(super) fn Browse() -> impl IntoView {
    let jobs = use_market().jobs;
    view! {
        <div class="heading">
            <h1>"Browse jobs"</h1>
            <ConnectionBadge labels=BadgeLabels::live()/>
        </div>
        <JobList scene=Scene::PayChain jobs empty="No jobs yet. An employer can post one from the dashboard."/>
    }
}
