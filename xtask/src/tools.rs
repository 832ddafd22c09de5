//! Getting the programs that a build needs. What is there already is taken; what is not is put
//! into the user's cache folder, where the next clone finds it.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use xshell::cmd;

use crate::project::{Project, say};

pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The version that works with the oldest compiler we support.
const TRUNK: &str = "0.21.14";

/// What Vite and Playwright ask for.
const OLDEST_NODE: [u32; 2] = [20, 19];

/// The compiler's target for browsers.
pub(crate) fn wasm_target(project: &Project) -> anyhow::Result<()> {
    let shell = &project.shell;
    let libraries =
        cmd!(shell, "rustc --print target-libdir --target {WASM_TARGET}").quiet().read()?;
    if Path::new(&libraries).is_dir() {
        return Ok(());
    }
    say("adding the compiler's target for browsers");
    cmd!(shell, "rustup target add {WASM_TARGET}").run().with_context(|| {
        format!(
            "the target {WASM_TARGET} is missing; get it with `rustup target add {WASM_TARGET}`"
        )
    })
}

/// `wasm-bindgen` and its test runner, in the version that Cargo.lock asks for.
pub(crate) fn wasm_bindgen(project: &Project) -> anyhow::Result<()> {
    let version = locked_version(project, "wasm-bindgen")?;
    cargo_tool(project, "wasm-bindgen", "wasm-bindgen-cli", &version, &[])
}

/// `trunk`, which builds and serves the demo.
pub(crate) fn trunk(project: &Project) -> anyhow::Result<()> {
    cargo_tool(project, "trunk", "trunk", TRUNK, &["--locked"])
}

/// The packages that a folder's package.json names, and their programs on the PATH.
pub(crate) fn npm_packages(project: &Project, folder: &str) -> anyhow::Result<()> {
    let shell = &project.shell;
    node(project)?;
    let folder = project.path(folder);
    if is_older(&folder.join("node_modules/.package-lock.json"), &folder.join("package-lock.json"))
    {
        say(&format!("installing the npm packages of {}", folder.display()));
        let _in_folder = shell.push_dir(&folder);
        cmd!(shell, "npm ci --no-audit --no-fund")
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
            .run()?;
    }
    prepend_to_path(project, &folder.join("node_modules/.bin"))
}

/// Node and npm, which nobody can install for the user.
pub(crate) fn node(project: &Project) -> anyhow::Result<()> {
    let shell = &project.shell;
    let version = |program: &str| cmd!(shell, "{program} --version").quiet().ignore_stderr().read();
    let node = version("node").unwrap_or_else(|_| "none".to_owned());
    let numbers: Vec<u32> = node.trim_start_matches('v').split('.').flat_map(str::parse).collect();
    ensure!(
        numbers.as_slice() >= OLDEST_NODE.as_slice() && version("npm").is_ok(),
        "Node 20.19 or later with npm is needed, and there is {node}; get it from \
         https://nodejs.org"
    );
    Ok(())
}

/// A part of the toolchain that comes with the compiler, or not.
pub(crate) fn component(project: &Project, name: &str, subcommand: &str) -> anyhow::Result<()> {
    let shell = &project.shell;
    if cmd!(shell, "cargo {subcommand} --version").quiet().ignore_stderr().read().is_ok() {
        return Ok(());
    }
    say(&format!("adding {name} to the toolchain"));
    cmd!(shell, "rustup component add {name}")
        .run()
        .with_context(|| format!("{name} is missing; get it with `rustup component add {name}`"))
}

/// The version of a package that this project is locked to.
fn locked_version(project: &Project, package: &str) -> anyhow::Result<String> {
    let shell = &project.shell;
    let id = cmd!(shell, "cargo pkgid {package}").quiet().read()?;
    let version = id.rsplit(['@', '#']).next().context("cargo prints no version")?;
    Ok(version.to_owned())
}

/// Puts a program written in Rust on the PATH, in one version exactly.
fn cargo_tool(
    project: &Project,
    program: &str,
    package: &str,
    version: &str,
    flags: &[&str],
) -> anyhow::Result<()> {
    if answers_with(project, Path::new(program), version) {
        return Ok(());
    }
    let folder = cache_folder()?.join("tools").join(format!("{package}-{version}"));
    let bin = folder.join("bin");
    if !answers_with(project, &bin.join(program), version) {
        say(&format!("building {package} {version}; this takes some minutes, once per user"));
        install(project, package, version, flags, &folder)?;
    }
    prepend_to_path(project, &bin)
}

fn install(
    project: &Project,
    package: &str,
    version: &str,
    flags: &[&str],
    folder: &Path,
) -> anyhow::Result<()> {
    let shell = &project.shell;
    shell.create_dir(folder)?;
    // Outside of the project, whose settings are not the tool's.
    let _elsewhere = shell.push_dir(folder);
    cmd!(shell, "cargo install {package} --version {version} {flags...} --root {folder}")
        // A tool that runs for seconds is not worth minutes of optimising.
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "64")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env_remove("CARGO_TARGET_DIR")
        .env_remove("RUSTFLAGS")
        .run()
        .with_context(|| format!("{package} {version} could not be built"))
}

fn answers_with(project: &Project, program: &Path, version: &str) -> bool {
    let shell = &project.shell;
    cmd!(shell, "{program} --version")
        .quiet()
        .ignore_stderr()
        .read()
        .is_ok_and(|answer| answer.split_whitespace().any(|word| word == version))
}

/// The user's cache folder, by the XDG rules where they apply.
fn cache_folder() -> anyhow::Result<PathBuf> {
    let xdg = env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache"));
    let local = || env::var_os("LOCALAPPDATA").map(PathBuf::from);
    match xdg.or_else(home).or_else(local) {
        Some(folder) => Ok(folder.join("bellwire")),
        None => bail!("there is no folder for caches; set XDG_CACHE_HOME"),
    }
}

pub(crate) fn prepend_to_path(project: &Project, folder: &Path) -> anyhow::Result<()> {
    let path = project.shell.var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder.to_owned()).chain(env::split_paths(&path));
    project.shell.set_var("PATH", env::join_paths(folders)?);
    Ok(())
}

/// Whether `made` is missing, or older than what it is made from.
fn is_older(made: &Path, from: &Path) -> bool {
    let modified = |path: &Path| path.metadata().and_then(|metadata| metadata.modified());
    match (modified(made), modified(from)) {
        (Ok(made), Ok(from)) => made < from,
        _ => true,
    }
}
