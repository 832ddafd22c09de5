use leptos::prelude::*;

/// The samples of one component.
pub(crate) struct Group {
    /// Its name in addresses.
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    /// What it is for.
    pub(crate) about: &'static str,
    pub(crate) samples: &'static [Sample],
}

/// A component in a state, with the code that puts it there.
pub(crate) struct Sample {
    /// Its group and its own name, as in `toaster/action`.
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    /// What to look at.
    pub(crate) about: &'static str,
    /// The file that is compiled.
    pub(crate) code: &'static str,
    pub(crate) view: fn() -> AnyView,
    pub(crate) stage: Stage,
}

/// Where a sample is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// In the page.
    Page,
    /// In the page, which presses its buttons when it holds still.
    Pressed,
    /// In a frame of so many pixels' height, because it is fixed to its window; its buttons are
    /// pressed when it holds still.
    Frame(u16),
}

/// A sample from a file beside the one that says so, of which the code is shown as it stands there.
macro_rules! sample {
    ($group:literal, $file:ident::$component:ident, $stage:expr, $title:literal, $about:literal) => {
        $crate::sample::Sample {
            id: concat!($group, "/", stringify!($file)),
            title: $title,
            about: $about,
            code: include_str!(concat!(stringify!($file), ".rs")),
            view: || leptos::prelude::IntoAny::into_any($file::$component()),
            stage: $stage,
        }
    };
}
pub(crate) use sample;
