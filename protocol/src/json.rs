//! Reading and writing the skeleton of JSON: which fields there are, and where their values stand.
//!
//! Routing a message needs a few names, not its payload. Values stay text until somebody who knows
//! their type reads them, and code that only routes needs no serde.

use std::borrow::Cow;

use hifijson::escape::{Lex as _, Lit};
use hifijson::num::Lex as _;
use hifijson::token::Lex as _;
use hifijson::{Expect, Read as _, SliceLexer, escape, num};

use crate::DecodeError;
use crate::unescape::unescape;

/// Deeper nesting is refused: a reader that follows it would run out of stack.
const MAX_DEPTH: u32 = 128;

/// Calls `visit` with each field of an object: its name, and the text of its value.
pub(crate) fn for_each_field<'a>(
    text: &'a str,
    visit: &mut dyn FnMut(Cow<'a, str>, &'a str),
) -> Result<(), DecodeError> {
    let mut reader = Reader::new(text);
    let read = reader.whole(|reader| {
        reader.lexer.expect(SliceLexer::ws_peek, b'{').ok_or(Problem::NotAnObject)?;
        reader.sequence(b'}', |reader| {
            let name = reader.name()?;
            let value = reader.value(1)?;
            visit(name, value);
            Ok(())
        })
    });
    reader.explain(read)
}

/// Calls `visit` with the text of each item of an array, which may be as deep as if it stood alone.
pub(crate) fn for_each_item<'a>(
    text: &'a str,
    visit: &mut dyn FnMut(&'a str),
) -> Result<(), DecodeError> {
    let mut reader = Reader::new(text);
    let read = reader.whole(|reader| {
        reader.lexer.expect(SliceLexer::ws_peek, b'[').ok_or(Problem::NotAnArray)?;
        reader.sequence(b']', |reader| {
            visit(reader.value(0)?);
            Ok(())
        })
    });
    reader.explain(read)
}

/// Returns the text of the one JSON value that a text is, without the white space around it. It may
/// be as deep as a field of an object.
pub(crate) fn only_value(text: &str) -> Result<&str, DecodeError> {
    let mut reader = Reader::new(text);
    let mut value = "";
    // It will stand in an object.
    let read = reader.whole(|reader| {
        value = reader.value(1)?;
        Ok(())
    });
    reader.explain(read).map(|()| value)
}

/// Reads a value's text as a string; `None` when it is something else.
pub(crate) fn string(value: &str) -> Option<Cow<'_, str>> {
    unescape(value.strip_prefix('"')?.strip_suffix('"')?)
}

/// Reads a value's text as a whole number; `None` when it is something else.
pub(crate) fn number(value: &str) -> Option<u64> {
    value.parse().ok()
}

/// Writes a string with its quotes.
pub(crate) fn write_string(out: &mut String, text: &str) {
    out.push('"');
    let mut done = 0;
    for (index, byte) in text.bytes().enumerate() {
        if matches!(byte, b'"' | b'\\' | 0..=0x1f) {
            // What is escaped is one byte long, and so stands between two letters.
            out.push_str(text.get(done..index).unwrap_or_default());
            write_escaped(out, byte);
            done = index + 1;
        }
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out.push('"');
}

fn write_escaped(out: &mut String, byte: u8) {
    let escape = match byte {
        b'\n' => "\\n",
        b'\r' => "\\r",
        b'\t' => "\\t",
        b'"' => "\\\"",
        b'\\' => "\\\\",
        _ => {
            out.push_str(if byte < 0x10 { "\\u000" } else { "\\u001" });
            "0123456789abcdef"
                .get(usize::from(byte & 0xf)..)
                .and_then(|d| d.get(..1))
                .unwrap_or_default()
        }
    };
    out.push_str(escape);
}

/// Writes an object whose values are strings.
pub(crate) fn object_of_strings(fields: &[(&str, &str)]) -> String {
    let mut object = String::new();
    let mut separator = '{';
    for (name, value) in fields {
        object.push(separator);
        write_string(&mut object, name);
        object.push(':');
        write_string(&mut object, value);
        separator = ',';
    }
    object.push('}');
    object
}

struct Reader<'a> {
    text: &'a str,
    lexer: SliceLexer<'a>,
}

