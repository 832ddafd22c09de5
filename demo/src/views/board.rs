use bellwire_demo_api::{Job, JobStatus};
use leptos::prelude::*;

use super::JobList;
use crate::query::Query;
use crate::route::Scene;

/// All jobs: those that can be had, and those that somebody has.
#[component]
pub(crate) fn Board(
    scene: Scene,
    jobs: Query<Vec<Job>>,
    /// What the first are called.
    open: &'static str,
    /// What is said where there are none of them.
    empty: &'static str,
    /// What the others are called.
    taken: &'static str,
) -> impl IntoView {
    view! {
        <h2>{open}</h2>
        <JobList scene jobs empty which=|job| job.status == JobStatus::Open/>
        <h2>{taken}</h2>
        <JobList scene jobs empty="Nothing yet." which=|job| job.status != JobStatus::Open/>
    }
}
