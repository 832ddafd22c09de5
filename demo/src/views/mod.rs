//! What the pages of all scenes are made of.

mod bar;
mod board;
mod job_card;
mod job_list;
mod new_job;
mod sign_in;
mod steps;

pub(crate) use self::bar::Bar;
pub(crate) use self::board::Board;
pub(crate) use self::job_card::{JobCard, changed_job_view, job_view, use_job};
pub(crate) use self::job_list::JobList;
pub(crate) use self::new_job::{NewJobForm, dollars};
pub(crate) use self::sign_in::SignIn;
pub(crate) use self::steps::{Act, Step, Steps, buttons, step, take};

use bellwire_demo_api::JobStatus;
use bellwire_ui::view::{pressed, text};
use leptos::prelude::*;

use crate::query::Query;

fn status_pill(status: JobStatus) -> AnyView {
    let (name, words) = match status {
        JobStatus::Open => ("open", "Open"),
        JobStatus::InProgress => ("in-progress", "In progress"),
        JobStatus::Completed => ("completed", "Completed"),
        JobStatus::Refunded => ("refunded", "Refunded"),
    };
    view! { <span class="status" data-status=name>{words}</span> }.into_any()
}

/// A number with a name.
pub(crate) fn figure<T: Clone + Send + Sync + 'static>(
    name: &'static str,
    query: Query<T>,
    look: fn(&T) -> String,
) -> AnyView {
    let value = text(move || query.with(look).unwrap_or_else(|| "–".to_owned()));
    view! { <div class="figure"><dt>{name}</dt><dd>{value}</dd></div> }.into_any()
}

/// Stands where data will be.
pub(crate) fn loading() -> AnyView {
    view! { <div class="skeleton" aria-label="Loading" role="img"></div> }.into_any()
}

/// Says why there is no data, or none that is fresh.
pub(crate) fn failure(words: String, retry: impl Fn() + 'static) -> AnyView {
    view! {
        <p class="error" role="alert">
            {words} " "
            <button type="button" class="quiet" on:click=pressed(move |_| retry())>"Try again"</button>
        </p>
    }
    .into_any()
}
