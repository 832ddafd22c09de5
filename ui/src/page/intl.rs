//! Numbers, plurals and times in the words of a language, which the browser knows.

use crate::labels::Language;
use crate::notifications::Day;

/// Which of the six forms of a [`Plural`](crate::Plural) a number has.
pub(crate) fn plural_kind(language: &Language, n: u64) -> usize {
    platform::plural_kind(language, n)
}

/// A number with the digits and separators of a language.
pub(crate) fn number(language: &Language, n: u64) -> String {
    platform::number(language, n)
}

/// How far a moment is from now, in milliseconds since 1970, such as "5 min. ago" or "in 1 hr."; its date
/// where nobody would count the days.
pub(crate) fn time_ago(language: &Language, moment: f64) -> String {
    let distance = moment - super::wall_clock();
    if distance.abs() <= COUNTED_DAYS * DAY {
        let (amount, unit) = largest_unit(distance);
        return platform::time_ago(language, amount, unit);
    }
    platform::date(language, moment, DateStyle::Short)
}

/// A moment with its date and time, such as "Friday, November 21, 2025 at 9:00 AM".
pub(crate) fn date_and_time(language: &Language, moment: f64) -> String {
    platform::date(language, moment, DateStyle::WithTime)
}

/// How a date is written. All but the last leave out the year where that is this year.
#[derive(Clone, Copy)]
enum DateStyle {
    Day,
    Short,
    WithTime,
}

/// What a day is called, such as "yesterday" or "Thursday, November 20".
pub(crate) fn day_name(language: &Language, day: Day) -> String {
    let today = super::day_of(super::wall_clock());
    match day {
        day if day.starts_at >= today.starts_at => platform::days_ago(language, 0),
        day if day.ends_at >= today.starts_at => platform::days_ago(language, 1),
        day => platform::date(language, day.starts_at, DateStyle::Day),
    }
}

#[cfg(target_family = "wasm")]
mod platform {
    use std::cell::RefCell;

    use js_sys::{Date, Object, Reflect};
    use leptos::prelude::document;
    use wasm_bindgen::prelude::*;

    use super::DateStyle;
    use crate::labels::{KINDS, Language};

    /// The last moment that has a date, in milliseconds from 1970 on; the first is as far before.
    const LAST_MOMENT: f64 = 8.64e15;

    thread_local! {
        // Making one takes a hundred times as long as using it.
        static FORMATS: RefCell<Option<Formats>> = const { RefCell::new(None) };
    }

    struct Formats {
        language: Option<String>,
        plural: Option<PluralRules>,
        number: Option<NumberFormat>,
        time: Option<RelativeTimeFormat>,
        days: Option<RelativeTimeFormat>,
        /// For each style without and with the year; made when they are wanted.
        dates: [Option<DateTimeFormat>; 6],
    }

    pub(super) fn plural_kind(language: &Language, n: u64) -> usize {
        let kind = with(language, |formats| Some(formats.plural.as_ref()?.select(n as f64)));
        let other = KINDS.len() - 1;
        kind.and_then(|kind| KINDS.iter().position(|known| *known == kind)).unwrap_or(other)
    }

    pub(super) fn number(language: &Language, n: u64) -> String {
        let text = with(language, |formats| Some(formats.number.as_ref()?.format(n as f64)));
        text.unwrap_or_else(|| n.to_string())
    }

    pub(super) fn time_ago(language: &Language, amount: f64, unit: &str) -> String {
        with(language, |formats| Some(formats.time.as_ref()?.format(amount, unit)))
            .unwrap_or_default()
    }

    pub(super) fn days_ago(language: &Language, days: u32) -> String {
        let name =
            |formats: &mut Formats| Some(formats.days.as_ref()?.format(-f64::from(days), "day"));
        with(language, name).unwrap_or_default()
    }

    pub(super) fn date(language: &Language, moment: f64, style: DateStyle) -> String {
        // To ask for the date of others throws.
        if moment.is_nan() || moment.abs() > LAST_MOMENT {
            return String::new();
        }
        let is_this_year = Date::new(&moment.into()).get_full_year()
            == Date::new(&Date::now().into()).get_full_year();
        with(language, |formats| Some(formats.date(style, !is_this_year)?.format(moment)))
            .unwrap_or_default()
    }

    fn with<T>(language: &Language, format: impl FnOnce(&mut Formats) -> T) -> T {
        let language = match language {
            Some(language) => Some(language.as_ref().to_owned()),
            None => document().document_element().and_then(|root| root.get_attribute("lang")),
        };
        FORMATS.with_borrow_mut(|formats| {
            if formats.as_ref().is_none_or(|formats| formats.language != language) {
                *formats = None;
            }
            format(formats.get_or_insert_with(|| Formats::new(language)))
        })
    }

    impl Formats {
        fn new(language: Option<String>) -> Self {
            let words = options(&[("numeric", "auto")]);
            let narrow = options(&[("numeric", "auto"), ("style", "narrow")]);
            let locale = JsValue::from(language.as_deref());
            Self {
                plural: in_locale(&locale, PluralRules::new),
                number: in_locale(&locale, NumberFormat::new),
                time: in_locale(&locale, |locale| RelativeTimeFormat::new(locale, &narrow)),
                days: in_locale(&locale, |locale| RelativeTimeFormat::new(locale, &words)),
                dates: [const { None }; 6],
                language,
            }
        }

