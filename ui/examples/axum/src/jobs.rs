use bellwire::Event;
use bellwire_ui::invalidation::InvalidationRules;
use bellwire_ui::{key, use_invalidation, use_refetch};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What everybody hears when there is a new job.
#[derive(Clone, Debug, Serialize, Deserialize, Event)]
pub struct JobPosted {
    /// What it is about.
    pub title: String,
}

/// The titles of all jobs, newest first.
#[server(prefix = "/api", endpoint = "jobs")]
pub async fn list_jobs() -> Result<Vec<String>, ServerFnError> {
    Ok(expect_context::<crate::server::Board>().titles())
}

/// Adds a job, and tells everybody.
#[server(prefix = "/api", endpoint = "post-job")]
pub async fn post_job(title: String) -> Result<(), ServerFnError> {
    expect_context::<crate::server::Board>().post(title).await.map_err(ServerFnError::new)
}

/// The list of jobs: first as the server has rendered it, then as fresh as its events.
#[component]
pub fn Jobs() -> impl IntoView {
    let jobs = Resource::new(|| (), |()| list_jobs());
    let stale =
        use_invalidation(InvalidationRules::new().on::<JobPosted>(|rule| rule.stale(key!["jobs"])));
    use_refetch(key!["jobs"], move || jobs.refetch());

    let post = ServerAction::<PostJob>::new();
    Effect::new(move |_| {
        // Whoever posts a job sees it, with or without a connection.
        if post.version().get() > 0 {
            stale.mark_stale(key!["jobs"]);
        }
    });
    view! {
        <ActionForm action=post>
            <label>"A new job: " <input name="title" required autocomplete="off"/></label>
            " "
            <button>"Post"</button>
        </ActionForm>
        <Transition fallback=|| view! { <p>"Looking for jobs…"</p> }>
            {move || Suspend::new(async move { list(jobs.await) })}
        </Transition>
    }
}

fn list(jobs: Result<Vec<String>, ServerFnError>) -> impl IntoView {
    match jobs {
        Ok(titles) => {
            let rows = titles.into_iter().map(|title| view! { <li>{title}</li> });
            view! { <ul class="jobs">{rows.collect_view()}</ul> }.into_any()
        }
        Err(error) => view! { <p role="alert">{error.to_string()}</p> }.into_any(),
    }
}
