//! Chromium and its driver, for tests that need a real browser.

use std::env;
use std::path::PathBuf;

use anyhow::bail;
use xshell::cmd;

use crate::project::{Project, say};

/// Where the browser and its driver are.
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) driver: PathBuf,
}

/// Finds them, or installs them where that is possible without asking.
pub(crate) fn find_or_install(project: &Project) -> anyhow::Result<Browser> {
    if let Some(browser) = find() {
        return Ok(browser);
    }
    if is_root() && on_path(&["apt-get"]).is_some() {
        say("installing Chromium and its driver");
        let shell = &project.shell;
        cmd!(shell, "apt-get update --quiet").run()?;
        cmd!(
            shell,
            "apt-get install --yes --quiet --no-install-recommends chromium chromium-driver"
        )
        .env("DEBIAN_FRONTEND", "noninteractive")
        .run()?;
    }
    match find() {
        Some(browser) => Ok(browser),
        None => bail!(
            "Chromium or its driver is missing; get both with `sudo apt-get install chromium \
             chromium-driver`, or name them in the variables CHROME and CHROMEDRIVER"
        ),
    }
}

fn find() -> Option<Browser> {
    let named = |variable| env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file());
    Some(Browser {
        chromium: named("CHROME").or_else(|| {
            on_path(&["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"])
        })?,
        driver: named("CHROMEDRIVER").or_else(|| on_path(&["chromedriver"]))?,
    })
}

/// The first of these programs that can be found.
pub(crate) fn on_path(programs: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    programs
        .iter()
        .flat_map(|program| env::split_paths(&path).map(move |folder| folder.join(program)))
        .find(|file| file.is_file())
}

#[cfg(unix)]
pub(crate) fn is_root() -> bool {
    nix::unistd::geteuid().is_root()
}

#[cfg(not(unix))]
pub(crate) fn is_root() -> bool {
    false
}
