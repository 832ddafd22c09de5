use bellwire_ui::Labels;
use leptos::ev;
use leptos::prelude::*;

use crate::address::Address;
use crate::choice::Choice;

/// How the visitor wants to see things.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Preferences {
    pub(crate) theme: RwSignal<Theme>,
    pub(crate) language: RwSignal<Language>,
    pub(crate) direction: RwSignal<Direction>,
    /// Whether everything holds still.
    pub(crate) is_still: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Language {
    #[default]
    English,
    German,
    Arabic,
}

/// Where lines of text begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Direction {
    /// Where they do in the language.
    #[default]
    Auto,
    LeftToRight,
    RightToLeft,
}

/// Where the storage keeps them.
const KEY: &str = "bellwire-gallery";

/// Takes the preferences from the address, or else from the last visit, and has the page follow them.
/// All windows of the gallery, and the frames in them, agree.
pub(crate) fn provide_preferences(address: &Address) -> Preferences {
    let preferences = Preferences {
        theme: RwSignal::default(),
        language: RwSignal::default(),
        direction: RwSignal::default(),
        is_still: address.is_still,
    };
    preferences.recall();
    let asked = [&address.theme, &address.language, &address.direction];
    preferences.take(asked.map(|asked| asked.as_deref().unwrap_or_default()));
    let storage = window_event_listener(ev::storage, move |event| {
        if event.key().as_deref() == Some(KEY) {
            preferences.recall();
        }
    });
    on_cleanup(move || storage.remove());
    Effect::new(move |before: Option<()>| {
        preferences.show();
        // What an address asks for is for that page alone.
        if before.is_some() {
            preferences.keep();
        }
    });
    provide_context(preferences);
    preferences
}

pub(crate) fn use_preferences() -> Preferences {
    expect_context()
}

impl Preferences {
    /// The address of a sample alone, as it looks now.
    pub(crate) fn href(&self, sample: &str) -> String {
        let still = if self.is_still { "&still" } else { "" };
        let (theme, language, direction) = (self.theme, self.language, self.direction);
        format!(
            "?only={sample}&theme={}&language={}&direction={}{still}",
            theme.get_untracked().as_str(),
            language.get_untracked().as_str(),
            direction.get_untracked().as_str(),
        )
    }

    fn show(&self) {
        let (theme, language) = (self.theme.get(), self.language.get());
        let direction = match self.direction.get() {
            Direction::Auto => language.direction(),
            Direction::LeftToRight => "ltr",
            Direction::RightToLeft => "rtl",
        };
        let Some(root) = document().document_element() else { return };
        for (name, value) in
            [("data-theme", theme.as_str()), ("lang", language.as_str()), ("dir", direction)]
        {
            // These are names of attributes.
            let _ = root.set_attribute(name, value);
        }
    }

    /// Keeps them for the next visit, and tells the other windows.
    fn keep(&self) {
        let kept = format!(
            "{} {} {}",
            self.theme.get_untracked().as_str(),
            self.language.get_untracked().as_str(),
            self.direction.get_untracked().as_str(),
        );
        if let Some(storage) = storage() {
            // A storage that is full or forbidden has no preferences.
            let _ = storage.set_item(KEY, &kept);
        }
    }

    fn recall(&self) {
        let kept = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
        let kept = kept.unwrap_or_default();
        let mut words = kept.split(' ');
        self.take([(); 3].map(|()| words.next().unwrap_or_default()));
    }

    /// Takes over what is a name; the rest stays as it is.
    fn take(&self, [theme, language, direction]: [&str; 3]) {
        fn take<C: Choice>(value: RwSignal<C>, name: &str) {
            if let Some(one) = C::find(name)
                && value.get_untracked() != one
            {
                value.set(one);
            }
        }
        take(self.theme, theme);
        take(self.language, language);
        take(self.direction, direction);
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

impl Language {
    pub(crate) fn labels(self) -> Labels {
        match self {
            Self::English => Labels::english(),
            Self::German => Labels::german(),
            Self::Arabic => Labels::arabic(),
        }
    }

    fn direction(self) -> &'static str {
        match self {
            Self::English | Self::German => "ltr",
            Self::Arabic => "rtl",
        }
    }
}

impl Choice for Theme {
    const ALL: &'static [Self] = &[Self::System, Self::Light, Self::Dark];

    fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::System => "System",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }
}

impl Choice for Language {
    const ALL: &'static [Self] = &[Self::English, Self::German, Self::Arabic];

    fn as_str(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::Arabic => "ar",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::Arabic => "العربية",
        }
    }
}

impl Choice for Direction {
    const ALL: &'static [Self] = &[Self::Auto, Self::LeftToRight, Self::RightToLeft];

    fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Auto => "Auto",
            Self::LeftToRight => "LTR",
            Self::RightToLeft => "RTL",
        }
    }
}
