use std::fs;
use std::path::Path;

use anyhow::Context;
use serde::Deserialize;
use xshell::cmd;

use crate::project::Project;

/// Optimises a WebAssembly and gives its imports and exports short names, in place.
///
/// wasm-bindgen names them at length, with hashes, twice: in the WebAssembly and in the glue. The
/// names are a tenth of the npm package.
pub(crate) fn shrink(project: &Project, wasm: &Path, glue: &Path) -> anyhow::Result<()> {
    let shell = &project.shell;
    // Without a word on features it uses those that the compiler has noted in the module; with
    // more it writes types that no browser reads yet.
    let names = cmd!(
        shell,
        "wasm-opt {wasm} -Oz --minify-imports-and-exports-and-modules --strip-producers
         --strip-target-features -o {wasm}"
    )
    .read()?;
    let names: ShortNames =
        serde_json::from_str(&names).context("wasm-opt prints other names than it used to")?;
    let renamed = names.rename(&fs::read_to_string(glue)?)?;
    fs::write(glue, renamed)?;
    Ok(())
}

/// The names that `wasm-opt` has given.
#[derive(Debug, Deserialize)]
struct ShortNames {
    /// Module, name, short name.
    imports: Vec<(String, String, String)>,
    /// Name, short name.
    exports: Vec<(String, String)>,
}

impl ShortNames {
    /// Writes the short names into the glue.
    fn rename(&self, glue: &str) -> anyhow::Result<String> {
        let mut renamed = glue.to_owned();
        for (_, name, short) in &self.imports {
            renamed = replace_once(
                &renamed,
                &format!("{name}: function("),
                &format!("{short}: function("),
            )?;
        }
        for (name, short) in &self.exports {
            renamed = replace_word(&renamed, &format!("wasm.{name}"), &format!("wasm.{short}"));
        }
        // All imports come from one module now, which has a short name as well.
        let module = self.imports.first().map(|(module, ..)| module.as_str()).unwrap_or_default();
        replace_once(&renamed, &format!("\"{module}\": import0"), "\"a\": import0")
    }
}

fn replace_once(text: &str, from: &str, to: &str) -> anyhow::Result<String> {
    anyhow::ensure!(
        text.matches(from).count() == 1,
        "the glue of wasm-bindgen looks different: `{from}` should stand in it once"
    );
    Ok(text.replacen(from, to, 1))
}

/// Replaces a name where it is not the beginning of a longer one.
fn replace_word(text: &str, from: &str, to: &str) -> String {
    let mut parts = text.split(from);
    let mut replaced = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_longer = part.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_');
        replaced.push_str(if is_longer { from } else { to });
        replaced.push_str(part);
    }
    replaced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_glue_and_the_module_agree_on_the_short_names() {
        let names = ShortNames {
            imports: vec![("./x_bg.js".into(), "__wbg_send_1f".into(), "A".into())],
            exports: vec![("client_on".into(), "B".into()), ("client_onGap".into(), "C".into())],
        };
        let glue = "wasm.client_on(1);wasm.client_onGap(2);{__wbg_send_1f: function(x) {}}\
                    {\"./x_bg.js\": import0}";
        assert_eq!(
            names.rename(glue).unwrap(),
            "wasm.B(1);wasm.C(2);{A: function(x) {}}{\"a\": import0}"
        );
    }

    #[test]
    fn a_glue_that_looks_different_is_an_error() {
        let names = ShortNames {
            imports: vec![("./x_bg.js".into(), "missing".into(), "A".into())],
            exports: Vec::new(),
        };
        assert!(names.rename("").is_err());
    }
}
