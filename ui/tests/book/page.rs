//! What a page of the book says.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

pub(crate) struct Page {
    pub(crate) name: &'static str,
    text: String,
}

impl Page {
    pub(crate) fn read(name: &'static str) -> Self {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/src").join(name);
        Self { name, text: fs::read_to_string(file).unwrap() }
    }

    /// What stands under a heading, up to the next one.
    pub(crate) fn section(&self, heading: &str) -> Option<&str> {
        let (_, section) = self.text.split_once(&format!("\n{heading}\n"))?;
        Some(section.split_once("\n#").map_or(section, |(section, _)| section))
    }

    /// Whether it has a line.
    pub(crate) fn has(&self, line: &str) -> bool {
        self.text.lines().any(|other| other == line)
    }

    /// The words that stand in code, within a line or in blocks.
    pub(crate) fn code(&self) -> BTreeSet<&str> {
        let parts = self.text.split("```").enumerate();
        let (blocks, prose): (Vec<_>, Vec<_>) = parts.partition(|(number, _)| number % 2 == 1);
        let inline = prose.iter().flat_map(|(_, prose)| prose.split('`').skip(1).step_by(2));
        blocks.iter().map(|(_, block)| *block).chain(inline).flat_map(words).collect()
    }

    /// Expects a table's rows under a heading, and no others. A row is known by its first and its last
    /// cells.
    pub(crate) fn expect_rows(&self, heading: &str, expected: &[String]) {
        let section = self.section(heading);
        let section = section.unwrap_or_else(|| panic!("{} should have {heading}", self.name));
        let listed: Vec<_> = section.lines().filter(|line| line.starts_with("| `")).collect();
        for row in expected {
            let is_listed = listed.iter().any(|listed| says_the_same(listed, row));
            assert!(is_listed, "docs/src/{}, {heading}, should have the row\n{row}", self.name);
        }
        for row in listed {
            let is_expected = expected.iter().any(|expected| says_the_same(row, expected));
            assert!(is_expected, "docs/src/{} has a row that is no more:\n{row}", self.name);
        }
    }
}

/// Whether a row has what is expected; an ellipsis stands for anything.
fn says_the_same(row: &str, expected: &str) -> bool {
    let (row, expected) = (row.split(" | "), expected.split(" | "));
    row.clone().count() == expected.clone().count()
        && row.zip(expected).all(|(cell, expected)| cell == expected || expected == "…")
}

/// Names of classes, attributes, properties and functions.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_in_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
    text.split(move |letter| !is_in_word(letter)).filter(|word| !word.is_empty())
}
