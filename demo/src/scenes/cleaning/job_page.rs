use bellwire_demo_api::{JobId, JobStatus, Role};
use bellwire_ui::view::dynamic;
use bellwire_ui::{ConnectionBadge, use_job_updates};
use leptos::prelude::*;

use super::bids::{BidForm, Bids};
use crate::route::{Page, Scene};
use crate::session::use_session;
use crate::views::{JobCard, job_view, use_job};

#[component]
pub(super) fn JobPage(id: JobId) -> impl IntoView {
    let user = use_session().user_now();
    let is_cleaner = user.is_some_and(|user| user.role == Role::Worker);
    let updates = use_job_updates(id);
    // Whoever looks at the job has seen what is told of it.
    Effect::new(move |seen: Option<usize>| {
        let news = updates.all().len();
        if seen.is_none_or(|seen| seen < news) {
            updates.mark_all_read();
        }
        news
    });
    let job = use_job(id);
    let is_open =
        Memo::new(move |_| job.with(|job| job.status == JobStatus::Open).unwrap_or_default());
    let details = job_view(job, |job| view! { <JobCard job/> }.into_any());
    let form = dynamic(move || (is_cleaner && is_open.get()).then(|| view! { <BidForm job=id/> }));
    let news = dynamic(move || {
        let news = updates.all();
        (!news.is_empty()).then(|| {
            let rows = news.into_iter().map(|one| {
                view! { <li><strong>{one.title}</strong> " " {one.description}</li> }
            });
            view! {
                <section class="card" aria-labelledby="news-title">
                    <h2 id="news-title">"News about this job"</h2>
                    <ul class="messages">{rows.collect_view()}</ul>
                </section>
            }
        })
    });
    view! {
        <div class="heading">
            <a class="back" href=Scene::Cleaning.href(Page::Home)>"← All jobs"</a>
            <ConnectionBadge/>
        </div>
        {details}
        {form}
        <Bids job=id decides=!is_cleaner/>
        {news}
    }
}
