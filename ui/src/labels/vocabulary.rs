use std::sync::Arc;

use leptos::prelude::*;

use super::{Label, Labels, Plural};
use crate::page;

/// The labels of all components below.
#[derive(Clone, Copy)]
pub(super) struct Shared(pub(super) Signal<Labels>);

/// The language that forms numbers and times; `None` is the page's.
pub(crate) type Language = Option<Label>;

/// The words of one component.
pub(crate) trait Vocabulary: Sized + Send + Sync + 'static {
    /// What it says unless it is given other words: English.
    fn usual() -> &'static Self;
    /// Its words among those of all.
    fn of(labels: &Labels) -> &Self;
}

macro_rules! vocabulary {
    ($labels:ident, $component:ident) => {
        impl Default for $labels {
            fn default() -> Self {
                Self::english()
            }
        }

        impl $crate::labels::Vocabulary for $labels {
            fn usual() -> &'static Self {
                static ENGLISH: $labels = $labels::english();
                &ENGLISH
            }

            fn of(labels: &$crate::labels::Labels) -> &Self {
                &labels.$component
            }
        }
    };
}
pub(super) use vocabulary;

/// Where a component has its words from.
pub(crate) enum Words<V> {
    /// It was given them.
    Own(Arc<V>),
    /// It shares them with the components around it.
    Shared(Signal<Labels>),
    /// Nobody has said anything.
    English,
}

impl<V: Vocabulary> Words<V> {
    /// The words of a component that was given some, or none.
    pub(crate) fn new(own: Option<V>) -> Self {
        match (own, use_context::<Shared>()) {
            (Some(own), _) => Self::Own(Arc::new(own)),
            (None, Some(Shared(labels))) => Self::Shared(labels),
            (None, None) => Self::English,
        }
    }

    /// Looks at them; reactive where they can change.
    pub(crate) fn with<T>(&self, look: impl FnOnce(&V) -> T) -> T {
        match self {
            Self::Own(own) => look(own),
            Self::Shared(labels) => labels.with(|labels| look(V::of(labels))),
            Self::English => look(V::usual()),
        }
    }

    /// One of them.
    pub(crate) fn say(&self, label: impl FnOnce(&V) -> &Label) -> String {
        self.with(|words| label(words).clone().into_owned())
    }

    /// One of them, for a number.
    pub(crate) fn count(&self, plural: impl FnOnce(&V) -> &Plural, n: usize) -> String {
        let language = self.language();
        self.with(|words| plural(words).say(&language, n as u64))
    }

    /// One of them, for a number that may be more than so many.
    pub(crate) fn count_capped(
        &self,
        plural: impl FnOnce(&V) -> &Plural,
        n: usize,
        max: usize,
    ) -> String {
        let (language, written) = (self.language(), self.capped(n, max));
        self.with(|words| plural(words).say_as(&language, n as u64, &written))
    }

    /// A number, or that it is more than so many.
    pub(crate) fn capped(&self, n: usize, max: usize) -> String {
        let number = page::number(&self.language(), n.min(max) as u64);
        if n > max { format!("{number}+") } else { number }
    }

    /// The language of numbers and times.
    pub(crate) fn language(&self) -> Language {
        match self {
            Self::Shared(labels) => labels.with(|labels| labels.language.clone()),
            // Somebody's own words are in the language of their page.
            Self::Own(_) => None,
            Self::English => Some(Label::Borrowed("en")),
        }
    }
}

impl<V> Clone for Words<V> {
    fn clone(&self) -> Self {
        match self {
            Self::Own(own) => Self::Own(own.clone()),
            Self::Shared(labels) => Self::Shared(*labels),
            Self::English => Self::English,
        }
    }
}

/// Puts values in the places of a text that are named in braces. What is put in is not looked at again.
pub(crate) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let place = after.split_once('}').and_then(|(name, after)| {
            let (_, value) = values.iter().find(|(place, _)| *place == name)?;
            Some((value, after))
        });
        match place {
            Some((value, after)) => {
                filled.push_str(value);
                rest = after;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_named_places_are_filled_and_only_once() {
        let values = [("title", "{n} {"), ("n", "5")];
        assert_eq!(fill("{n}× {title}!", &values), "5× {n} {!");
        assert_eq!(fill("{other} {n", &values), "{other} {n");
        assert_eq!(fill("", &values), "");
    }
}
