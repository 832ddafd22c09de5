use leptos::prelude::window;
use web_sys::UrlSearchParams;

/// What the page's address asks for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Address {
    /// A single sample, such as `?only=toaster/action`, or `?only=under-load`.
    pub(crate) only: Option<String>,
    /// Whether everything holds still, for tests and pictures: `?still`.
    pub(crate) is_still: bool,
    /// `?theme=dark`
    pub(crate) theme: Option<String>,
    /// `?language=ar`
    pub(crate) language: Option<String>,
    /// `?direction=rtl`
    pub(crate) direction: Option<String>,
}

impl Address {
    pub(crate) fn read() -> Self {
        let query = window().location().search().unwrap_or_default();
        let Ok(query) = UrlSearchParams::new_with_str(&query) else { return Self::default() };
        Self {
            only: query.get("only"),
            is_still: query.has("still"),
            theme: query.get("theme"),
            language: query.get("language"),
            direction: query.get("direction"),
        }
    }
}
