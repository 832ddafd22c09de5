use bellwire_demo_api::JobId;
use leptos::ev;
use leptos::prelude::*;

/// One of the backends that the demo speaks with, each in its own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scene {
    PayChain,
    SharedJox,
    Cleaning,
    JobStatus,
}

/// A page of a scene.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    Home,
    Jobs,
    Job(JobId),
}

/// A view, named by the fragment of its address. So few views need no router.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Route {
    pub(crate) scene: Scene,
    pub(crate) page: Page,
}

impl Scene {
    pub(crate) const ALL: [Self; 4] =
        [Self::PayChain, Self::SharedJox, Self::Cleaning, Self::JobStatus];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::PayChain => "PayChain",
            Self::SharedJox => "SharedJox",
            Self::Cleaning => "Cleaning jobs",
            Self::JobStatus => "Job status",
        }
    }

    /// What stands behind it, and how it speaks.
    pub(crate) fn backend(self) -> &'static str {
        match self {
            Self::PayChain => "FastAPI · envelope",
            Self::SharedJox => "Laravel Reverb · Pusher protocol",
            Self::Cleaning => "Django Channels · inbox",
            Self::JobStatus => "Django Channels · one socket for each job",
        }
    }

    fn home(self) -> &'static str {
        match self {
            Self::PayChain => "#/",
            Self::SharedJox => "#/sharedjox/",
            Self::Cleaning => "#/cleaning/",
            Self::JobStatus => "#/status/",
        }
    }

    pub(crate) fn href(self, page: Page) -> String {
        let home = self.home();
        match page {
            Page::Home => home.to_owned(),
            Page::Jobs => format!("{home}jobs"),
            Page::Job(id) => format!("{home}jobs/{id}"),
        }
    }
}

impl Route {
    fn title(self) -> String {
        let page = match (self.scene, self.page) {
            (_, Page::Job(id)) => format!("Job {id}"),
            (Scene::PayChain, Page::Home) => "Dashboard".to_owned(),
            (Scene::PayChain, Page::Jobs) => "Browse jobs".to_owned(),
            (Scene::SharedJox, _) => "Discovery".to_owned(),
            (Scene::Cleaning | Scene::JobStatus, _) => "Jobs".to_owned(),
        };
        format!("{page} – {}", self.scene.name())
    }

    fn parse(fragment: &str) -> Self {
        // The first one's home is the beginning of all others.
        let found = Scene::ALL
            .into_iter()
            .rev()
            .find_map(|scene| Some((scene, fragment.strip_prefix(scene.home())?)));
        let (scene, rest) = found.unwrap_or((Scene::PayChain, ""));
        let page = match rest.strip_prefix("jobs") {
            Some("") => Page::Jobs,
            Some(rest) => {
                rest.strip_prefix('/').and_then(|id| id.parse().ok()).map_or(Page::Home, Page::Job)
            }
            None => Page::Home,
        };
        Self { scene, page }
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

/// The page of the present scene.
pub(crate) fn use_page() -> Memo<Page> {
    let route = use_route();
    Memo::new(move |_| route.get().page)
}
