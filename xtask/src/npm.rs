//! The npm package: the WebAssembly, its glue and the TypeScript around it, as small as they get.

use std::path::Path;

use xshell::cmd;

use crate::project::Project;
use crate::shrink;

/// One of the package's two entries: the client, and the client with everything that costs more
/// than most need.
struct Entry {
    /// Cargo's features.
    features: &'static str,
    /// The TypeScript around it, below js/src.
    source: &'static str,
    /// Below dist/npm.
    folder: &'static str,
}

const ENTRIES: [Entry; 2] = [
    Entry { features: "", source: "index.ts", folder: "" },
    Entry { features: "full", source: "full.ts", folder: "full" },
];

/// Builds the package into dist/npm, with the tools that js/package.json names.
pub(crate) fn build(project: &Project) -> anyhow::Result<()> {
    let shell = &project.shell;
    let package = project.path("dist/npm");
    shell.remove_path(&package)?;
    for entry in &ENTRIES {
        build_entry(project, entry)?;
    }
    // It needs a client and brings none.
    cmd!(
        shell,
        "esbuild js/src/invalidation.ts --bundle --minify --format=esm --target=es2022
         --outfile={package}/invalidation/index.js --log-level=warning"
    )
    .run()?;
    cmd!(shell, "tsc --project js --declaration --emitDeclarationOnly").run()?;
    shell.copy_file("js/full/index.d.ts", package.join("full/index.d.ts"))?;
    for file in ["LICENSE-APACHE", "LICENSE-MIT", "js/package.json", "js/README.md"] {
        shell.copy_file(file, &package)?;
    }
    Ok(())
}

fn build_entry(project: &Project, entry: &Entry) -> anyhow::Result<()> {
    let shell = &project.shell;
    let Entry { features, source, folder } = entry;
    let (build, folder) =
        (project.path("target/npm").join(folder), project.path("dist/npm").join(folder));
    shell.remove_path(&build)?;
    shell.create_dir(&build)?;
    shell.create_dir(&folder)?;
    cmd!(
        shell,
        "cargo build --package bellwire-js --features={features}
         --target wasm32-unknown-unknown --profile wasm-release"
    )
    .run()?;
    let compiled = "target/wasm32-unknown-unknown/wasm-release/bellwire_js.wasm";
    cmd!(
        shell,
        "wasm-bindgen {compiled} --target web --no-typescript --out-dir {build} --out-name bellwire"
    )
    .run()?;
    let wasm = build.join("bellwire_bg.wasm");
    shrink::shrink(project, &wasm, &build.join("bellwire.js"))?;
    shell.copy_file(&wasm, &folder)?;
    bundle(project, source, &build, &folder)
}

fn bundle(project: &Project, source: &str, build: &Path, folder: &Path) -> anyhow::Result<()> {
    let shell = &project.shell;
    let is_full = (source != "index.ts").to_string();
    let (glue, bundle) = (build.join("bellwire.js"), folder.join("index.js"));
    cmd!(
        shell,
        "esbuild js/src/{source} --bundle --minify --format=esm --target=es2022
         --define:FULL={is_full} --alias:#wasm={glue} --outfile={bundle} --log-level=warning"
    )
    .run()?;
    Ok(())
}