/// What is wrong at the place where the reader stands.
enum Problem {
    NotAnObject,
    NotAnArray,
    TooDeep,
    Number,
    Text,
    Expected(Expect),
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, lexer: SliceLexer::new(text.as_bytes()) }
    }

    fn whole(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        read(self)?;
        match self.lexer.ws_peek() {
            None => Ok(()),
            Some(_) => Err(Expect::Eof.into()),
        }
    }

    /// Reads what follows an opening bracket, up to the closing one.
    fn sequence(
        &mut self,
        end: u8,
        mut item: impl FnMut(&mut Self) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        if self.lexer.expect(SliceLexer::ws_peek, end).is_some() {
            return Ok(());
        }
        loop {
            item(self)?;
            if self.lexer.expect(SliceLexer::ws_peek, end).is_some() {
                return Ok(());
            }
            self.lexer.expect(SliceLexer::ws_peek, b',').ok_or(Expect::CommaOrEnd)?;
        }
    }

    /// Reads a field's name and the colon.
    fn name(&mut self) -> Result<Cow<'a, str>, Problem> {
        self.lexer.expect(SliceLexer::ws_peek, b'"').ok_or(Expect::String)?;
        let start = self.position();
        skip_string(&mut self.lexer)?;
        // Without the closing quote.
        let name = self.text.get(start..self.position().saturating_sub(1)).unwrap_or_default();
        let name = unescape(name).ok_or(Problem::Text)?;
        self.lexer.expect(SliceLexer::ws_peek, b':').ok_or(Expect::Colon)?;
        Ok(name)
    }

    /// Passes over a value and returns its text.
    fn value(&mut self, depth: u32) -> Result<&'a str, Problem> {
        let first = self.lexer.ws_peek().ok_or(Expect::Value)?;
        let start = self.position();
        self.skip(first, depth)?;
        Ok(self.text.get(start..self.position()).unwrap_or_default())
    }

    fn skip(&mut self, first: u8, depth: u32) -> Result<(), Problem> {
        if depth > MAX_DEPTH {
            return Err(Problem::TooDeep);
        }
        match first {
            b'a'..=b'z' => {
                self.lexer.null_or_bool().ok_or(Expect::Value)?;
                Ok(())
            }
            b'0'..=b'9' | b'-' => Ok(self.lexer.num_ignore().validate().map(drop)?),
            b'"' => Ok(skip_string(self.lexer.discarded())?),
            b'[' => {
                self.lexer.take_next();
                self.sequence(b']', |reader| reader.value(depth + 1).map(drop))
            }
            b'{' => {
                self.lexer.take_next();
                self.sequence(b'}', |reader| {
                    reader.lexer.expect(SliceLexer::ws_peek, b'"').ok_or(Expect::String)?;
                    skip_string(&mut reader.lexer)?;
                    reader.lexer.expect(SliceLexer::ws_peek, b':').ok_or(Expect::Colon)?;
                    reader.value(depth + 1).map(drop)
                })
            }
            _ => Err(Expect::Value.into()),
        }
    }

    fn position(&self) -> usize {
        self.text.len() - self.lexer.as_slice().len()
    }

    fn explain(&self, read: Result<(), Problem>) -> Result<(), DecodeError> {
        read.map_err(|problem| DecodeError::Malformed {
            reason: format!("{} at byte {}", problem.words(), self.position()),
        })
    }
}

/// Passes over a string whose opening quote is read, without looking at most of its bytes twice.
fn skip_string(lexer: &mut SliceLexer<'_>) -> Result<(), escape::Error> {
    loop {
        lexer.skip_until(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f));
        match lexer.take_next() {
            Some(b'"') => return Ok(()),
            Some(b'\\') => match lexer.take_next() {
                Some(b'u') => drop(lexer.hex::<u16>()?),
                Some(byte) if Lit::try_from(byte).is_some() => {}
                Some(byte) => return Err(escape::Error::InvalidKind(byte)),
                None => return Err(escape::Error::Eof),
            },
            Some(byte) => return Err(escape::Error::InvalidKind(byte)),
            None => return Err(escape::Error::Eof),
        }
    }
}

