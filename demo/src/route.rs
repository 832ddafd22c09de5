use bellwire_demo_api::JobId;
use leptos::ev;
use leptos::prelude::*;

/// A view of the page, named by the fragment of its address. Three views need no router.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    Dashboard,
    Jobs,
    Job(JobId),
}

impl Route {
    pub(crate) fn href(self) -> String {
        match self {
            Self::Dashboard => "#/".to_owned(),
            Self::Jobs => "#/jobs".to_owned(),
            Self::Job(id) => format!("#/jobs/{id}"),
        }
    }

    fn title(self) -> String {
        match self {
            Self::Dashboard => "Dashboard – PayChain".to_owned(),
            Self::Jobs => "Browse jobs – PayChain".to_owned(),
            Self::Job(id) => format!("Job {id} – PayChain"),
        }
    }

    fn parse(fragment: &str) -> Self {
        if fragment == "#/jobs" {
            return Self::Jobs;
        }
        fragment
            .strip_prefix("#/jobs/")
            .and_then(|id| id.parse().ok())
            .map_or(Self::Dashboard, Self::Job)
    }

    fn of_page() -> Self {
        Self::parse(&window().location().hash().unwrap_or_default())
    }
}

/// Follows the address bar.
pub(crate) fn provide_route() {
    let route = RwSignal::new(Route::of_page());
    let listener = window_event_listener(ev::hashchange, move |_| route.set(Route::of_page()));
    on_cleanup(move || listener.remove());
    Effect::new(move |_| document().set_title(&route.get().title()));
    provide_context(route.read_only());
}

pub(crate) fn use_route() -> ReadSignal<Route> {
    expect_context()
}
