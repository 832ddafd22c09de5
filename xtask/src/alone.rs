//! Pages that show one component: what they do not show must cost them nothing.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::ensure;
use rustc_demangle::demangle;
use wasmparser::{KnownCustom, Name, Parser, Payload};
use xshell::cmd;

use crate::project::Project;
use crate::{dist, shrink, tools};

/// The pages of `ui/examples/alone`, and the component that each shows: the name of its file or folder.
const PAGES: [(&str, Option<&str>); 3] =
    [("nothing", None), ("bell", Some("bell")), ("toaster", Some("toaster"))];

/// What components share: no component of its own.
const SHARED: [&str; 3] = ["icons", "mod", "placement"];

/// Builds the pages as they are released, and fails where one has code of a component that it does not
/// show.
pub(crate) fn build(project: &Project) -> anyhow::Result<()> {
    tools::wasm_target(project)?;
    tools::wasm_bindgen(project)?;
    tools::npm_packages(project, "js")?;
    let _hidden = dist::hide_paths(project);
    let shell = &project.shell;
    cmd!(
        shell,
        "cargo build --package bellwire-example-alone --profile wasm-release
         --target wasm32-unknown-unknown"
    )
    .run()?;
    let components = components(project)?;
    for (page, shown) in PAGES {
        let compiled =
            project.path("target/wasm32-unknown-unknown/wasm-release").join(format!("{page}.wasm"));
        check(&compiled, shown, &components)?;
        let folder = folder(project, page);
        shell.remove_path(&folder)?;
        cmd!(shell, "wasm-bindgen {compiled} --target web --no-typescript --out-dir {folder}")
            .run()?;
        let glue = folder.join(format!("{page}.js"));
        shrink::shrink(project, &folder.join(format!("{page}_bg.wasm")), &glue)?;
        cmd!(shell, "esbuild {glue} --minify --target=esnext --outfile={glue} --allow-overwrite --log-level=warning").run()?;
    }
    Ok(())
}

/// Where a page is.
pub(crate) fn folder(project: &Project, page: &str) -> PathBuf {
    project.path("target/example-alone").join(page)
}

/// The names of all components' modules.
fn components(project: &Project) -> anyhow::Result<BTreeSet<String>> {
    let files = project.shell.read_dir(project.path("ui/src/components"))?;
    let names = files.iter().filter_map(|file| file.file_stem()?.to_str());
    Ok(names.filter(|name| !SHARED.contains(name)).map(str::to_owned).collect())
}

fn check(
    compiled: &Path,
    shown: Option<&str>,
    components: &BTreeSet<String>,
) -> anyhow::Result<()> {
    let functions = functions(&fs::read(compiled)?)?;
    let of = |component: &str| {
        let module = format!("bellwire_ui::components::{component}::");
        functions.iter().filter(move |name| name.contains(&module)).collect::<Vec<_>>()
    };
    let page = compiled.display();
    for component in components {
        let its_own = of(component);
        if shown == Some(component) {
            // Otherwise the names are written in another way, and nothing was checked.
            ensure!(!its_own.is_empty(), "{page} shows {component} and has no function of it");
        } else {
            ensure!(
                its_own.is_empty(),
                "{page} does not show {component} and has its functions: {its_own:#?}"
            );
        }
    }
    Ok(())
}

/// The names of all functions of a WebAssembly.
fn functions(bytes: &[u8]) -> anyhow::Result<Vec<String>> {
    let mut functions = Vec::new();
    for payload in Parser::new(0).parse_all(bytes) {
        let Payload::CustomSection(section) = payload? else { continue };
        let KnownCustom::Name(names) = section.as_known() else { continue };
        for names in names {
            let Name::Function(map) = names? else { continue };
            for function in map {
                functions.push(format!("{:#}", demangle(function?.name)));
            }
        }
    }
    ensure!(!functions.is_empty(), "the functions have no names");
    Ok(functions)
}
