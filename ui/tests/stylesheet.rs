//! What is written about the stylesheet, held against the stylesheet.
#![cfg(test)]
#![cfg(not(target_family = "wasm"))]

use std::collections::BTreeMap;

const STYLESHEET: &str = include_str!("../styles/bellwire.css");
const PAGE: &str = include_str!("../../docs/src/styling.md");

#[test]
fn the_book_lists_each_custom_property_with_its_default() {
    let listed: BTreeMap<_, _> = listed().collect();
    for (name, default) in declared() {
        assert_eq!(
            listed.get(&name),
            Some(&default),
            "docs/src/styling.md should have the row | `{name}` | `{default}` | … |",
        );
    }
    let declared: BTreeMap<_, _> = declared().collect();
    for name in listed.keys() {
        assert!(declared.contains_key(name), "docs/src/styling.md lists {name}, which is no more");
    }
}

/// The properties that the stylesheet declares for the whole page, and their values on one line.
fn declared() -> impl Iterator<Item = (String, String)> {
    let (_, root) = STYLESHEET.split_once(":where(:root) {").unwrap();
    let (root, _) = root.split_once('}').unwrap();
    without_comments(root)
        .split(';')
        .filter_map(|declaration| declaration.split_once(':').map(cleaned))
        .collect::<Vec<_>>()
        .into_iter()
}

fn cleaned((name, value): (&str, &str)) -> (String, String) {
    (name.trim().to_owned(), value.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn without_comments(css: &str) -> String {
    let mut parts = css.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    let others = parts.filter_map(|part| part.split_once("*/").map(|(_, rest)| rest));
    others.fold(first, |kept, rest| kept + rest)
}

/// The rows of the page's table.
fn listed() -> impl Iterator<Item = (String, String)> {
    PAGE.lines().filter_map(|line| {
        let (name, rest) = line.strip_prefix("| `--bw-")?.split_once("` | `")?;
        let (default, _) = rest.split_once("` |")?;
        Some((format!("--bw-{name}"), default.to_owned()))
    })
}
