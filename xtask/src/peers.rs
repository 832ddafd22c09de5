//! Servers that others wrote, or as others would write them, for tests of how we get along.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, bail};
use xshell::cmd;

use crate::browser::{is_root, on_path};
use crate::project::{Project, say};
use crate::tools;

/// What Debian's package redis-tools calls the server.
const REDIS_IN_TOOLS: &str = "redis-check-rdb";

/// Gets what the servers in end2end/peers need.
pub(crate) fn prepare(project: &Project) -> anyhow::Result<()> {
    redis(project)?;
    python(project)?;
    tools::npm_packages(project, "end2end/peers/soketi")
}

/// Redis under its own name on the PATH.
fn redis(project: &Project) -> anyhow::Result<()> {
    if on_path(&["redis-server"]).is_some() {
        return Ok(());
    }
    // Debian's package redis-server would start a service, now and whenever the machine starts. The
    // program itself comes with the tools: it looks at its name to know what it is.
    if on_path(&[REDIS_IN_TOOLS]).is_none() {
        apt_get(project, "redis-tools")?;
    }
    let Some(program) = on_path(&[REDIS_IN_TOOLS]) else {
        bail!("redis-server is missing; get it with `sudo apt-get install redis-tools`");
    };
    let shell = &project.shell;
    let folder = shell.create_dir(project.path("target/peers/bin"))?;
    let link = folder.join("redis-server");
    shell.remove_path(&link)?;
    cmd!(shell, "ln -s {program} {link}").quiet().run()?;
    tools::prepend_to_path(project, &folder)
}

/// The packages of end2end/peers/requirements.txt, and no others, in an environment of their own.
fn python(project: &Project) -> anyhow::Result<()> {
    let shell = &project.shell;
    let (wanted, venv) =
        (project.path("end2end/peers/requirements.txt"), project.path("target/peers/venv"));
    if has_packages(project, &venv, &shell.read_file(&wanted)?) {
        return Ok(());
    }
    say("installing the Python packages of end2end/peers");
    // What is there may be of another Python, or of a folder that was moved.
    if cmd!(shell, "python3 -m venv --clear {venv}").quiet().ignore_stderr().run().is_err() {
        // Debian leaves a part of it out.
        apt_get(project, "python3-venv")?;
        cmd!(shell, "python3 -m venv --clear {venv}").run().context(
            "Python 3.11 or later with venv is missing; get it with `sudo apt-get install \
             python3-venv`",
        )?;
    }
    let python = venv.join("bin/python");
    cmd!(
        shell,
        "{python} -m pip install --quiet --disable-pip-version-check --requirement {wanted}"
    )
    .run()?;
    Ok(())
}

/// Whether an environment works, and holds exactly these packages.
fn has_packages(project: &Project, venv: &Path, wanted: &str) -> bool {
    let (shell, python) = (&project.shell, venv.join("bin/python"));
    let installed = cmd!(shell, "{python} -m pip freeze --disable-pip-version-check");
    installed.quiet().ignore_stderr().read().is_ok_and(|text| packages(&text) == packages(wanted))
}

/// The packages in a list, whatever else stands in it.
fn packages(list: &str) -> BTreeSet<&str> {
    list.lines().map(str::trim).filter(|line| line.contains("==")).collect()
}

fn apt_get(project: &Project, package: &str) -> anyhow::Result<()> {
    if !is_root() || on_path(&["apt-get"]).is_none() {
        return Ok(());
    }
    say(&format!("installing {package}"));
    let shell = &project.shell;
    cmd!(shell, "apt-get update --quiet").run()?;
    cmd!(shell, "apt-get install --yes --quiet --no-install-recommends {package}")
        .env("DEBIAN_FRONTEND", "noninteractive")
        .run()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_environment_is_as_wanted_with_exactly_these_packages() {
        let wanted = packages("# What the servers need.\nanyio==4.16.0\nDjango==5.2.19\n");
        assert_eq!(packages("Django==5.2.19\nanyio==4.16.0"), wanted);
        for other in ["Django==5.2.19", "anyio==4.16.0\nDjango==5.2.18", ""] {
            assert_ne!(packages(other), wanted, "{other}");
        }
    }
}