        fn date(&mut self, style: DateStyle, has_year: bool) -> Option<&DateTimeFormat> {
            let year: &[_] = if has_year { &[("year", "numeric")] } else { &[] };
            let (parts, year): (&[_], _) = match style {
                DateStyle::Day => {
                    (&[("weekday", "long"), ("day", "numeric"), ("month", "long")], year)
                }
                DateStyle::Short => (&[("day", "numeric"), ("month", "short")], year),
                DateStyle::WithTime => (&[("dateStyle", "full"), ("timeStyle", "short")], &[]),
            };
            let format = self.dates.get_mut(style as usize * 2 + usize::from(has_year))?;
            if format.is_none() {
                let locale = JsValue::from(self.language.as_deref());
                let options = options(&[parts, year].concat());
                *format = in_locale(&locale, |locale| DateTimeFormat::new(locale, &options));
            }
            format.as_ref()
        }
    }

    fn options(properties: &[(&str, &str)]) -> Object {
        let options = Object::new();
        for (name, value) in properties {
            // A fresh object takes every property.
            let _ = Reflect::set(&options, &(*name).into(), &(*value).into());
        }
        options
    }

    /// The page's language, or the browser's where the page's makes no sense.
    fn in_locale<T>(locale: &JsValue, make: impl Fn(&JsValue) -> Result<T, JsValue>) -> Option<T> {
        make(locale).or_else(|_| make(&JsValue::UNDEFINED)).ok()
    }

    #[wasm_bindgen]
    extern "C" {
        type PluralRules;
        #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
        fn new(locale: &JsValue) -> Result<PluralRules, JsValue>;
        #[wasm_bindgen(method)]
        fn select(this: &PluralRules, n: f64) -> String;

        type NumberFormat;
        #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
        fn new(locale: &JsValue) -> Result<NumberFormat, JsValue>;
        #[wasm_bindgen(method)]
        fn format(this: &NumberFormat, n: f64) -> String;

        type RelativeTimeFormat;
        #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
        fn new(locale: &JsValue, options: &Object) -> Result<RelativeTimeFormat, JsValue>;
        #[wasm_bindgen(method)]
        fn format(this: &RelativeTimeFormat, amount: f64, unit: &str) -> String;

        type DateTimeFormat;
        #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
        fn new(locale: &JsValue, options: &Object) -> Result<DateTimeFormat, JsValue>;
        #[wasm_bindgen(method)]
        fn format(this: &DateTimeFormat, moment: f64) -> String;
    }
}

/// Where there is no browser, numbers are as in English.
#[cfg(not(target_family = "wasm"))]
mod platform {
    use super::DateStyle;
    use crate::labels::{KINDS, Language};

    pub(super) fn plural_kind(_language: &Language, n: u64) -> usize {
        let kind = if n == 1 { "one" } else { "other" };
        KINDS.iter().position(|known| *known == kind).unwrap_or_default()
    }

    pub(super) fn number(_language: &Language, n: u64) -> String {
        n.to_string()
    }

    pub(super) fn days_ago(_language: &Language, _days: u32) -> String {
        String::new()
    }

    pub(super) fn date(_language: &Language, _moment: f64, _style: DateStyle) -> String {
        String::new()
    }

    /// The page says it: how long ago it was is not the same by then.
    pub(super) fn time_ago(_language: &Language, _amount: f64, _unit: &str) -> String {
        String::new()
    }
}

/// A stretch of time in its largest unit, in the words of `Intl.RelativeTimeFormat`. What has begun counts
/// whole of what is to come, and not yet of what is past.
fn largest_unit(millis: f64) -> (f64, &'static str) {
    let minutes = (millis / MINUTE).ceil();
    // Two clocks need not agree to the second.
    let minutes = if minutes == 1.0 && millis < MINUTE / 2.0 { 0.0 } else { minutes };
    match minutes.abs() {
        amount if amount < 1.0 => (0.0, "second"),
        amount if amount < 60.0 => (minutes, "minute"),
        amount if amount < 24.0 * 60.0 => ((millis / (60.0 * MINUTE)).ceil(), "hour"),
        _ => ((millis / DAY).ceil(), "day"),
    }
}

/// How long a minute is, in milliseconds.
const MINUTE: f64 = 60_000.0;
/// How long a day is, in milliseconds.
const DAY: f64 = 24.0 * 60.0 * MINUTE;
/// Beyond so many days, a date says more than their number.
const COUNTED_DAYS: f64 = 30.0;

#[cfg(test)]
mod tests {
    use super::largest_unit;

    #[test]
    fn time_is_told_in_its_largest_unit() {
        assert_eq!(largest_unit(5.0), (0.0, "second"));
        assert_eq!(largest_unit(-59_999.0), (0.0, "second"));
        assert_eq!(largest_unit(-60_000.0), (-1.0, "minute"));
        assert_eq!(largest_unit(-2.5 * 3_600_000.0), (-2.0, "hour"));
        assert_eq!(largest_unit(-49.0 * 3_600_000.0), (-2.0, "day"));
    }

    #[test]
    fn what_is_to_come_has_not_come() {
        assert_eq!(largest_unit(45_000.0), (1.0, "minute"));
        assert_eq!(largest_unit(3_599_000.0), (1.0, "hour"));
        assert_eq!(largest_unit(13.0 * 3_600_000.0 - 1.0), (13.0, "hour"));
        assert_eq!(largest_unit(4.5 * 24.0 * 3_600_000.0), (5.0, "day"));
    }
}
