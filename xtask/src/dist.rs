use std::path::PathBuf;

use anyhow::Context;
use xshell::{PushEnv, cmd};

use crate::project::{Project, say};
use crate::{npm, shrink, tools};

/// Builds what is released.
pub(crate) fn run(project: &Project) -> anyhow::Result<()> {
    get_tools(project)?;
    {
        let _hidden = hide_paths(project);
        npm::build(project)?;
        page(project, ".", "dist/demo")?;
    }
    gallery(project)?;
    say("built the npm package into dist/npm, the demo and its gallery into dist/demo");
    Ok(())
}

/// Builds the gallery alone.
pub(crate) fn gallery(project: &Project) -> anyhow::Result<()> {
    get_tools(project)?;
    let _hidden = hide_paths(project);
    page(project, "demo/gallery", "dist/demo/gallery")
}

fn get_tools(project: &Project) -> anyhow::Result<()> {
    tools::wasm_target(project)?;
    tools::wasm_bindgen(project)?;
    tools::trunk(project)?;
    // Its packages bring esbuild, tsc and wasm-opt, which trunk finds on the PATH as well.
    tools::npm_packages(project, "js")
}

/// Builds the page whose `Trunk.toml` lies in a folder of the project.
fn page(project: &Project, source: &str, target: &str) -> anyhow::Result<()> {
    let shell = &project.shell;
    let folder = project.path(target);
    shell.remove_path(&folder)?;
    {
        let _in_folder = shell.push_dir(project.path(source));
        cmd!(shell, "trunk build --release --skip-version-check --dist {folder}").run()?;
    }
    let find = |end: &str| {
        let files = shell.read_dir(&folder)?;
        let is_it = |file: &PathBuf| file.to_string_lossy().ends_with(end);
        files.into_iter().find(is_it).with_context(|| format!("trunk made no *{end}"))
    };
    shrink::shrink(project, &find(".wasm")?, &find(".js")?)?;
    for file in shell.read_dir(&folder)? {
        if file.extension().is_some_and(|extension| extension == "js" || extension == "css") {
            cmd!(shell, "esbuild {file} --minify --target=esnext --outfile={file} --allow-overwrite --log-level=warning").run()?;
        }
    }
    Ok(())
}

/// Keeps the builder's folders out of panic messages while it lives: they are nobody's business,
/// and bytes.
pub(crate) fn hide_paths(project: &Project) -> PushEnv<'_> {
    let shell = &project.shell;
    let cargo_home = match shell.var_os("CARGO_HOME") {
        Some(folder) => folder.into(),
        None => PathBuf::from(shell.var_os("HOME").unwrap_or_default()).join(".cargo"),
    };
    // The variable replaces what .cargo/config.toml says.
    let mut flags = vec!["--cfg".to_owned(), "erase_components".to_owned()];
    for registry in shell.read_dir(cargo_home.join("registry/src")).unwrap_or_default() {
        flags.push(format!("--remap-path-prefix={}/=", registry.display()));
    }
    flags.push(format!("--remap-path-prefix={}/=", project.root.display()));
    shell.push_env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
}
