//! The npm package: the WebAssembly, its glue and the TypeScript around it, as small as they get.

use std::path::Path;

use xshell::cmd;

use crate::project::Project;
use crate::shrink;

/// Builds the package into dist/npm, with the tools that js/package.json names.
pub(crate) fn build(project: &Project) -> anyhow::Result<()> {
    let shell = &project.shell;
    let (build, package) = (project.path("target/npm"), project.path("dist/npm"));
    shell.remove_path(&build)?;
    shell.remove_path(&package)?;
    shell.create_dir(&build)?;
    shell.create_dir(&package)?;

    cmd!(
        shell,
        "cargo build --package bellwire-js --target wasm32-unknown-unknown --profile wasm-release"
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
    shell.copy_file(&wasm, &package)?;
    bundle(project, &build, &package)?;

    cmd!(shell, "tsc --project js --declaration --emitDeclarationOnly").run()?;
    for file in ["LICENSE-APACHE", "LICENSE-MIT", "js/package.json", "js/README.md"] {
        shell.copy_file(file, &package)?;
    }
    Ok(())
}

fn bundle(project: &Project, build: &Path, package: &Path) -> anyhow::Result<()> {
    let shell = &project.shell;
    let (glue, bundle) = (build.join("bellwire.js"), package.join("index.js"));
    cmd!(
        shell,
        "esbuild js/src/index.ts --bundle --minify --format=esm --target=es2022
         --alias:#wasm={glue} --outfile={bundle} --log-level=warning"
    )
    .run()?;
    Ok(())
}
