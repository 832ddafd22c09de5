//! What the sources say of components, read without a compiler: they are formatted, so a line is what it
//! begins with.

use std::fs;
use std::path::Path;

/// All sources of the crate, and its stylesheet.
pub(crate) struct Sources {
    text: String,
}

/// A component that applications can use.
pub(crate) struct Component {
    pub(crate) name: String,
    /// The lines of its description.
    pub(crate) docs: Vec<String>,
    pub(crate) properties: Vec<Property>,
}

/// A property of a component, as somebody who uses it sees it.
pub(crate) struct Property {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) default: String,
    pub(crate) description: String,
}

/// A field of a struct.
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) description: String,
}

impl Sources {
    pub(crate) fn read() -> Self {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut text = fs::read_to_string(package.join("styles/bellwire.css")).unwrap();
        read_all(&package.join("src"), &mut text);
        Self { text }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// One of them.
    pub(crate) fn file(path: &str) -> String {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(path);
        fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
    }

    pub(crate) fn components(&self) -> Vec<Component> {
        let begins = self.text.match_indices("\n#[component").map(|(place, _)| place);
        begins.filter_map(|place| self.component(place)).collect()
    }

    fn component(&self, place: usize) -> Option<Component> {
        let (before, after) = self.text.split_at(place);
        let mut lines = after.trim_start().lines().skip(1);
        let (name, _) = lines.next()?.strip_prefix("pub fn ")?.split_once('(')?;
        let docs = before.lines().rev().map_while(|line| line.strip_prefix("///"));
        let mut docs: Vec<_> = docs.map(|line| line.trim().to_owned()).collect();
        docs.reverse();
        let properties = self.properties(lines.take_while(|line| !line.starts_with(')')));
        Some(Component { name: name.to_owned(), docs, properties })
    }

    fn properties<'a>(&self, lines: impl Iterator<Item = &'a str>) -> Vec<Property> {
        described(lines)
            .map(|Described { attribute, declared, description }| {
                let (name, kind) = declared.split_once(": ").unwrap();
                let (how, is_into) = match attribute.strip_suffix("into") {
                    Some(how) => (how.trim_end_matches(", "), true),
                    None => (attribute.as_str(), false),
                };
                let inner = kind.strip_prefix("Option<").and_then(|kind| kind.strip_suffix('>'));
                let (kind, default) = match (how, inner) {
                    ("", _) => (kind, "required".to_owned()),
                    // Leptos takes what is in the option.
                    ("optional", Some(inner)) => (inner, "`None`".to_owned()),
                    ("optional", None) => (kind, format!("`{}`", self.usual(kind))),
                    (how, _) => (kind, shown(how.strip_prefix("default = ").unwrap())),
                };
                let kind = if is_into { format!("impl Into<{kind}>") } else { kind.to_owned() };
                Property { name: name.to_owned(), kind, default, description }
            })
            .collect()
    }

    /// The value that a type has by itself.
    fn usual(&self, kind: &str) -> String {
        let variant = || {
            let body = self.body(&format!("pub enum {kind} {{"))?;
            let (_, default) = body.split_once("#[default]")?;
            default.trim().split_once(',').map(|(variant, _)| format!("{kind}::{variant}"))
        };
        match kind {
            "bool" => "false".to_owned(),
            "String" => r#""""#.to_owned(),
            _ => variant().unwrap_or_else(|| format!("{kind}::default()")),
        }
    }

    /// The names of public structs that end in some way.
    pub(crate) fn structs(&self, end: &str) -> Vec<String> {
        let names = self.text.lines().filter_map(|line| {
            line.strip_prefix("pub struct ")?.strip_suffix(" {").filter(|name| name.ends_with(end))
        });
        names.map(str::to_owned).collect()
    }

    pub(crate) fn fields(&self, name: &str) -> Vec<Field> {
        let body = self.body(&format!("pub struct {name} {{")).unwrap();
        let fields = described(body.lines()).map(|Described { declared, description, .. }| {
            let (name, _) = declared.strip_prefix("pub ").unwrap().split_once(": ").unwrap();
            Field { name: name.to_owned(), description }
        });
        fields.collect()
    }

    fn body(&self, begin: &str) -> Option<&str> {
        let (_, after) = self.text.split_once(begin)?;
        after.split_once("\n}").map(|(body, _)| body)
    }
}

/// The names of the functions of a file that applications can call.
pub(crate) fn functions(text: &str) -> impl Iterator<Item = &str> {
    let names = text.lines().filter_map(|line| line.trim().strip_prefix("pub fn "));
    names.filter_map(|line| line.split(['(', '<']).next())
}

fn read_all(folder: &Path, text: &mut String) {
    let mut entries: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            read_all(&path, text);
        } else {
            text.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

/// A line of code with what stands above it.
struct Described {
    /// What stands in `#[prop(…)]`.
    attribute: String,
    declared: String,
    description: String,
}

fn described<'a>(lines: impl Iterator<Item = &'a str>) -> impl Iterator<Item = Described> {
    let (mut docs, mut attribute) = (Vec::new(), "");
    lines.map(str::trim).filter(|line| !line.is_empty()).filter_map(move |line| {
        if let Some(doc) = line.strip_prefix("///") {
            docs.push(doc.trim());
            return None;
        }
        if let Some(prop) = line.strip_prefix("#[prop(") {
            attribute = prop.strip_suffix(")]").unwrap();
            return None;
        }
        Some(Described {
            attribute: std::mem::take(&mut attribute).to_owned(),
            declared: line.trim_end_matches(',').to_owned(),
            description: without_links(&std::mem::take(&mut docs).join(" ")),
        })
    })
}

/// A default as the book shows it: what has only a name within the crate is no news to anybody.
fn shown(expression: &str) -> String {
    let is_private = expression.contains('_') && !expression.contains(['(', '"', ':']);
    match is_private {
        true => "built in".to_owned(),
        false => format!("`{}`", expression.replace(".to_owned()", "")),
    }
}

/// Links to items become the items' names.
fn without_links(text: &str) -> String {
    let mut parts = text.split("`](");
    let first = parts.next().unwrap_or_default().to_owned();
    let others = parts.filter_map(|part| part.split_once(')').map(|(_, rest)| rest));
    let text = others.fold(first, |before, rest| before + "`" + rest);
    text.replace("[`", "`").replace("`]", "`")
}
