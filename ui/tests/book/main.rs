//! What the book says of components, held against their sources.
#![cfg(test)]
#![cfg(not(target_family = "wasm"))]

mod page;
mod source;

use std::collections::BTreeSet;
use std::fmt::Debug;

use bellwire_ui::{
    BadgeLabels, BellLabels, JobCompletionLabels, PresenceLabels, SettingsLabels, ToasterLabels,
};

use self::page::{Page, words};
use self::source::{Component, Sources, functions};

const PAGES: [&str; 8] = [
    "components.md",
    "toaster.md",
    "bell.md",
    "badge.md",
    "settings.md",
    "presence.md",
    "completion.md",
    "labels.md",
];

/// Whose functions are all named, and where.
const FUNCTIONS: [(&str, &str); 15] = [
    ("store/toasts/toast.rs", "toaster.md"),
    ("components/toaster/toast_view.rs", "toaster.md"),
    ("hooks/use_toaster.rs", "toaster.md"),
    ("store/notifications/content.rs", "bell.md"),
    ("hooks/use_notifications.rs", "bell.md"),
    ("hooks/use_notification_source.rs", "bell.md"),
    ("hooks/provide_notification_settings.rs", "settings.md"),
    ("hooks/use_browser_notifications.rs", "settings.md"),
    ("store/settings.rs", "settings.md"),
    ("hooks/use_presence.rs", "presence.md"),
    ("hooks/use_typing.rs", "presence.md"),
    ("hooks/use_job_status.rs", "completion.md"),
    ("hooks/use_job_updates.rs", "completion.md"),
    ("labels/mod.rs", "labels.md"),
    ("labels/plural.rs", "labels.md"),
];

fn pages() -> impl Iterator<Item = Page> {
    PAGES.into_iter().map(Page::read)
}

fn heading_of(component: &Component) -> String {
    format!("## Properties of `<{}/>`", component.name)
}

/// The page that describes a component.
fn page_of(component: &Component) -> Page {
    let heading = heading_of(component);
    let page = pages().find(|page| page.section(&heading).is_some());
    page.unwrap_or_else(|| panic!("a page of the book should have {heading}"))
}

#[test]
fn the_book_lists_each_property_of_each_component() {
    let components = Sources::read().components();
    assert!(components.len() >= 8, "the sources cannot be read any more");
    for component in &components {
        let rows = component.properties.iter().map(|property| {
            let source::Property { name, kind, default, description } = property;
            format!("| `{name}` | `{kind}` | {default} | {description} |")
        });
        page_of(component).expect_rows(&heading_of(component), &rows.collect::<Vec<_>>());
    }
}

#[test]
fn the_book_lists_each_part_and_each_key_of_a_component() {
    for component in Sources::read().components() {
        let page = page_of(&component);
        let code = page.code();
        let docs = component.docs.join("\n");
        for part in words(&docs).filter(|word| is_for_styles(word)) {
            assert!(code.contains(part), "docs/src/{} should name {part}", page.name);
        }
        let keys = component.docs.iter().filter(|line| line.starts_with("| "));
        for row in keys {
            assert!(page.has(row), "docs/src/{} should have the row\n{row}", page.name);
        }
    }
}

#[test]
fn the_book_lists_each_slot_for_classes() {
    let sources = Sources::read();
    let slots = sources.structs("Classes");
    assert_eq!(slots.len(), 6, "{slots:?}");
    for name in slots {
        let fields = sources.fields(&name).into_iter();
        let rows: Vec<_> = fields
            .map(|field| format!("| `{}` | … | {} |", field.name, field.description))
            .collect();
        let has_slots = |page: &Page| {
            page.section("## Class slots").is_some_and(|section| section.contains(&name))
        };
        let page = pages().find(has_slots);
        let page = page.unwrap_or_else(|| panic!("a page should list the slots of {name}"));
        page.expect_rows("## Class slots", &rows);
    }
}

#[test]
fn the_book_lists_each_word_in_english() {
    expect_words("ToasterLabels", &ToasterLabels::english());
    expect_words("BellLabels", &BellLabels::english());
    expect_words("BadgeLabels", &BadgeLabels::english());
    expect_words("SettingsLabels", &SettingsLabels::english());
    expect_words("PresenceLabels", &PresenceLabels::english());
    expect_words("JobCompletionLabels", &JobCompletionLabels::english());
    let sources = Sources::read();
    assert_eq!(sources.structs("Labels").len(), 6 + 1, "words of a component are left out");
    let rows = sources.fields("Labels").into_iter();
    let rows: Vec<_> =
        rows.map(|field| format!("| `{}` | {} |", field.name, field.description)).collect();
    Page::read("labels.md").expect_rows("## Properties", &rows);
}

fn expect_words(name: &str, labels: &impl Debug) {
    let said = in_english(&format!("{labels:#?}"));
    let rows = Sources::read().fields(name).into_iter().map(|field| {
        let (_, words) = said.iter().find(|(name, _)| *name == field.name).unwrap();
        format!("| `{}` | {words} | {} |", field.name, field.description)
    });
    Page::read("labels.md").expect_rows(&format!("### `{name}`"), &rows.collect::<Vec<_>>());
}

/// The fields of labels as they are printed for debugging, and what they say.
fn in_english(printed: &str) -> Vec<(String, String)> {
    let mut fields = Vec::<(String, Vec<String>)>::new();
    for line in printed.lines() {
        let (indent, line) = (line.len() - line.trim_start().len(), line.trim());
        let value = match line.split_once(": ") {
            Some((name, value)) if indent == 4 => {
                fields.push((name.to_owned(), Vec::new()));
                value
            }
            _ => line,
        };
        let text = value.trim_end_matches(',').strip_prefix('"');
        if let Some((_, said)) = fields.last_mut() {
            said.extend(text.and_then(|text| text.strip_suffix('"')).map(str::to_owned));
        }
    }
    fields.into_iter().map(|(name, said)| (name, one_and_other(&said))).collect()
}

/// A label as it is, and a plural by its forms for one and other; a dash for what is neither.
fn one_and_other(said: &[String]) -> String {
    match said {
        [] => "–".to_owned(),
        [label] => label.clone(),
        [_, one, .., other] if one == other => one.clone(),
        [_, one, .., other] => format!("{one} / {other}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_book_names_each_hook_and_what_it_offers() {
    let lib = Sources::file("lib.rs");
    let (_, hooks) = lib.split_once("pub use self::hooks::{").unwrap();
    let (hooks, _) = hooks.split_once("};").unwrap();
    let components = Page::read("components.md");
    let named = components.code();
    for hook in words(hooks).filter(|name| name.starts_with(char::is_lowercase)) {
        assert!(named.contains(hook), "docs/src/components.md should name {hook}");
    }
    for (file, page) in FUNCTIONS {
        let page = Page::read(page);
        let named = page.code();
        for function in functions(&Sources::file(file)) {
            assert!(named.contains(function), "docs/src/{} should name {function}", page.name);
        }
    }
}

#[test]
fn no_page_names_a_class_or_an_attribute_that_is_no_more() {
    let sources = Sources::read();
    let there: BTreeSet<_> = words(sources.text()).collect();
    for page in pages() {
        for name in page.code().into_iter().filter(|word| is_for_styles(word)) {
            assert!(there.contains(name), "docs/src/{} names {name}, which is no more", page.name);
        }
    }
}

/// Whether a word is a class, a custom property or an attribute.
fn is_for_styles(word: &str) -> bool {
    ["bw-", "--bw-", "data-", "aria-"].iter().any(|start| word.starts_with(start))
}