impl Problem {
    fn words(&self) -> &'static str {
        match self {
            Self::NotAnObject => "no object",
            Self::NotAnArray => "no array",
            Self::TooDeep => "nested too deeply",
            Self::Number => "no number",
            Self::Text => "no string",
            Self::Expected(Expect::Value) => "a value is missing",
            Self::Expected(Expect::ValueOrEnd) => "a value or an end is missing",
            Self::Expected(Expect::CommaOrEnd) => "a comma or an end is missing",
            Self::Expected(Expect::String) => "a name is missing",
            Self::Expected(Expect::Colon) => "a colon is missing",
            Self::Expected(Expect::Eof) => "more follows than one value",
        }
    }
}

impl From<Expect> for Problem {
    fn from(expected: Expect) -> Self {
        Self::Expected(expected)
    }
}

impl From<num::Error> for Problem {
    fn from(_: num::Error) -> Self {
        Self::Number
    }
}

impl From<escape::Error> for Problem {
    fn from(_: escape::Error) -> Self {
        Self::Text
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::de::IgnoredAny;

    use super::*;

    fn fields(text: &str) -> Result<Vec<(String, String)>, DecodeError> {
        let mut fields = Vec::new();
        for_each_field(text, &mut |name, value| {
            fields.push((name.into_owned(), value.to_owned()));
        })?;
        Ok(fields)
    }

    #[test]
    fn values_keep_their_text() {
        assert_eq!(
            fields(r#" {"a" : 1.50 , "\u0062":{"x":["]}"]},"c":"" } "#).unwrap(),
            [("a", "1.50"), ("b", r#"{"x":["]}"]}"#), ("c", r#""""#)]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
    }

    #[test]
    fn errors_say_what_and_where() {
        for (text, words) in [
            ("", "no object at byte 0"),
            ("[]", "no object at byte 0"),
            (r#"{"a"}"#, "a colon is missing at byte 4"),
            (r#"{"a":}"#, "a value is missing at byte 5"),
            (r#"{"a":1,}"#, "a name is missing at byte 7"),
            (r#"{"a":1"#, "a comma or an end is missing at byte 6"),
            (r#"{} {}"#, "more follows than one value at byte 3"),
        ] {
            let error = fields(text).unwrap_err().to_string();
            assert!(error.ends_with(words), "{text}: {error}");
        }
    }

    #[test]
    fn nesting_without_end_is_an_error() {
        for deep in ["[".repeat(1_000_000), "{\"a\":".repeat(1_000_000)] {
            assert!(only_value(&deep).is_err());
        }
    }

    #[test]
    fn no_control_character_is_written_bare() {
        for code in 0..0x80_u8 {
            let text = char::from(code).to_string();
            let mut written = String::new();
            write_string(&mut written, &text);
            assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
        }
    }

    /// Text that is nearly JSON, so that both answers occur often.
    fn nearly_json() -> impl Strategy<Value = String> {
        let atom = r#"null|true|fals|0|-1|1\.5e3|1e400|01|1\.|"[a-z\\"u0-9]{0,6}"|"é\\n\\u00e9"|"\\ud800"|\[|\]|\{|\}|,|:| |"a":"#;
        proptest::collection::vec(atom, 0..12).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn accepts_what_serde_json_accepts(text in nearly_json()) {
            // What a `Value` cannot hold, lone surrogates and 1e400, is JSON all the same.
            let expected = serde_json::from_str::<IgnoredAny>(&text).is_ok();
            prop_assert_eq!(only_value(&text).is_ok(), expected);
        }

        #[test]
        fn finds_the_fields_that_serde_json_finds(
            map in proptest::collection::btree_map(".{0,8}", ".{0,20}", 0..6),
        ) {
            let text = serde_json::to_string(&map).unwrap();
            let found = fields(&text).unwrap();
            prop_assert_eq!(found.len(), map.len());
            for ((name, value), (expected_name, expected_value)) in found.iter().zip(&map) {
                prop_assert_eq!(name, expected_name);
                let value = string(value).unwrap();
                prop_assert_eq!(&*value, expected_value);
            }
        }

        #[test]
        fn what_is_written_reads_back(text in ".{0,60}") {
            let mut written = String::new();
            write_string(&mut written, &text);
            prop_assert_eq!(&serde_json::from_str::<String>(&written).unwrap(), &text);
            prop_assert_eq!(&*string(&written).unwrap(), &text);
        }
    }
}
