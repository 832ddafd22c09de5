use super::{Label, Language, fill};
use crate::page;

/// A text that depends on a number, with a form for each of the kinds of numbers that a language tells
/// apart. `{n}` stands for the number.
///
/// Which numbers are of which kind is known to the browser (`Intl.PluralRules`): in English, 1 is `one`
/// and all else `other`; Arabic has all six. A kind without a form has that of `other`.
///
/// # Examples
///
/// ```
/// use bellwire_ui::Plural;
///
/// let unread = Plural::one_other("{n} unread message", "{n} unread messages");
/// assert_eq!(unread.forms()[1], "{n} unread message");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plural([Label; 6]);

/// The kinds of numbers, as `Intl.PluralRules` calls them, in the order of the forms.
pub(crate) const KINDS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

impl Plural {
    /// For languages such as English and German.
    #[must_use]
    pub const fn one_other(one: &'static str, other: &'static str) -> Self {
        Self::of([other, one, other, other, other, other])
    }

    /// For all languages: the forms for zero, one, two, few, many and other.
    #[must_use]
    pub const fn of(forms: [&'static str; 6]) -> Self {
        let [zero, one, two, few, many, other] = forms;
        Self([
            Label::Borrowed(zero),
            Label::Borrowed(one),
            Label::Borrowed(two),
            Label::Borrowed(few),
            Label::Borrowed(many),
            Label::Borrowed(other),
        ])
    }

    /// The forms for zero, one, two, few, many and other.
    #[must_use]
    pub fn forms(&self) -> &[Label; 6] {
        &self.0
    }

    /// The text for a number.
    pub(crate) fn say(&self, language: &Language, n: u64) -> String {
        self.say_as(language, n, &page::number(language, n))
    }

    /// The text for a number that is written in a way of its own, such as "99+".
    pub(crate) fn say_as(&self, language: &Language, n: u64, written: &str) -> String {
        let [.., other] = &self.0;
        let form = self.0.get(page::plural_kind(language, n)).unwrap_or(other);
        fill(form, &[("n", written)])
    }
}

impl From<[String; 6]> for Plural {
    /// The forms for zero, one, two, few, many and other.
    fn from(forms: [String; 6]) -> Self {
        Self(forms.map(Label::Owned))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_stands_in_its_form() {
        let plural = Plural::one_other("{n} job", "{n} jobs");
        let language = Language::default();
        let said: Vec<_> = [0, 1, 2].into_iter().map(|n| plural.say(&language, n)).collect();
        assert_eq!(said, ["0 jobs", "1 job", "2 jobs"]);
    }
}
